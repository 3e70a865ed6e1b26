"""From a white spot to a confirmed interest and back, and from a guide to a registration, with the keyboard alone."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.accessibility import assert_accessible
from tests.journeys.test_guide import press as press_element
from tests.journeys.test_journeys import LONGER_THAN_A_MACHINE_NEEDS_MS

pytestmark = pytest.mark.browser

MOST_TABS = 120
LONGEST_SCROLL_MS = 500
WORDS = {
    "sv": {
        "white spots": "/vita-flackar/",
        "area": "Kategoristyrning",
        "show": "Visa",
        "spot": "Skåne län Inget nätverk, starta ett",
        "topic": "Kategoristyrning, Skåne län",
        "note": "Anmäl intresse",
        "sent": "Titta i din inkorg",
        "confirm": "Ja, räkna med mig",
        "confirmed": "Ditt intresse är anmält",
        "withdraw": "Dra tillbaka det",
        "erase": "Dra tillbaka och radera",
        "withdrawn": "Ditt intresse är tillbakadraget",
    },
    "en": {
        "white spots": "/en/white-spots/",
        "area": "Category management",
        "show": "Show",
        "spot": "Uppsala County No network, start one",
        "topic": "Category management, Uppsala County",
        "note": "Note interest",
        "sent": "Look in your mailbox",
        "confirm": "Yes, count me in",
        "confirmed": "Your interest is noted",
        "withdraw": "Withdraw it",
        "erase": "Withdraw and erase",
        "withdrawn": "Your interest is withdrawn",
    },
}


def tab_to(page, name: str) -> None:
    """Press Tab until what has the focus reads ``name``, as its text, its label or its own name."""
    read = "e => (e.ariaLabel || e.labels?.[0]?.innerText || e.innerText || '').replace(/\\s+/g, ' ').trim()"
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"({read})(document.activeElement)").startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached with Tab")


def press(page, name: str) -> None:
    """Follow a link or send a form, and wait for the page it leads to."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_procurer_finds_a_white_spot_notes_interest_confirms_and_withdraws(reader, site, language):
    words, email = WORDS[language], f"{uuid.uuid4().hex}@example.se"
    reader.goto(site.url + words["white spots"])
    tab_to(reader, {"sv": "Ett fokusområde", "en": "One focus area"}[language])
    reader.keyboard.type(words["area"])
    press(reader, words["show"])
    press(reader, words["spot"])
    expect(reader.get_by_role("heading", level=1)).to_have_text(words["topic"])

    press(reader, words["note"])
    reader.wait_for_timeout(LONGER_THAN_A_MACHINE_NEEDS_MS)
    tab_to(reader, {"sv": "Var du arbetar", "en": "Where you work"}[language])
    reader.keyboard.type("Lunds kommun")
    reader.keyboard.press("Tab")
    reader.keyboard.type(email)
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", level=1)).to_have_text(words["sent"])

    confirm, withdraw = re.findall(r"http://localhost:\d+(/\S+/)\n", site.mail(f"To: {email}"))
    reader.goto(site.url + confirm)
    press(reader, words["confirm"])
    expect(reader.get_by_role("heading", level=1)).to_have_text(words["confirmed"])

    press(reader, words["withdraw"])
    expect(reader).to_have_url(site.url + withdraw)
    press(reader, words["erase"])
    expect(reader.get_by_role("heading", level=1)).to_have_text(words["withdrawn"])


@pytest.mark.parametrize(
    ("address", "past", "matrix", "area", "county"),
    [
        ("/vita-flackar/", "Förbi tabellen", "Levande nätverk: fokusområde och län", "Idrott och fritid", "Norrbottens län"),
        (
            "/en/white-spots/",
            "Past the table",
            "Living networks: focus area by county",
            "Sport and leisure",
            "Norrbotten County",
        ),
    ],
)
def test_matrix_is_moved_with_the_keyboard_and_keeps_its_heads(page, site, address, past, matrix, area, county):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(site.url + address)
    tab_to(page, past)
    page.keyboard.press("Tab")
    table = page.get_by_role("region", name=matrix)
    expect(table).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(LONGEST_SCROLL_MS)
    assert table.evaluate("frame => frame.scrollLeft") > 0

    page.get_by_role("link", name=f"{area}, {county}").focus()
    box, frame = page.get_by_role("columnheader", name=county).bounding_box(), table.bounding_box()
    assert frame["y"] <= box["y"] <= frame["y"] + 2
    side = page.get_by_role("rowheader", name=area).bounding_box()
    assert frame["x"] <= side["x"] <= frame["x"] + 2
    cell = page.get_by_role("link", name=f"{area}, {county}").bounding_box()
    assert cell["x"] >= side["x"] + side["width"] - 1
    assert cell["y"] >= box["y"] + box["height"] - 1


@pytest.mark.parametrize(
    ("address", "link", "title"),
    [
        ("/bygg-natverk/", "Anmäl ett nätverk", "Anmäl ett nätverk"),
        ("/en/build-a-network/", "Register a network", "Register a network"),
    ],
)
def test_builder_registers_a_forming_network_about_the_topic(visitor, site, address, link, title):
    visitor.goto(f"{site.url}{address}?focus=kategoristyrning&county=SE-M&who=kommun")
    press_element(visitor, visitor.get_by_role("main").get_by_role("link", name=link))

    expect(visitor.get_by_role("heading", level=1)).to_have_text(title)
    for value in ("kategoristyrning", "SE-M", "kommun"):
        expect(visitor.locator(f"input[value='{value}']")).to_be_checked()
    expect(visitor.locator("#id_life")).to_have_value("forming")


@pytest.mark.looks
def test_pages_of_a_link_that_counts_are_accessible(page, site):
    email = f"{uuid.uuid4().hex}@example.se"
    page.goto(f"{site.url}/intresse/anmal/?focus=kategoristyrning")
    page.wait_for_timeout(LONGER_THAN_A_MACHINE_NEEDS_MS)
    page.get_by_label("Var du arbetar").fill("Lunds kommun")
    page.get_by_label("Din e-postadress").fill(email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Titta i din inkorg")

    confirm, withdraw = re.findall(r"http://localhost:\d+(/\S+/)\n", site.mail(f"To: {email}"))
    page.goto(site.url + confirm)
    assert_accessible(page)
    page.get_by_role("button", name="Ja, räkna med mig").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ditt intresse är anmält")
    assert_accessible(page)
    page.goto(site.url + withdraw)
    assert_accessible(page)


@pytest.mark.looks
def test_checklist_is_printed_on_a_sheet_of_its_own_without_the_rest_of_the_site(page, site):
    page.emulate_media(media="print")
    page.goto(f"{site.url}/bygg-natverk/")

    assert page.locator(".checklist").evaluate("e => getComputedStyle(e).breakBefore") == "page"
    expect(page.locator(".unprinted")).to_be_hidden()
    expect(page.get_by_role("contentinfo")).to_be_hidden()
