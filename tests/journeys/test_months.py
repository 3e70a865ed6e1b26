"""The month of meetings by keyboard, where scripts run; without them it is a table of links."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.looks]
MONTH = "/moten/kalender/2024/6/"


def day(page, number: int):
    return page.locator(f'.month td:has(time[datetime="2024-06-{number:02}"])')


def test_keys_lead_from_day_to_day_and_from_month_to_month(page, site):
    page.goto(site.url + MONTH)
    day(page, 12).focus()
    for key, reached in (("ArrowRight", 13), ("ArrowDown", 20), ("ArrowLeft", 19), ("ArrowUp", 12), ("Home", 10), ("End", 16)):
        page.keyboard.press(key)
        expect(day(page, reached)).to_be_focused()
        expect(page.locator('.month td[tabindex="0"]')).to_have_count(1)

    page.keyboard.press("PageDown")
    expect(page).to_have_url(re.compile(r"/2024/7/#turned$"))
    expect(page.locator(".month td:focus")).to_have_count(1)
    page.keyboard.press("PageUp")
    expect(page).to_have_url(re.compile(r"/2024/6/#turned$"))


def test_first_day_with_a_meeting_is_one_tab_from_its_link(page, site):
    page.goto(site.url + MONTH)
    reached = page.locator('.month td[tabindex="0"]')
    expect(reached).to_have_count(1)
    reached.focus()
    page.keyboard.press("Tab")

    expect(reached.get_by_role("link").first).to_be_focused()


def test_pointing_at_a_county_or_reaching_it_by_keyboard_names_its_networks(page, site):
    page.goto(f"{site.url}/karta/")
    beside = page.locator("#map-beside")
    page.locator('a[data-county="in-SE-M"]').focus()
    expect(beside).to_contain_text("Skåne län")
    page.locator('a[data-county="in-SE-BD"]').hover()
    expect(beside).to_contain_text("Norrbottens län")
    expect(beside.get_by_role("link").first).to_be_visible()
