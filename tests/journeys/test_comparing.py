"""From a list or a network's page to networks side by side, with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.accessibility import assert_accessible
from tests.journeys.test_looks import OTHER_WIDTHS, assert_fits

pytestmark = [pytest.mark.browser, pytest.mark.looks]

WORDS = {
    "sv": ("/natverk/", "Jämför", "Jämför förkryssade", "Ta bort", "Lägg till", r"/jamfor/[?]", "Jämför med andra nätverk"),
    "en": ("/en/networks/", "Compare", "Compare the ticked", "Remove", "Add", r"/en/compare/[?]", "Compare with other networks"),
}
MOST_STOPS = 120


def tab_to(page, target) -> None:
    """Press Tab until the focus is on the target, which must be in sight then."""
    for _stop in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            assert is_in_sight(target)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not lead to {target}")


def is_in_sight(target) -> bool:
    """Tell whether no other part of the page covers the middle of the target."""
    return target.evaluate(
        """element => {
          const box = element.getBoundingClientRect();
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return element.contains(top) || top?.closest("label") === element.closest("label");
        }"""
    )


def test_two_networks_are_ticked_compared_exchanged_and_opened(reader, site, language):
    networks, compare, button, remove, add, address, _more = WORDS[language]
    reader.goto(f"{site.url}{networks}?q=LfU")
    for place in (0, 1):
        tab_to(reader, reader.get_by_role("main").get_by_role("checkbox", name=compare).nth(place))
        reader.keyboard.press("Space")
    tab_to(reader, reader.get_by_role("button", name=button))
    reader.keyboard.press("Enter")

    expect(reader).to_have_url(re.compile(address))
    heads = reader.get_by_role("columnheader")
    expect(heads).to_have_count(2)
    gone = heads.first.get_by_role("link").first.inner_text()
    tab_to(reader, reader.get_by_role("link", name=f"{remove} {gone}"))
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("table")).to_have_count(0)

    tab_to(reader, reader.get_by_role("searchbox"))
    reader.keyboard.type("leverantörsstyrning")
    reader.keyboard.press("Enter")
    wanted = reader.get_by_role("link", name=f"{add} Leverantörsstyrningsnätverket")
    expect(wanted).to_be_visible()
    tab_to(reader, wanted)
    reader.keyboard.press("Enter")
    expect(heads).to_contain_text([re.compile(".+"), "Leverantörsstyrningsnätverket"])

    tab_to(reader, heads.last.get_by_role("link").first)
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(f"{site.url}{networks}leverantorsstyrningsnatverket/")


def test_page_of_a_network_leads_to_a_comparison_with_those_like_it(reader, site, language):
    networks, compare, _button, _remove, _add, address, more = WORDS[language]
    reader.goto(f"{site.url}{networks}lfu/")
    tab_to(reader, reader.get_by_role("link", name=more))
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile(address + "network=lfu$"))

    reader.goto(f"{site.url}{networks}lfu/")
    for place in range(3):
        tab_to(reader, reader.get_by_role("checkbox", name=compare).nth(place))
        reader.keyboard.press("Space")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("columnheader")).to_have_count(4)


def test_networks_found_are_shown_while_typing(page, site):
    page.goto(f"{site.url}/jamfor/?network=lfu")
    page.get_by_role("searchbox").press_sequentially("sussa")

    expect(page.get_by_role("status")).to_have_text("1 nätverk")
    expect(page).to_have_url(re.compile(r"[?]network=lfu&q=sussa$"))
    page.get_by_role("link", name="In English").click()
    expect(page).to_have_url(f"{site.url}/en/compare/?network=lfu&q=sussa")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_list_with_ticked_networks_is_accessible_and_fits(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    for width in (320, *OTHER_WIDTHS, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site.url}/natverk/")
        page.locator(".choosing").get_by_role("checkbox").nth(2).check()
        expect(page.get_by_role("button", name="Jämför förkryssade")).to_be_in_viewport()
        assert_accessible(page)
        assert_fits(page)


def test_answers_stand_below_their_fact_on_a_narrow_screen_and_beside_each_other_on_a_wide_one(page, site):
    page.goto(f"{site.url}/jamfor/?network=lfu&network=sussa")
    for width, is_beside in ((320, False), (1440, True)):
        page.set_viewport_size({"width": width, "height": 900})
        fact, first, second = (cell.bounding_box() for cell in page.locator("#level > *").all())
        assert (first["x"] > fact["x"] + 1) is is_beside
        assert (second["y"] > first["y"]) is not is_beside


def test_comparison_is_printed_as_a_table_without_what_can_be_pressed(page, site):
    page.set_viewport_size({"width": 718, "height": 1000})
    page.goto(f"{site.url}/jamfor/?network=lfu&network=sussa&network=soi")
    page.emulate_media(media="print")
    tops = {cell.bounding_box()["y"] for cell in page.locator("#level > *").all()}

    assert len(tops) == 1
    expect(page.get_by_role("link", name="Ta bort").first).to_be_hidden()
    expect(page.get_by_role("heading", name="Lägg till ännu ett nätverk")).to_be_hidden()
    assert_fits(page)
