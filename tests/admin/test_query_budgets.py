"""A list in the admin costs as many queries for fifty rows as for one, and so does a network's page with all its parts."""

import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import (
    AgencyKind,
    County,
    CpvDivision,
    Double,
    Exchange,
    FocusArea,
    LinkCheck,
    Meeting,
    Membership,
    Network,
    OutgoingMail,
    Registration,
    Relation,
    Rhythm,
    Source,
    Synonym,
)  # fmt: skip
from directory.models.revision import one_step
from tests.factories import (
    make_agency,
    make_agenda_item,
    make_channel,
    make_claim,
    make_coordinator,
    make_correction,
    make_interest,
    make_material,
    make_network,
    make_proposal,
    make_topic,
    make_visit,
)

pytestmark = pytest.mark.django_db

NETWORK_QUERIES = 43


@one_step()
def fill(numbers: range, django_user_model) -> None:
    """Make one of everything for each number, all of it belonging to one network."""
    hub = Network.objects.filter(slug="navet").first() or make_network(name="Navet", slug="navet")
    for number in numbers:
        words = {"name_sv": f"Ord {number}", "name_en": f"Word {number}"}
        county = County.objects.create(code=f"SE-{number:02}", scb_code=f"{number:02}", **words)
        kind = AgencyKind.objects.create(code=f"k{number}", **words, name_plural_sv="Ord", name_plural_en="Words")
        CpvDivision.objects.create(code=f"{number:02}", **words)
        Exchange.objects.create(code=f"x{number}", **words)
        Synonym.objects.create(code=f"s{number}", **words)
        hub.focus_areas.add(FocusArea.objects.create(slug=f"f{number}", **words))
        agency = make_agency(name=f"Kommun {number}", county=county, kind=kind)
        other = make_network(name=f"Nätverk {number}")
        Membership.objects.create(network=hub, agency=agency)
        meeting = Meeting.objects.create(network=hub, title=f"Möte {number}", host=agency)
        make_agenda_item(meeting=meeting, agency=agency)
        for make in (make_material, make_visit, make_channel):
            make(network=hub)
        Source.objects.create(network=hub, url=f"https://example.se/{number}")
        Rhythm.objects.create(network=other, mode="online", per_year=4)
        Relation.objects.create(origin=hub, kind="part_of", target=other)
        Relation.objects.create(origin=other, kind="sister_of", target=hub)
        topic = make_topic(county=county, agency_kind=kind, ripe_at=timezone.now())
        make_interest(topic=topic)
        Registration.objects.create(token=uuid.uuid4(), network=other, sender_email="a@example.se", language="sv")
        make_correction(
            network=other, owner=django_user_model.objects.create_user(f"ägare {number}"), field="openness", value="open"
        )
        make_coordinator(network=other)
        make_proposal(network=other)
        make_claim(network=other)
        Double.objects.create(kind="network", first_key=hub.pk, second_key=other.pk, why=f"namn {number}")
        LinkCheck.objects.create(url=f"https://example.se/{number}")
        OutgoingMail.objects.create(to="a@example.se", subject=f"Mail {number}", body="Hej")
        Group.objects.create(name=f"Grupp {number}")
        user = django_user_model.objects.create_user(f"användare {number}", is_staff=True)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


def test_lists_cost_the_same_for_one_row_and_fifty(admin_client, django_user_model):
    lists = {model: f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry}
    fill(range(1), django_user_model)
    admin_client.get("/admin/")
    few = {model: queries(admin_client, address) for model, address in lists.items()}

    fill(range(1, 50), django_user_model)

    assert all(model._default_manager.count() >= 50 for model in lists)
    assert {model: queries(admin_client, address) for model, address in lists.items()} == few


@pytest.mark.parametrize("place", ["network/{}/change/", "network/{}/history/", "agency/{}/change/"])
def test_page_with_all_that_belongs_to_it_costs_the_same(admin_client, django_user_model, place):
    fill(range(1), django_user_model)
    hub = Network.objects.get(slug="navet")
    address = "/admin/directory/" + place.format(hub.pk if place.startswith("network") else hub.memberships.get().agency_id)
    admin_client.get(address)
    few = queries(admin_client, address)

    fill(range(1, 50), django_user_model)
    if place.startswith("agency"):
        agency = hub.memberships.first().agency
        for network in Network.objects.exclude(pk=hub.pk):
            Membership.objects.create(network=network, agency=agency)

    assert queries(admin_client, address) == few <= NETWORK_QUERIES


def test_list_of_deleted_rows_costs_the_same(admin_client, django_user_model):
    def delete_all():
        with one_step():
            Membership.objects.all().delete()

    fill(range(1), django_user_model)
    delete_all()
    few = queries(admin_client, "/admin/directory/membership/deleted/")
    fill(range(1, 50), django_user_model)
    delete_all()

    assert queries(admin_client, "/admin/directory/membership/deleted/") == few
