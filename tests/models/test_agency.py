"""Agencies are known by any of their names, in any spelling."""

import pytest
from django.core.exceptions import ValidationError

from directory.models import Agency, Membership
from tests.factories import make_agency, make_network

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["malmö  STAD", "Malmo\u0308 stad", "Ｍａｌｍö stad"])
def test_second_spelling_of_a_name_is_refused_at_the_name(name):
    make_agency(name="Malmö stad", slug="malmo")

    with pytest.raises(ValidationError) as caught:
        Agency(name=name, slug="annat").full_clean()

    assert caught.value.message_dict.keys() == {"name"}


def test_agency_keeps_its_own_name():
    make_agency(name="Malmö stad").full_clean()


def test_agency_is_found_by_each_name_and_own_names_win():
    malmo = make_agency(name="Malmö stad", other_names="Malmö\n\n–\n  MALMOE ")
    lund = make_agency(name="Lund", other_names="Malmö stad")

    assert Agency.objects.by_any_name() == {"malmö stad": malmo, "malmö": malmo, "malmoe": malmo, "lund": lund}


def test_readers_see_agencies_of_published_networks_only():
    for state in ("draft", "submitted", "published", "declined", "withdrawn"):
        network = make_network(editorial_state=state)
        for _ in range(2):
            Membership.objects.create(network=network, agency=make_agency(name=f"{state} {_}", slug=f"{state}-{_}"))
    make_agency(name="i inget")

    assert [agency.name for agency in Agency.objects.in_published_networks()] == ["published 0", "published 1"]


def test_agencies_stand_in_swedish_order():
    for name in ("Öckerö", "Älvdalen", "Åre", "Zorn", "Vara", "Wara"):
        make_agency(name=name, slug=f"x{ord(name[0])}")

    assert [agency.name for agency in Agency.objects.all()] == ["Vara", "Wara", "Zorn", "Åre", "Älvdalen", "Öckerö"]
