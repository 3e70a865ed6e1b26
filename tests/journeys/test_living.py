"""A network lives, by the keyboard alone: a year is planned, an agenda published, a turn swapped, a request to join answered."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.accessibility import assert_accessible
from tests.journeys.test_guide import press, tab_to
from tests.journeys.test_journeys import LONGER_THAN_A_MACHINE_NEEDS_MS
from tests.journeys.test_looks import assert_fits

pytestmark = pytest.mark.browser

ALERT = {
    "sv": (
        "/natverk/?q=mat",
        ["Mejla mig det som är nytt", "Din e-postadress", "Skicka in", "Titta i din inkorg"],
        ["Ja, mejla mig det som är nytt", "Din bevakning har börjat"],
        ["Avsluta den", "Avsluta och radera", "Din bevakning är avslutad"],
    ),
    "en": (
        "/en/meetings/?when=coming&when=past",
        ["Mail me what is new", "Your e-mail address", "Send in", "Look in your mailbox"],
        ["Yes, mail me what is new", "Your alert has begun"],
        ["End it", "End and erase", "Your alert has ended"],
    ),
}


def test_year_is_planned_an_agenda_published_and_a_turn_swapped(coordinator, site):
    page = coordinator
    press(page, page.get_by_role("link", name="Möten och det som delas"))
    press(page, page.get_by_role("link", name="Planera ett år"))
    for label, count in (("Fysiska möten", "2"), ("Digitala möten", "2"), ("Hybridmöten", "0")):
        tab_to(page, page.get_by_label(label))
        page.keyboard.press("Control+a")
        page.keyboard.type(count)
    assert_accessible(page)
    press(page, page.get_by_role("button", name="Föreslå dagar"))
    expect(page.get_by_role("group", name="Möte", exact=False)).to_have_count(4)
    assert_accessible(page)
    tab_to(page, page.get_by_label("Rubrik").first)
    page.keyboard.press("Control+a")
    page.keyboard.type("Vårmötet")
    press(page, page.get_by_role("button", name="Spara planen"))
    expect(page.get_by_text("4 möten är planerade.")).to_be_visible()
    assert_accessible(page)

    press(page, page.get_by_role("link", name=re.compile("Lägg till ett ämne.*Vårmötet")))
    tab_to(page, page.get_by_label("Ämne"))
    page.keyboard.type("Prisklausuler i drivmedelsavtal")
    assert_accessible(page)
    press(page, page.get_by_role("button", name="Spara"))
    expect(page.get_by_text("Nu finns det på sidan.")).to_be_visible()
    page.goto(f"{site.url}/natverk/sussa/")
    press(page, page.get_by_text("1 ämne på dagordningen"))
    expect(page.get_by_text("Prisklausuler i drivmedelsavtal")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{site.url}/teman/?q=drivmedelsavtal")
    expect(page.locator("#results")).to_contain_text("Prisklausuler i drivmedelsavtal")

    page.goto(f"{site.url}/natverk/sussa/vardskap/")
    press(page, page.get_by_label("Den byts med någon annans"), "Space")
    tab_to(page, page.get_by_label("Byts med", exact=True))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_label("Varför?"))
    page.keyboard.type("Ombyggnad")
    press(page, page.get_by_role("button", name="Ändra ordningen"))
    expect(page.get_by_text("Ordningen är ändrad.")).to_be_visible()
    assert_accessible(page)


def test_pages_of_what_belongs_to_a_network_are_accessible_and_fit(coordinator, site):
    page = coordinator
    for address in ("innehall/", "planera/", "skriv/meeting/", "skriv/material/", "skriv/visit/", "skriv/channel/"):
        for scheme, width in (("light", 320), ("dark", 1440)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{site.url}/natverk/sussa/{address}")
            assert_accessible(page)
            assert_fits(page)


def test_alert_is_asked_for_begun_and_ended(reader, site, language):
    start, (link, email_label, send, asked), (yes, begun), (end, erase, ended) = ALERT[language]
    email = f"{uuid.uuid4().hex}@example.se"
    reader.goto(site.url + start)
    press(reader, reader.get_by_role("link", name=link))
    tab_to(reader, reader.get_by_label(email_label))
    reader.keyboard.type(email)
    reader.wait_for_timeout(LONGER_THAN_A_MACHINE_NEEDS_MS)
    press(reader, reader.get_by_role("button", name=send))
    expect(reader.get_by_role("heading", level=1)).to_have_text(asked)

    confirm = re.search(r"http://localhost:\d+(/\S+/)\n", site.mail(f"To: {email}"))[1]
    reader.goto(site.url + confirm)
    press(reader, reader.get_by_role("button", name=yes))
    expect(reader.get_by_role("heading", level=1)).to_have_text(begun)
    press(reader, reader.get_by_role("link", name=end))
    press(reader, reader.get_by_role("button", name=erase))
    expect(reader.get_by_role("heading", level=1)).to_have_text(ended)
    site.forget_senders()


def test_request_to_join_is_asked_and_answered(coordinator, site, new_context):
    asking, email = new_context().new_page(), f"{uuid.uuid4().hex}@example.se"
    asking.goto(f"{site.url}/natverk/sussa/")
    press(asking, asking.get_by_role("link", name="Be om att få gå med"))
    tab_to(asking, asking.get_by_label("Din organisation"))
    asking.keyboard.type("Region Norrbotten")
    tab_to(asking, asking.locator("#id_sender_email"))
    asking.keyboard.type(email)
    asking.wait_for_timeout(LONGER_THAN_A_MACHINE_NEEDS_MS)
    press(asking, asking.get_by_role("button", name="Skicka in"))
    expect(asking.get_by_text("En sak återstår")).to_be_visible()

    asking.goto(site.url + re.search(r"http://localhost:\d+(/bekrafta/\S+/)\n", site.mail(f"To: {email}"))[1])
    press(asking, asking.get_by_role("button", name="Ja, det här är från mig"))
    expect(asking.get_by_role("button", name="Ja, det här är från mig")).to_have_count(0)
    page = coordinator
    page.goto(f"{site.url}/mina-natverk/")
    press(page, page.get_by_role("link", name="Svara"))
    expect(page).to_have_url(f"{site.url}/natverk/sussa/ansokningar/")
    assert_accessible(page)
    tab_to(page, page.get_by_label("Ditt svar"))
    page.keyboard.type("Välkomna den 3 mars.")
    press(page, page.get_by_role("button", name="Hälsa dem välkomna"))
    expect(page.get_by_text("Region Norrbotten har fått ditt svar.")).to_be_visible()

    assert site.mail("Välkomna den 3 mars.")
    state = re.search(r"(/ansokan/\S+/)", site.mail("/ansokan/"))[1]
    asking.goto(site.url + state)
    expect(asking.get_by_text("Välkomna den 3 mars.")).to_be_visible()
    assert_accessible(asking)
