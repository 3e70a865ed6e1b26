"""What people come for, in a real browser, with JavaScript and without."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import CURATOR, PASSWORD

pytestmark = pytest.mark.browser

LONGER_THAN_A_MACHINE_NEEDS_MS = 3_100


def test_procurer_searches_filters_and_opens_a_network(visitor, site):
    visitor.goto(site.url)
    visitor.get_by_role("searchbox").fill("leverantörsstyrning")
    visitor.get_by_role("searchbox").press("Enter")
    expect(visitor.get_by_role("article").first).to_contain_text("Leverantörsstyrningsnätverket")

    visitor.goto(f"{site.url}/natverk/")
    visitor.get_by_label("Livsmedel och måltider").check()
    visitor.get_by_role("button", name="Visa träffar").click()
    expect(visitor).to_have_url(re.compile("focus=livsmedel-maltid"))
    expect(visitor.get_by_role("status")).to_contain_text("Livsmedel och måltider")

    visitor.get_by_role("article").first.get_by_role("link").click()
    expect(visitor).to_have_url(re.compile(r"/natverk/[a-z0-9-]+/$"))
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()


def test_procurer_takes_back_one_choice_at_a_time(visitor, site):
    visitor.goto(f"{site.url}/natverk/?q=livsmedel&level=national&who=kommun")
    before = visitor.get_by_role("article").count()
    visitor.get_by_role("link", name="Ta bort Nivå: Nationell").click()

    expect(visitor).to_have_url(re.compile(r"\?q=livsmedel&who=kommun$"))
    assert visitor.get_by_role("article").count() > before


def test_reader_changes_language_and_keeps_the_search(visitor, site):
    visitor.goto(f"{site.url}/natverk/?q=food&level=european")
    visitor.get_by_role("link", name="In English").click()

    expect(visitor).to_have_url(f"{site.url}/en/networks/?q=food&level=european")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Networks")


def test_coordinator_registers_and_curator_publishes_and_a_reader_finds_it(visitor, site):
    name = f"Provtagningsnätverket {uuid.uuid4().hex[:6]}"
    email = f"{uuid.uuid4().hex}@example.se"
    register(visitor, site, name, email)
    confirm(visitor, site, email)
    publish(visitor, site)

    visitor.goto(f"{site.url}/natverk/?q={name}")
    visitor.get_by_role("article").first.get_by_role("link").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(name)
    expect(visitor.get_by_role("main")).to_contain_text("Göteborgs Stad")
    expect(visitor.get_by_role("main")).to_contain_text("2 fysiska möten per år")
    mail = site.mail(visitor.url.replace("127.0.0.1", "localhost"))
    assert f"To: {email}" in mail


def register(visitor, site, name, email):
    visitor.goto(f"{site.url}/registrera/")
    visitor.wait_for_timeout(LONGER_THAN_A_MACHINE_NEEDS_MS)
    visitor.get_by_role("button", name="Skicka in").click()
    expect(visitor.get_by_role("alert")).to_contain_text("saker att rätta till")

    visitor.get_by_label("Nätverkets namn").fill(name)
    visitor.get_by_label("Vad det är till för").fill(f"Vi prövar en anmälan från början till slut: {name}.")
    visitor.get_by_role("checkbox", name="Kompetens och yrkesroll").check()
    visitor.get_by_label("Fysiskt").fill("2")
    visitor.get_by_role("textbox", name="Medlemmar").fill("göteborgs stad\nRegion Skåne")
    visitor.get_by_label("Din e-postadress").fill(email)
    visitor.get_by_role("button", name="Förhandsgranska").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(name)
    visitor.get_by_role("button", name="Gå tillbaka och ändra").click()
    expect(visitor.get_by_label("Nätverkets namn")).to_have_value(name)
    visitor.get_by_role("button", name="Skicka in").click()
    expect(visitor).to_have_url(re.compile("/registrera/tack/[A-Z0-9]{8}/"))


def confirm(visitor, site, email):
    visitor.goto(site.url + re.search(r"http://localhost:\d+(/bekrafta/\S+/)", site.mail(f"To: {email}"))[1])
    visitor.get_by_role("button", name="Ja, det här är från mig").press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Det är bekräftat")


def publish(visitor, site):
    visitor.goto(f"{site.url}/admin/")
    if visitor.locator("input[name=login]").count():
        visitor.locator("input[name=login]").fill(CURATOR)
        visitor.locator("input[name=password]").fill(PASSWORD)
        visitor.keyboard.press("Enter")
        expect(visitor.locator("#site-name")).to_be_visible()
    visitor.goto(f"{site.url}/admin/directory/registration/")
    visitor.locator("#result_list tbody th a").first.click()
    visitor.locator("[name=_publish]").first.click()
    expect(visitor.locator(".messagelist .success")).to_be_visible()
