"""Feeds of lists and of changes."""

import datetime
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import EditorialState, Meeting
from directory.models.revision import one_step
from tests.factories import make_agency, make_focus_area, make_meeting, make_network, make_user

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, name, *args, query="") -> ElementTree.Element:
    answer = client.get(reverse(f"directory:{name}", args=args) + query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314  our own feed


def titles(feed: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def published(name, days_ago, **values):
    return make_network(name=name, published_at=timezone.now() - datetime.timedelta(days=days_ago), **values)


def test_networks_are_told_newest_first_as_the_list_is_filtered(client):
    mat = make_focus_area(slug="mat", name_sv="Mat")
    published("Äldre", 5).focus_areas.add(mat)
    published("Nyare", 2).focus_areas.add(mat)
    published("Annat", 1)

    feed = read(client, "network-feed", query="?focus=mat")

    assert titles(feed) == ["Nyare", "Äldre"]
    assert feed.findtext(f"{ATOM}title") == "Nätverkskartan: Nätverk (Mat)"


def test_meetings_are_told_as_they_were_changed(client):
    network = make_network(name="Nätet")
    first, second = (Meeting.objects.create(network=network, title=title) for title in ("Ett", "Två"))
    first.place = "Lund"
    first.save()

    assert titles(read(client, "meeting-feed")) == ["Nätet: Ett", "Nätet: Två"]
    assert second.sequence == 0


def test_change_tells_which_facts_and_never_who(client):
    network = published("Nätet", 5, slug="natet")
    with one_step(by=make_user(email="hemlig@example.se"), why="Hemligt skäl"):
        network.website, network.purpose = "https://example.se", "Nytt syfte"
        network.save()

    answer = client.get(reverse("directory:network-changes", args=["natet"])).content.decode()

    assert "Nätet: Syfte, Webbplats" in answer
    assert "hemlig" not in answer.lower()


def test_change_of_what_belongs_to_it_is_told(client):
    network = published("Nätet", 5, slug="natet")
    network.memberships.create(agency=make_agency())
    network.focus_areas.add(make_focus_area())

    told = titles(read(client, "changes"))

    assert "Nätet: Medlemskap" in told
    assert any("Fokusområden" in one for one in told)
    assert told[-1] == "Nätet: Nytt på kartan"


def test_what_was_written_before_it_was_published_is_not_told(client):
    network = make_network(name="Nätet", editorial_state=EditorialState.DRAFT)
    network.purpose = "Utkast två"
    network.save()
    network.editorial_state = EditorialState.PUBLISHED
    network.save()

    assert titles(read(client, "changes")) == ["Nätet: Nytt på kartan"]


def test_withdrawn_network_is_told_of_no_more(client):
    network = published("Nätet", 5, slug="natet")
    network.editorial_state = EditorialState.WITHDRAWN
    network.save()

    assert titles(read(client, "changes")) == titles(read(client, "network-feed")) == []
    assert client.get(reverse("directory:network-changes", args=["natet"])).status_code == 404


def test_many_changes_cost_no_more_reads_than_few(client, django_assert_max_num_queries):
    for number in range(20):
        network = published(f"Nät {number}", number + 1)
        network.website = "https://example.se"
        network.save()

    with django_assert_max_num_queries(38):
        assert len(titles(read(client, "changes"))) == 40


def test_what_is_typed_is_escaped(client):
    published("<script>&]]>", 1, purpose="a < b & c ]]>")

    (entry,) = read(client, "network-feed").iter(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}title") == "<script>&]]>"
    assert entry.findtext(f"{ATOM}summary").startswith("a < b & c ]]>")


def test_meetings_tell_when_where_and_how(client):
    make_meeting(days=10, place="Borås", mode="hybrid")

    (entry,) = read(client, "meeting-feed").iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary").endswith(" · Borås · Hybrid")
