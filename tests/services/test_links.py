"""Links on the map are looked at once a month, and only what is missing twice, a week apart, is dead."""

import datetime

import pytest
from django.utils import timezone

from directory.models import LinkCheck, LinkState
from directory.services import links
from directory.services.fetching import CannotFetch, Page
from directory.services.links import keep_list_of_links, look_at_next
from tests.factories import make_network

pytestmark = pytest.mark.django_db
URL = "https://natet.example.se/"


@pytest.fixture(autouse=True)
def looks(settings):
    settings.CHECK_LINKS = True


@pytest.fixture
def found(monkeypatch):
    """What is found at every address; a test changes it, and looks as if days had passed."""
    make_network(website=URL)
    keep_list_of_links()
    now, start = {"page": Page(200, URL, "Nätet"), "days": 0}, timezone.now()

    def fetch(url):
        if isinstance(now["page"], str):
            raise CannotFetch(now["page"])
        return now["page"]

    monkeypatch.setattr(links, "fetch", fetch)
    monkeypatch.setattr("django.utils.timezone.now", lambda: start + datetime.timedelta(days=now["days"]))

    def look(page=None, *, after: int = 0) -> str:
        now["page"], now["days"] = page or now["page"], now["days"] + after
        looked = look_at_next()
        return LinkCheck.objects.get().state if looked else "not due"

    return look


def test_list_follows_the_map():
    network = make_network(website=URL)
    network.sources.create(url="https://example.se/om")
    network.sources.create(url=URL)
    make_network(website="https://draft.example.se/", editorial_state="draft")
    assert keep_list_of_links() == 2
    assert keep_list_of_links() == 0
    assert {link.url for link in LinkCheck.objects.all()} == {URL, "https://example.se/om"}

    network.website = ""
    network.save()
    network.sources.all().delete()
    assert keep_list_of_links() == 2
    assert not LinkCheck.objects.exists()


def test_link_that_works_is_looked_at_once_a_month(found):
    assert found() == LinkState.WORKS
    assert found(after=29) == "not due"
    assert found(after=1) == LinkState.WORKS


@pytest.mark.parametrize("status", [404, 410])
def test_link_is_dead_when_missing_twice_a_week_apart(found, status):
    assert found(Page(status, URL, "")) == LinkState.MISSING
    assert found(after=6) == "not due"
    assert found(after=1) == LinkState.DEAD
    assert LinkCheck.objects.wanting().count() == 1
    assert found(Page(200, URL, "Nätet"), after=30) == LinkState.WORKS
    assert found(Page(status, URL, ""), after=30) == LinkState.MISSING


def test_link_that_came_back_in_between_is_not_dead(found):
    assert found(Page(404, URL, "")) == LinkState.MISSING
    assert found(Page(200, URL, "Nätet"), after=7) == LinkState.WORKS
    assert found(Page(404, URL, ""), after=30) == LinkState.MISSING


@pytest.mark.parametrize("answer", [Page(403, URL, ""), Page(429, URL, ""), Page(500, URL, ""), Page(503, URL, ""), "away"])
def test_what_could_not_be_looked_at_is_never_dead(found, answer):
    for _week in range(10):
        assert found(answer, after=7) == LinkState.SILENT
    assert LinkCheck.objects.wanting().count() == 0


def test_what_a_curator_should_see_stays_though_the_site_is_silent(found):
    found(Page(404, URL, ""))
    found(after=7)
    assert found("away", after=30) == LinkState.DEAD


@pytest.mark.parametrize("there", [Page(200, "https://annan.example.org/", "Nätet"), Page(200, URL, "Domän till salu")])
def test_changed_host_or_title_waits_for_a_curator(found, there, client, admin_user):
    found()
    assert found(there, after=30) == LinkState.CHANGED
    client.force_login(admin_user)
    shown = client.get("/admin/directory/linkcheck/?state__in=dead,changed").content.decode()
    assert URL in shown
    assert "state__in=dead,changed" in client.get("/admin/").content.decode()

    pk = LinkCheck.objects.get().pk
    client.post("/admin/directory/linkcheck/", {"action": "accept_selected", "_selected_action": [pk]})
    assert LinkCheck.objects.get().state == LinkState.WORKS
    assert found(there, after=30) == LinkState.WORKS


@pytest.mark.parametrize("there", [Page(200, "https://www.natet.example.se/", "Nätet"), Page(200, URL, "NÄTET")])
def test_same_page_said_another_way_is_no_change(found, there):
    found()
    assert found(there, after=30) == LinkState.WORKS


def test_curator_has_a_link_looked_at_again_and_sees_where_it_stands(found, admin_client):
    found()
    link = LinkCheck.objects.get()
    assert found() == "not due"
    admin_client.post("/admin/directory/linkcheck/", {"action": "look_again_at_selected", "_selected_action": [link.pk]})
    assert found() == LinkState.WORKS
    page = admin_client.get(f"/admin/directory/linkcheck/{link.pk}/change/").content.decode()
    assert "/admin/directory/network/" in page


def test_site_that_does_not_look_at_links_asks_nobody(found, settings):
    settings.CHECK_LINKS = False

    assert found() == "not due"
    assert keep_list_of_links() == 0


def test_two_workers_never_look_at_the_same_link_at_once(found):
    now = timezone.now()
    assert LinkCheck.objects.claim(now) is not None
    assert LinkCheck.objects.claim(now) is None
