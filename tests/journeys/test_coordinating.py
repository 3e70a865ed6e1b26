"""A coordinator edits their network, and a curator looks at what they propose, by keyboard in a real browser."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.accessibility import assert_accessible
from tests.journeys.conftest import CURATOR, PASSWORD
from tests.journeys.test_looks import assert_fits

pytestmark = pytest.mark.browser


def test_edit_is_looked_at_saved_and_a_proposal_accepted(coordinator, site, new_context):
    page, name = coordinator, f"Sussa {uuid.uuid4().hex[:6]}"
    assert_accessible(page)
    page.get_by_role("link", name="Ändra").press("Enter")
    assert_accessible(page)
    page.locator("#id_short_name").fill(name)
    page.locator("#id_area").fill("Öresund")
    page.get_by_role("button", name="Förhandsgranska").press("Enter")
    expect(page.get_by_text("Inget har sparats än")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Spara").press("Enter")
    expect(page.get_by_text("Dina ändringar står nu på sidan.")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{site.url}/natverk/sussa/")
    expect(page.get_by_text("Öresund")).to_be_visible()

    curator = new_context().new_page()
    curator.goto(f"{site.url}/admin/directory/proposal/?q=sussa")
    curator.locator("input[name=login]").fill(CURATOR)
    curator.locator("input[name=password]").fill(PASSWORD)
    curator.keyboard.press("Enter")
    curator.locator("#result_list tbody th a").first.press("Enter")
    expect(curator.locator(".field-difference")).to_contain_text(name)
    assert_accessible(curator, "#content")
    curator.locator("[name=_accept]").press("Enter")
    expect(curator.locator(".messagelist .success")).to_be_visible()
    page.reload()
    expect(page.get_by_text(name)).to_be_visible()


def test_pages_of_coordinators_are_accessible_and_fit_a_narrow_screen(coordinator, site):
    page = coordinator
    for address in ("/mina-natverk/", "/natverk/sussa/redigera/", "/natverk/sussa/samordnare/", "/natverk/soi/samordna/"):
        for scheme, width in (("light", 320), ("dark", 1440)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(site.url + address)
            assert_accessible(page)
            assert_fits(page)
