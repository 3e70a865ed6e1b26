"""The seed catalogue, as it is loaded into a new directory."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db.models import Count

from directory.management.commands.start import SEED
from directory.models import Agency, Meeting, Network, Revision, Source
from directory.text import fold
from tests.database import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def test_164_networks_are_loaded_of_which_150_are_published():
    assert Counter(Network.objects.values_list("editorial_state", flat=True)) == {"published": 150, "draft": 14}


def test_294_agencies_are_loaded_and_no_two_share_a_name():
    names = [{fold(name) for name in (agency.name, *agency.other_name_list)} for agency in Agency.objects.all()]

    assert len(names) == 294
    assert max(Counter(name for of_agency in names for name in of_agency).values()) == 1


def test_every_network_has_a_source():
    assert not Network.objects.annotate(named=Count("sources")).filter(named=0)
    assert Source.objects.exclude(page_date="").count() == 173


def test_past_meetings_are_held():
    assert Counter(Meeting.objects.filter(ends_on__lte="2026-11-24").values_list("state", flat=True)).keys() == {"held"}


def test_loading_it_again_changes_nothing():
    before = everything()

    call_command("import_catalogue", *map(str, SEED), verbosity=0)

    assert everything() == before
    assert Revision.objects.get().number == 2
