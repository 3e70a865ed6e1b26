"""From a need to a network by the keyboard alone, in both languages, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.accessibility import assert_accessible
from tests.journeys.test_looks import LOOKS, OTHER_WIDTHS, assert_fits

pytestmark = pytest.mark.browser

MOST_TABS = 150
STATES = {
    "empty": "/hitta/",
    "answer": "/hitta/?q=it-drift+i+Solna+-bygg&who=kommun&focus=kompetens&not_focus=juridik&rhythm=3-4&joining=now",
    "a county in the words": "/hitta/?q=skolmat+i+Sk%C3%A5ne",
    "nothing fits": "/en/find/?q=xyzzy",
    "nearest": "/en/find/?q=small+towns+in+northern+sweden+without+tenderers",
    "wrong": "/en/find/?q=food&county=nowhere&focus=livsmedel-maltid",
}


def tab_to(visitor, target) -> None:
    """Press Tab until the target has the focus."""
    for _press in range(MOST_TABS):
        visitor.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"no Tab leads to {target}")


def press(visitor, target, key: str = "Enter") -> None:
    tab_to(visitor, target)
    visitor.keyboard.press(key)


def test_need_told_by_keyboard_leads_to_a_network_that_says_why(visitor, site):
    visitor.goto(site.url)
    press(visitor, visitor.get_by_role("link", name="Beskriv ditt behov med egna ord"))
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Hitta rätt nätverk")

    tab_to(visitor, visitor.get_by_label("Vad behöver du hjälp med?"))
    visitor.keyboard.type("Vi ska upphandla it-drift som tjänst och vill bolla avtalsuppföljning.")
    press(visitor, visitor.get_by_text("Berätta mer, om du vill"))
    tab_to(visitor, visitor.get_by_label("Din arbetsgivare"))
    visitor.keyboard.type("Kommun")
    press(visitor, visitor.get_by_label("Tre eller fyra möten per år"), "Space")
    press(visitor, visitor.get_by_role("button", name="Hitta nätverk").last)

    expect(visitor).to_have_url(re.compile(r"/hitta/\?q=Vi\+ska.*who=kommun.*rhythm=3-4"))
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("passar")
    first = visitor.locator(".match").first
    expect(first.locator(".fits")).to_contain_text("Arbetar med")
    expect(visitor.get_by_role("region", name="Nästan")).to_contain_text("Bara statliga myndigheter får gå med")

    press(visitor, first.get_by_text("Så vägdes det"))
    expect(first.get_by_text("Tillsammans, i poäng")).to_be_visible()
    press(visitor, visitor.locator(".match").nth(1).get_by_role("link"))
    expect(visitor).to_have_url(re.compile(r"/natverk/[a-z0-9-]+/$"))


def test_need_in_english_is_corrected_by_keyboard_and_keeps_its_address(visitor, site):
    visitor.goto(f"{site.url}/en/find/")
    tab_to(visitor, visitor.get_by_label("What do you need help with?"))
    visitor.keyboard.type("How do you buy medicines for a hospital?")
    press(visitor, visitor.get_by_role("button", name="Find networks").first)

    reading = visitor.get_by_role("complementary", name="How we read your need")
    expect(reading).to_contain_text("Pharmaceuticals")
    press(visitor, reading.get_by_role("link", name="Not that (Health care and medical technology)"))
    expect(visitor).to_have_url(re.compile("not_focus=vard-medicinteknik"))
    expect(reading).to_contain_text("Not Health care and medical technology")

    press(visitor, visitor.get_by_text("Change it or tell more"))
    press(visitor, visitor.get_by_text("Tell more, if you like"))
    tab_to(visitor, visitor.get_by_label("Your county"))
    visitor.keyboard.type("Sk")
    press(visitor, visitor.get_by_role("button", name="Find networks").last)
    expect(visitor).to_have_url(re.compile(r"county=SE-M.*not_focus=vard-medicinteknik"))
    expect(visitor.get_by_role("paragraph").filter(has_text="Skåne County").first).to_be_visible()

    visitor.get_by_role("link", name="På svenska").press("Enter")
    expect(visitor.get_by_role("complementary", name="Så läste vi ditt behov")).to_contain_text("Inte Vård och medicinteknik")


def test_misspelt_choice_is_told_and_what_was_typed_is_kept(visitor, site):
    visitor.goto(f"{site.url}/hitta/?q=skolmat&county=nowhere")

    expect(visitor.get_by_role("alert")).to_contain_text("Ditt län: ”nowhere” är inte ett av valen")
    expect(visitor.get_by_label("Vad behöver du hjälp med?")).to_have_value("skolmat")
    expect(visitor.locator(".match")).to_have_count(0)


@pytest.mark.looks
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits_with_all_that_is_folded_open(page, site, state):
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(site.url + STATES[state])
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert_accessible(page)
        assert_fits(page)
    for width in OTHER_WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)


def test_networks_that_fit_and_near_misses_are_ticked_and_compared(visitor, site):
    visitor.goto(f"{site.url}/en/find/?q=it-drift&who=kommun")
    for place in range(2):
        press(visitor, visitor.get_by_role("main").get_by_role("checkbox", name="Compare").nth(place), "Space")
    press(visitor, visitor.get_by_role("button", name="Compare the ticked"))

    expect(visitor).to_have_url(re.compile(r"/en/compare/\?network=[\w-]+&network=[\w-]+$"))
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Compare")
