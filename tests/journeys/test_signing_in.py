"""Signing in, by keyboard, in a real browser."""

import re
import uuid

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import expect

from tests.accessibility import assert_accessible
from tests.journeys.conftest import PASSWORD, make_curator

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("start", "label", "code", "told"),
    [
        ("/logga-in/", "Din e-postadress", "Koden i mejlet", "Din kod"),
        ("/en/sign-in/", "Your e-mail address", "The code in the mail", "Your code"),
    ],
)
def test_coordinator_signs_in_by_a_code(visitor, site, start, label, code, told):
    email = f"{uuid.uuid4().hex[:8]}@example.se"
    visitor.goto(site.url + start)
    visitor.get_by_label(label).fill(email)
    visitor.keyboard.press("Enter")
    mail = site.mail(f"To: {email}")
    visitor.get_by_label(code).fill(re.search(r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n", mail)[1])
    visitor.keyboard.press("Enter")

    expect(visitor).to_have_url(re.compile(r"/(mina-natverk|my-networks)/$"))
    assert told in mail


def test_page_that_asks_for_the_code_is_accessible(page, site):
    page.goto(f"{site.url}/logga-in/")
    page.get_by_label("Din e-postadress").fill("nagon@example.se")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Koden i mejlet")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Koden i mejlet").fill("fel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert_accessible(page)


def test_curator_sets_up_an_app_and_a_passkey_and_is_asked_for_one(page, site):
    make_curator(site.environment, "asa")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    here = site.url.replace("127.0.0.1", "localhost")
    by_password(page, here)
    page.goto(f"{here}/andra-faktor/")
    assert_accessible(page)
    page.get_by_role("link", name="Koppla").press("Enter")
    assert_accessible(page)
    secret = page.locator(".key").inner_text()
    page.get_by_label("De sex siffror").fill(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Dina reservkoder")).to_be_visible()
    assert_accessible(page)

    page.goto(f"{here}/andra-faktor/nyckel/")
    assert_accessible(page)
    page.get_by_label("Vad du kallar nyckeln").fill("Min dator")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Min dator")).to_be_visible()

    page.goto(f"{here}/logga-ut/")
    page.get_by_role("main").get_by_role("button").press("Enter")
    by_password(page, here)
    expect(page.get_by_role("heading", name="Din andra faktor")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Använd en nyckel i stället").press("Enter")
    expect(page.locator("#site-name")).to_be_visible()


def by_password(page, here):
    page.goto(f"{here}/logga-in/losenord/")
    page.get_by_label("Användarnamn").fill("asa")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("losenord"))
