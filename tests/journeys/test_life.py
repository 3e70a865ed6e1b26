"""The life of one entry, in a real browser: registered, published, edited, corrected, vouched for a year later, merged."""

import re
import subprocess
import sys
import time
import uuid

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.conftest import CURATOR, PASSWORD
from tests.journeys.test_journeys import LONGER_THAN_A_MACHINE_NEEDS_MS, confirm, publish, register

pytestmark = [pytest.mark.browser, pytest.mark.looks]

OTHER = """
from directory.models import Network
Network.objects.create(name="{name}", slug="{slug}", purpose="Vi fanns redan.", editorial_state="published")
"""
A_YEAR_PASSES = """
import datetime
from directory.models import Network
own = Network.objects.get(name="{name}")
Network.objects.filter(pk=own.pk).update(published_at=own.published_at - datetime.timedelta(days=366))
"""


@pytest.fixture(autouse=True)
def _no_sender_has_sent_before(site):
    site.forget_senders()


def shell(site, code: str) -> None:
    manage(site, "shell", "--no-imports", "-c", code)


def manage(site, *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, env=site.environment, check=True)


def mail_to(site, email: str, sought: str) -> re.Match:
    """Return where a mail to an address holds what is sought, as soon as there is one."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for letter in (file.read_text() for file in site.mailbox.glob("*")):
            if f"To: {email}" in letter and (found := re.search(sought, letter)):
                return found
        time.sleep(0.2)
    raise AssertionError(f"no mail to {email} with {sought}")


def admin(curator, site, address: str) -> None:
    """Open a page of the admin, signing in when asked to."""
    curator.goto(site.url + address)
    if curator.locator("input[name=password]").count():
        curator.locator("input[name=login]").fill(CURATOR)
        curator.locator("input[name=password]").fill(PASSWORD)
        curator.keyboard.press("Enter")
        expect(curator.locator("#site-name")).to_be_visible()


def open_first(curator) -> None:
    curator.locator("#result_list tbody th a").first.press("Enter")


def test_life_of_an_entry(page, site, new_context):
    word = uuid.uuid4().hex[:6]
    name, email, curator, stranger = f"Levnadsnätverket {word}", f"{word}@example.se", *(new_context().new_page() for _ in "ab")

    register(page, site, name, email)
    mail_to(site, email, "/bekrafta/")
    confirm(page, site, email)
    publish(curator, site)
    address = f"/natverk/levnadsnatverket-{word}/"

    page.goto(f"{site.url}/logga-in/")
    page.get_by_label("Din e-postadress").fill(email)
    page.keyboard.press("Enter")
    page.get_by_label("Koden i mejlet").fill(mail_to(site, email, r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n")[1])
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ändra").press("Enter")
    page.locator("#id_area").fill("Mälardalen")
    page.locator("#id_short_name").fill(f"L{word}")
    page.get_by_role("button", name="Spara").press("Enter")
    expect(page.get_by_text("Dina ändringar står nu på sidan.")).to_be_visible()

    admin(curator, site, f"/admin/directory/proposal/?q={word}")
    open_first(curator)
    curator.locator("[name=_accept]").press("Enter")
    expect(curator.locator(".messagelist .success")).to_be_visible()
    page.goto(site.url + address)
    expect(page.get_by_role("main")).to_contain_text("Mälardalen")
    expect(page.get_by_role("main")).to_contain_text(f"L{word}")

    stranger.goto(f"{site.url}{address}ratta/")
    stranger.wait_for_timeout(LONGER_THAN_A_MACHINE_NEEDS_MS)
    stranger.get_by_label("Något är fel eller saknas").check()
    stranger.get_by_label("Vilken uppgift?").select_option(label="Bildat år")
    stranger.get_by_label("Vad är rätt?").fill("2011")
    stranger.get_by_label("Var står det?").fill(f"https://example.com/{word}")
    stranger.get_by_role("button", name="Skicka in").click()
    expect(stranger).to_have_url(re.compile("/rattelser/tack/"))
    admin(curator, site, f"/admin/directory/correction/?q={stranger.url.rstrip('/').rpartition('/')[2]}")
    open_first(curator)
    curator.locator("[name=_apply]").press("Enter")
    expect(curator.locator(".messagelist .success")).to_be_visible()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("2011")
    expect(page.get_by_role("main")).to_contain_text("Ännu inte av nätverket självt")

    shell(site, A_YEAR_PASSES.format(name=name))
    manage(site, "work", "--once")
    page.goto(site.url + mail_to(site, email, r"http://localhost:\d+(/stammer-det/\S+/)\n")[1])
    page.get_by_role("button", name="Ja, allt stämmer").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack")
    page.goto(site.url + address)
    expect(page.get_by_role("main")).to_contain_text("av en samordnare")

    shell(site, OTHER.format(name=f"Målnätverket {word}", slug=f"mal-{word}"))
    admin(curator, site, f"/admin/directory/network/?q=målnätverket+{word}")
    open_first(curator)
    curator.goto(re.sub(r"change/.*", f"merge/?q={word}", curator.url))
    curator.locator(".found a").first.press("Enter")
    curator.get_by_role("button", name="Slå ihop").press("Enter")
    expect(curator.locator(".messagelist .success")).to_be_visible()
    page.goto(site.url + address)
    expect(page).to_have_url(f"{site.url}/natverk/mal-{word}/")
    expect(page.get_by_role("main")).to_contain_text(name)
