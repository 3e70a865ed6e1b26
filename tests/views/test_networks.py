"""The page of one network: what it says when something is not known."""

import re

import pytest

from directory.models import Source
from tests.factories import make_agency, make_network

pytestmark = pytest.mark.django_db


def section(client, name: str) -> str:
    """Return one section of the network's page, on one line."""
    html = client.get("/natverk/natet/").content.decode()
    return " ".join(re.search(rf'<section class="section" aria-labelledby="{name}">.*?</section>', html, re.DOTALL)[0].split())


def test_unknown_way_in_offers_all_ways_to_ask(client):
    network = make_network(name="Nätet", website="https://www.natet.se/", organiser="Lunds kommun")
    network.memberships.create(agency=make_agency())
    Source.objects.create(network=network, url="https://example.se/")
    join = section(client, "join")

    assert "Hur man går med är inte angivet." in join
    assert '<a href="https://www.natet.se/" rel="nofollow ugc noopener">natet.se</a>' in join
    assert "Lunds kommun" in join
    assert '<a href="#members">' in join
    assert '<a href="#sources">' in join
    assert "redaktörerna" not in join


def test_unknown_way_in_without_anybody_to_ask_says_only_that(client):
    make_network(name="Nätet")

    assert "<ul>" not in section(client, "join")


def test_who_knows_the_way_in_is_asked_to_tell_the_curators_if_they_have_a_mailbox(client, settings):
    settings.CURATOR_EMAIL = "kurator@natverk.example"
    make_network(name="Nätet")

    assert '<a href="mailto:kurator@natverk.example?subject=N%C3%A4tet">Tipsa redaktörerna</a>' in section(client, "join")


def test_known_way_in_is_all_that_is_said(client, settings):
    settings.CURATOR_EMAIL = "kurator@natverk.example"
    make_network(name="Nätet", how_to_join="Ring oss.", organiser="Lunds kommun")

    assert "Ring oss." in section(client, "join")
    assert "angivet" not in section(client, "join")
    assert "Lunds kommun" not in section(client, "join")
    assert "redaktörerna" not in section(client, "join")
