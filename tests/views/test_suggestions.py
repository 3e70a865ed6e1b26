"""What a search box offers while somebody types."""

import re

import pytest

from tests.factories import make_agency, make_focus_area, make_network

pytestmark = pytest.mark.django_db


def offered(client, text) -> list[str]:
    """Return the suggestions, each after its kind, in order."""
    html = client.get("/forslag/", {"q": text}).content.decode()
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in re.findall(r"<li>(.*?)</li>", html, re.DOTALL)]


def announced(client, text) -> str:
    return re.search(r'id="suggested"[^>]*>(.*?)</span>', client.get("/forslag/", {"q": text}).content.decode())[1]


def test_network_with_a_name_that_begins_so_is_offered_before_all_else(client):
    make_focus_area(slug="leverans")
    make_network(name="Nätet", purpose="Vi talar om leveranser.")
    make_network(name="Sveriges leveransnätverk")
    first, *others = offered(client, "leveran")

    assert first == "Nätverk Sveriges leveransnätverk"
    assert others.index("Fokusområde Leverans") < others.index("Nätverk Nätet")


def test_number_of_suggestions_is_told(client):
    make_agency(name="Lunds kommun").memberships.create(network=make_network(name="Nätet"))

    assert announced(client, "lund") == f"{len(offered(client, 'lund'))} förslag"
    assert announced(client, "xyzzy") == "0 förslag"
    assert announced(client, "") == ""
