"""What a list and a search box do while somebody types, where scripts run."""

import re

import pytest
from playwright.sync_api import expect

from tests.accessibility import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.looks]


def type_slowly(page, text):
    """Type so that each letter is searched for, and its results are there before the next."""
    for end in range(1, len(text) + 1):
        page.keyboard.type(text[end - 1])
        expect(page).to_have_url(re.compile(rf"[?]q={text[:end]}$"))


def test_back_leads_past_the_letters_of_a_search(page, site):
    page.goto(f"{site.url}/om/")
    page.goto(f"{site.url}/natverk/")
    page.get_by_role("searchbox").click()
    type_slowly(page, "mat")
    expect(page).to_have_url(re.compile(r"[?]q=mat$"))

    page.go_back()
    expect(page).to_have_url(f"{site.url}/om/")


def test_back_takes_back_a_box_and_a_search_sent_twice_is_one_step(page, site):
    page.goto(f"{site.url}/natverk/")
    page.get_by_role("searchbox").click()
    type_slowly(page, "mat")
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    page.locator("#facet-level summary").click()
    page.locator("[name=level][value=national]").click()
    expect(page).to_have_url(re.compile(r"[?]q=mat&level=national$"))
    expect(page.get_by_role("link", name="Ta bort Nivå: Nationell")).to_be_visible()

    page.go_back()
    expect(page).to_have_url(re.compile(r"[?]q=mat$"))
    expect(page.get_by_role("link", name="Ta bort Nivå: Nationell")).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value("mat")
    page.go_back()
    expect(page).not_to_have_url(re.compile("natverk"))


def test_title_and_link_to_the_other_language_follow_what_is_typed(page, site):
    page.goto(f"{site.url}/natverk/")
    page.get_by_role("searchbox").click()
    type_slowly(page, "mat")

    expect(page).to_have_title(re.compile(r"^mat – \d+ nätverk – Nätverkskartan$"))
    page.get_by_role("link", name="In English").click()
    expect(page).to_have_url(f"{site.url}/en/networks/?q=mat")


def test_leaving_the_search_box_asks_nothing_anew_so_that_no_link_is_replaced_under_a_press(page, site):
    page.goto(f"{site.url}/natverk/")
    page.get_by_role("searchbox").click()
    type_slowly(page, "mat")
    expect(page).to_have_title(re.compile(r"^mat – "))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("searchbox").blur()
    page.wait_for_timeout(600)

    assert asked == []


@pytest.fixture
def box(page, site):
    """The search box of the first page, with suggestions below it."""
    page.goto(site.url)
    box = page.get_by_role("searchbox")
    box.press_sequentially("leveran")
    expect(page.locator(".suggestions")).to_contain_text("Leverantörsstyrningsnätverket")
    return box


def test_arrows_lead_through_suggestions_and_escape_puts_them_away(page, box):
    offered = page.locator(".suggestions a")
    page.keyboard.press("ArrowDown")
    expect(offered.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(offered.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()

    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(offered).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_suggestions_are_accessible(page, box, scheme):
    page.emulate_media(color_scheme=scheme)

    assert_accessible(page, within=".searchbox")  # what lies below the suggestions is covered for as long as they show


def test_escape_in_the_box_keeps_what_is_typed(page, box):
    page.keyboard.press("Escape")

    expect(page.locator(".suggestions a")).to_have_count(0)
    expect(box).to_have_value("leveran")


def test_number_of_suggestions_is_announced(page, box):
    offered = page.locator(".suggestions a").count()

    expect(page.get_by_role("status")).to_have_text(f"{offered} förslag")
    box.fill("xyzzy")
    expect(page.get_by_role("status")).to_have_text("0 förslag")
    expect(page.locator(".suggestions")).to_be_hidden()


def test_long_suggestion_does_not_run_under_its_kind(page, box):
    for width in (320, 768):
        page.set_viewport_size({"width": width, "height": 900})
        for link in page.locator(".suggestions a").all():
            kind, name = (part.bounding_box() for part in link.locator("> span").all())
            assert name["x"] >= kind["x"] + kind["width"] or name["y"] >= kind["y"] + kind["height"]
