"""Common pages come from memory: the same to the byte, only to readers, and never older than the directory."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_network

pytestmark = [pytest.mark.django_db, pytest.mark.keeps_pages]

ADDRESS = "/natverk/?q=nav"


@pytest.fixture(autouse=True)
def network():
    return make_network(name="Navet")


@pytest.fixture
def kept(client):
    """A page that has been asked for often enough to be kept."""
    client.get(ADDRESS)
    return client.get(ADDRESS)


def is_from_memory(answer) -> bool:
    return not answer.templates


def test_page_asked_for_twice_is_kept_with_all_its_headers(client, kept):
    answer = client.get(ADDRESS)

    assert is_from_memory(answer)
    assert not is_from_memory(kept)
    assert answer.content == kept.content
    assert answer.headers == kept.headers
    assert "Content-Security-Policy" in answer.headers


def test_kept_page_costs_one_query(client, kept):
    with CaptureQueriesContext(connection) as captured:
        client.get(ADDRESS)

    assert len(captured) == 1


def test_kept_page_is_not_sent_again_to_who_has_it(client, kept):
    answer = client.get(ADDRESS, headers={"If-None-Match": kept["ETag"]})

    assert answer.status_code == 304
    assert answer["ETag"] == kept["ETag"]
    assert not answer.content


def test_page_made_anew_is_not_sent_again_to_who_has_it(client):
    etag = client.get(ADDRESS)["ETag"]

    assert Client().get(ADDRESS, headers={"If-None-Match": etag}).status_code == 304


def test_edition_that_moves_on_leaves_no_page_behind(client, kept, network):
    network.name = "Navet med nytt namn"
    network.save()
    answer = client.get(ADDRESS, headers={"If-None-Match": kept["ETag"]})

    assert answer.status_code == 200
    assert "med nytt namn" in answer.content.decode()


def test_page_in_another_language_is_another_page(client, kept):
    assert client.get("/en/networks/?q=nav")["ETag"] != kept["ETag"]


def test_visitor_with_a_cookie_gets_a_page_of_their_own(client, kept):
    client.cookies["sessionid"] = "x"

    assert not is_from_memory(client.get(ADDRESS))


@pytest.mark.parametrize("address", ["/registrera/", "/natverk/finns-inte/", "/logga-in/losenord/"])
def test_form_and_refusal_are_never_kept(client, address):
    for _ in range(3):
        assert not is_from_memory(Client().get(address))


def test_wrong_host_is_refused_though_the_page_is_kept(client, kept):
    assert client.get(ADDRESS, headers={"Host": "evil.example"}).status_code == 400


def test_public_site_sends_a_kept_page_over_https_only(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    for _ in range(3):
        answer = client.get(ADDRESS, secure=True)

    assert is_from_memory(answer)
    assert client.get(ADDRESS).status_code == 301
