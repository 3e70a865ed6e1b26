"""Old links keep working, in both languages, as long as there is a page for readers to come to."""

import pytest

from directory.models import EditorialState, FormerAddress, Membership
from tests.factories import make_agency, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return make_network(slug="nytt")


@pytest.mark.parametrize("pages", ["/natverk/", "/en/networks/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_former_address_of_a_network_leads_to_its_page_for_good(client, network, pages, method):
    FormerAddress.objects.create(slug="gammalt", network=network)

    answer = getattr(client, method)(f"{pages}gammalt/")

    assert (answer.status_code, answer["Location"]) == (301, f"{pages}nytt/")
    assert client.get(f"{pages}nytt/").status_code == 200


@pytest.mark.parametrize("pages", ["/organisationer/", "/en/agencies/"])
def test_former_address_of_an_agency_leads_to_its_page_for_good(client, network, pages):
    agency = make_agency(slug="ny")
    Membership.objects.create(network=network, agency=agency)
    FormerAddress.objects.create(slug="gammal", agency=agency)

    answer = client.get(f"{pages}gammal/")

    assert (answer.status_code, answer["Location"]) == (301, f"{pages}ny/")


def test_networks_and_agencies_have_addresses_of_their_own(client, network):
    FormerAddress.objects.create(slug="gammalt", network=network)

    assert client.get("/organisationer/gammalt/").status_code == 404


def test_former_address_does_not_tell_of_what_readers_may_not_see(client):
    draft, outside = make_network(editorial_state=EditorialState.DRAFT), make_agency()
    FormerAddress.objects.create(slug="gammalt", network=draft)
    FormerAddress.objects.create(slug="gammal", agency=outside)

    assert client.get("/natverk/gammalt/").status_code == 404
    assert client.get("/organisationer/gammal/").status_code == 404


def test_reader_who_found_nothing_finds_the_page_when_its_address_becomes_a_former_one(client, network):
    missing = client.get("/natverk/gammalt/")
    FormerAddress.objects.create(slug="gammalt", network=network)

    assert client.get("/natverk/gammalt/", headers={"if-none-match": missing.get("ETag", '"x"')}).status_code == 301
