"""What comes in from the public, walked with the keyboard: saved and continued, akin to another, corrected and answered."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.accessibility import assert_accessible
from tests.journeys.conftest import CURATOR, PASSWORD
from tests.journeys.test_interest import press, tab_to
from tests.journeys.test_journeys import LONGER_THAN_A_MACHINE_NEEDS_MS
from tests.journeys.test_looks import LOOKS, assert_fits

pytestmark = pytest.mark.browser

WIDEST_CHOICE = 24


@pytest.fixture(autouse=True)
def _no_sender_has_sent_before(site):
    site.forget_senders()


WORDS = {
    "sv": {
        "register": "/registrera/",
        "name": "Nätverkets namn",
        "email": "Din e-postadress",
        "save": "Spara och fortsätt senare",
        "saved": "Det är sparat",
        "correct": "/natverk/soi/ratta/",
        "words": "Med egna ord",
        "send": "Skicka in",
        "thanks": "Tack",
        "confirm": "Ja, det här är från mig",
        "confirmed": "Det är bekräftat",
    },
    "en": {
        "register": "/en/register/",
        "name": "The network's name",
        "email": "Your e-mail address",
        "save": "Save and continue later",
        "saved": "It is saved",
        "correct": "/en/networks/soi/correct/",
        "words": "In your own words",
        "send": "Send in",
        "thanks": "Thank you",
        "confirm": "Yes, this is from me",
        "confirmed": "It is confirmed",
    },
}


def link_in_mail(site, email: str) -> str:
    return site.url + re.search(r"http://localhost:\d+(/\S+/)\n", site.mail(f"To: {email}"))[1]


def write(page, label: str, text: str) -> None:
    tab_to(page, label)
    page.keyboard.type(text)


def test_coordinator_saves_with_the_keyboard_and_goes_on_by_the_link(reader, site, language):
    words, email = WORDS[language], f"{uuid.uuid4().hex}@example.se"
    reader.goto(site.url + words["register"])
    reader.wait_for_timeout(LONGER_THAN_A_MACHINE_NEEDS_MS)
    write(reader, words["name"], "Det halva nätet")
    write(reader, words["email"], email)
    press(reader, words["save"])
    expect(reader.get_by_role("heading", level=1)).to_have_text(words["saved"])

    reader.goto(link_in_mail(site, email))
    press(reader, "Det halva nätet")
    expect(reader.get_by_label(words["name"])).to_have_value("Det halva nätet")
    expect(reader.get_by_label(words["email"])).to_have_value(email)


def test_reader_corrects_a_page_with_the_keyboard_and_confirms(reader, site, language):
    words, email = WORDS[language], f"{uuid.uuid4().hex}@example.se"
    reader.goto(f"{site.url}{words['correct']}?kind=wrong")
    reader.wait_for_timeout(LONGER_THAN_A_MACHINE_NEEDS_MS)
    write(reader, words["words"], f"Det stämmer inte. {uuid.uuid4().hex}")
    write(reader, words["email"], email)
    press(reader, words["send"])
    expect(reader.get_by_role("heading", level=1)).to_have_text(words["thanks"])

    reader.goto(link_in_mail(site, email))
    press(reader, words["confirm"])
    expect(reader.get_by_role("heading", level=1)).to_have_text(words["confirmed"])


def test_curator_takes_a_correction_and_writes_the_fact_with_one_press(page, site):
    page.goto(f"{site.url}/natverk/lup/ratta/")
    page.wait_for_timeout(LONGER_THAN_A_MACHINE_NEEDS_MS)
    page.get_by_label("Något är fel eller saknas").check()
    page.get_by_label("Vilken uppgift?").select_option(label="Bildat år")
    page.get_by_label("Vad är rätt?").fill("1999")
    page.get_by_label("Var står det?").fill("https://example.com/lup")
    page.get_by_role("button", name="Skicka in").click()
    expect(page).to_have_url(re.compile("/rattelser/tack/"))
    reference = page.url.rstrip("/").rpartition("/")[2]

    page.goto(f"{site.url}/admin/directory/correction/?q={reference}")
    page.locator("input[name=login]").fill(CURATOR)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#site-name")).to_be_visible()
    page.locator("#result_list tbody th a").first.click()
    page.locator("[name=_take]").click()
    expect(page.locator(".field-owner")).to_contain_text(CURATOR)
    assert_accessible(page, "#content")
    page.locator("[name=_apply]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(f"{site.url}/natverk/lup/")
    expect(page.get_by_role("main")).to_contain_text("1999")
    expect(page.get_by_role("main")).to_contain_text("example.com/lup")


@pytest.mark.looks
def test_states_of_what_comes_in_are_accessible_and_fit(page, site):
    email = f"{uuid.uuid4().hex}@example.se"
    page.goto(f"{site.url}/registrera/")
    page.wait_for_timeout(LONGER_THAN_A_MACHINE_NEEDS_MS)
    page.get_by_label("Nätverkets namn").fill("Sveriges Offentliga Inköpare")
    page.get_by_label("Din e-postadress").fill(email)
    page.get_by_role("button", name="Spara och fortsätt senare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Det är sparat")
    page.goto(link_in_mail(site, email))
    looks_well(page)
    page.get_by_role("main").get_by_role("link").first.click()
    looks_well(page)

    page.get_by_label("Vad det är till för").fill(f"Vi prövar. {email}")
    page.get_by_role("checkbox", name="Upphandlingsjuridik").check()
    page.get_by_role("button", name="Skicka in").click()
    looks_well(page)
    page.get_by_label(re.compile("Det är en del av")).first.check()
    page.get_by_role("button", name="Förhandsgranska").click()
    page.get_by_role("button", name="Gå tillbaka och ändra").click()
    expect(page.get_by_label(re.compile("Det är en del av"))).to_be_checked()
    looks_well(page)

    page.goto(f"{site.url}/natverk/soi/ratta/")
    page.get_by_role("button", name="Skicka in").click()
    expect(page.get_by_role("alert")).to_be_focused()
    looks_well(page)


@pytest.mark.looks
def test_link_that_confirms_is_accessible_before_and_after(page, site):
    email = f"{uuid.uuid4().hex}@example.se"
    page.goto(f"{site.url}/natverk/soi/ratta/")
    page.wait_for_timeout(LONGER_THAN_A_MACHINE_NEEDS_MS)
    page.get_by_label("Det är avslutat").check()
    assert page.get_by_label("Det är avslutat").bounding_box()["width"] <= WIDEST_CHOICE
    page.get_by_label("Din e-postadress").fill(email)
    page.get_by_role("button", name="Skicka in").click()
    page.goto(link_in_mail(site, email))
    looks_well(page)
    page.get_by_label(re.compile("En rättelse")).uncheck()
    page.get_by_role("button", name="Ja, det här är från mig").click()
    expect(page.get_by_role("alert")).to_be_focused()
    looks_well(page)
    page.get_by_label(re.compile("En rättelse")).check()
    page.get_by_role("button", name="Ja, det här är från mig").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Det är bekräftat")
    looks_well(page)


def looks_well(page) -> None:
    for scheme, width in [*LOOKS, ("light", 768)]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert_fits(page)
