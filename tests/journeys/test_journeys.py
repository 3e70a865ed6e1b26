"""What people come for, in a real browser, with JavaScript and without."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from playwright.sync_api import expect

from directory.management.commands.start import SEED
from directory.models import OutgoingMail
from tests.accessibility import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "ett-långt-lösenord-för-prov"  # noqa: S105


@pytest.fixture
def site(live_server):
    """The address of a running site with the real catalogue and a curator."""
    call_command("import_catalogue", *map(str, SEED), verbosity=0)
    get_user_model().objects.create_superuser("kurator", "kurator@example.se", PASSWORD)
    return live_server.url


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def visitor(request):
    name = "page" if request.param == "with JavaScript" else "page_without_javascript"
    return request.getfixturevalue(name)


def test_procurer_searches_filters_and_opens_a_network(visitor, site):
    visitor.goto(site)
    visitor.get_by_role("searchbox").first.fill("leverantörsstyrning")
    visitor.get_by_role("searchbox").first.press("Enter")
    first = visitor.get_by_role("article").first
    expect(first).to_contain_text("Leverantörsstyrningsnätverket")

    visitor.goto(f"{site}/natverk/")
    visitor.locator("input[name=focus][value=livsmedel-maltid]").check(force=True)
    visitor.locator("form button[type=submit]:visible").last.click()
    expect(visitor).to_have_url(re.compile("focus=livsmedel-maltid"))
    expect(visitor.get_by_role("status")).to_contain_text("Livsmedel och måltider")

    visitor.get_by_role("article").first.get_by_role("link").first.click()
    expect(visitor).to_have_url(re.compile(r"/natverk/[a-z0-9-]+/$"))
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()


def test_coordinator_registers_and_curator_publishes_and_a_reader_finds_it(visitor, site):
    register(visitor, site)
    publish(visitor, site)

    visitor.goto(f"{site}/natverk/?q=provtagningsnätverket")
    visitor.get_by_role("article").first.get_by_role("link").first.click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Provtagningsnätverket")
    expect(visitor.get_by_role("main")).to_contain_text("Göteborgs Stad")
    mail = OutgoingMail.objects.get()
    assert mail.to == "samordnare@example.se"
    assert "/natverk/provtagningsnatverket/" in mail.body


def register(visitor, site):
    visitor.goto(f"{site}/registrera/")
    visitor.wait_for_timeout(3_100)
    visitor.get_by_role("button", name="Skicka in").click()
    summary = visitor.locator(".error-summary")
    expect(summary).to_be_visible()

    visitor.get_by_label("Nätverkets namn").fill("Provtagningsnätverket")
    visitor.get_by_label("Vad det är till för").fill("Vi prövar en anmälan från början till slut.")
    visitor.locator("input[name=focus_areas][value=kompetens]").check()
    visitor.get_by_label("Fysiskt").fill("2")
    visitor.get_by_label("Medlemmar").fill("göteborgs stad\nEn helt ny myndighet")
    visitor.get_by_label("Din e-postadress").fill("samordnare@example.se")
    visitor.get_by_role("button", name="Förhandsgranska").click()
    expect(visitor.get_by_role("main")).to_contain_text("Provtagningsnätverket")
    visitor.get_by_role("button", name="Skicka in").click()
    expect(visitor).to_have_url(re.compile("/registrera/tack/[A-Z0-9]{8}/"))


def publish(visitor, site):
    visitor.goto(f"{site}/admin/")
    visitor.locator("input[name=username]").fill("kurator")
    visitor.locator("input[name=password]").fill(PASSWORD)
    visitor.locator("input[type=submit]").click()
    visitor.goto(f"{site}/admin/directory/registration/")
    visitor.locator("#result_list th a").first.click()
    visitor.locator("input[name=_publish], button[name=_publish]").first.click()
    expect(visitor.locator(".messagelist .success")).to_be_visible()


STATES = [
    "/", "/natverk/", "/natverk/?q=mat&focus=livsmedel-maltid&county=SE-M", "/natverk/?q=xyzzy", "/natverk/?county=nowhere",
    "/natverk/leverantorsstyrningsnatverket/", "/natverk/soi/", "/natverk/inkop-gavleborg/", "/natverk/lup/", "/organisationer/",
    "/organisationer/region-skane/", "/fokusomraden/", "/fokusomraden/avtalsforvaltning/", "/moten/", "/moten/?when=coming",
    "/registrera/", "/registrera/tack/ABCD2345/", "/om/", "/tillganglighet/", "/integritet/", "/finns-inte/",
    "/en/networks/?q=food", "/en/networks/soi/", "/en/register/",
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_and_state_is_accessible_and_fits(page, site, scheme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for address in STATES:
        page.goto(site + address)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_with_errors_is_accessible_and_has_the_focus_on_its_summary(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/registrera/")
    page.get_by_role("button", name="Skicka in").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    page.locator(".error-summary a").first.click()
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()
