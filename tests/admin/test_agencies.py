"""Agencies and what they do, in the admin."""

import pytest

from directory.models import Agency, Membership
from tests.admin.forms import posted
from tests.factories import make_agency, make_network

pytestmark = pytest.mark.django_db

LIST = "/en/admin/directory/agency/"


@pytest.mark.parametrize("query", ["åre kommun", "ÅRE", "Aare Tjielte"])
def test_search_finds_an_agency_by_any_of_its_names(admin_client, query):
    make_agency(name="Åre kommun", other_names="AARE Tjielte")
    make_agency(name="Are AB")

    assert [agency.name for agency in admin_client.get(LIST, {"q": query}).context["cl"].result_list] == ["Åre kommun"]


def test_second_spelling_of_a_name_is_refused_with_the_reason(admin_client):
    make_agency(name="Region Skåne")

    response = admin_client.post(f"{LIST}add/", posted(admin_client.get(f"{LIST}add/"), name="REGION  SKÅNE"))

    assert "There is already an agency of that name." in response.content.decode()
    assert Agency.objects.count() == 1


def test_unknown_stays_unknown_when_an_agency_is_saved(admin_client):
    agency, other = make_agency(), make_agency()
    for one in (agency, other):
        address = f"{LIST}{one.pk}/change/"
        assert admin_client.post(address, posted(admin_client.get(address), other_names="A\n\n A \nB")).status_code == 302

    for saved in Agency.objects.all():
        assert (saved.country, saved.organisation_number, saved.kind, saved.other_names) == (None, None, None, "A\nB")


def test_agency_is_chosen_by_typing_any_part_of_its_name(admin_client):
    make_agency(name="Region Skåne")
    make_agency(name="Region Halland")

    asked = {"app_label": "directory", "model_name": "membership", "field_name": "agency", "term": "SKÅNE"}
    answer = admin_client.get("/admin/autocomplete/", asked).json()

    assert [one["text"] for one in answer["results"]] == ["Region Skåne"]


def test_agency_with_members_in_networks_is_not_deleted(admin_client):
    agency = make_agency()
    Membership.objects.create(network=make_network(), agency=agency)

    admin_client.post(f"{LIST}{agency.pk}/delete/", {"post": "yes"})

    assert Agency.objects.exists()
