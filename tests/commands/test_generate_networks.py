"""``manage.py generate_networks``: what it makes, and where it refuses to."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count

from directory.finding import Criteria, current_snapshot, find
from directory.management.commands.generate_networks import is_on_this_machine
from directory.management.commands.start import SEED
from directory.models import Agency, FocusArea, Meeting, Membership, Network, Revision, Rhythm
from directory.services.artificial_words import vocabulary
from tests.database import everything
from tests.factories import make_agency, make_network

pytestmark = pytest.mark.django_db
MANY = 400


@pytest.fixture(autouse=True)
def _own_database(settings):
    settings.DEBUG = True
    call_command("import_catalogue", str(SEED[0]), verbosity=0)


def generate(*arguments, **options) -> None:
    call_command("generate_networks", *map(str, arguments), **{"verbosity": 0} | options)


def told() -> list:
    """Return all that the rows tell, but for the keys that the database gave them."""
    networks = Network.objects.order_by("slug").prefetch_related("focus_areas", "counties", "memberships__agency", "rhythms")
    return [
        (
            *(getattr(n, name) for name in ("name", "slug", "purpose", "organiser", "level", "life", "published_at")),
            *({str(one) for one in getattr(n, name).all()} for name in ("focus_areas", "counties")),
            {membership.agency.slug for membership in n.memberships.all()},
            [(rhythm.mode, rhythm.per_year) for rhythm in n.rhythms.all()],
        )
        for n in networks
    ] + list(Meeting.objects.order_by("uid").values_list("uid", "title", "starts_on", "host__slug"))


def made_anew(seed: int) -> list:
    for model in (Meeting, Membership, Rhythm, Network, Agency):
        model.objects.all().delete()
    generate(50, seed=seed)
    return told()


def test_as_many_networks_as_asked_for_are_published_and_half_as_many_agencies_made():
    generate(MANY)

    assert Network.objects.published().count() == MANY
    assert Agency.objects.count() == MANY // 2


def test_the_count_and_the_time_are_told(capsys):
    generate(3, verbosity=1)

    assert capsys.readouterr().out.startswith("3 artificial networks made in ")


def test_one_seed_always_gives_the_same_and_another_something_else():
    assert made_anew(7) == made_anew(7)
    assert made_anew(7) != made_anew(8)


def test_all_is_visibly_artificial_and_nobody_can_be_written_to():
    generate(50)

    assert all(network.name.startswith("Konstgjort nätverk ") for network in Network.objects.all())
    assert all(network.slug.startswith("konstgjort-natverk-") for network in Network.objects.all())
    assert all(agency.name.startswith("Konstgjord ") for agency in Agency.objects.all())
    assert not Network.objects.exclude(contact_email="", website="", linkedin="").exists()


def test_some_values_words_and_agencies_are_far_commoner_than_others():
    generate(MANY)

    areas = [row["count"] for row in Network.focus_areas.through.objects.values("focusarea").annotate(count=Count("id"))]
    memberships = sorted(Agency.objects.annotate(count=Count("memberships")).values_list("count", flat=True))
    words = Counter(word for network in Network.objects.all() for word in network.purpose.lower().rstrip(".").split())
    assert max(areas) > 5 * min(areas)
    assert memberships[-1] > 10 * max(1, memberships[len(memberships) // 2])
    assert sum(count == 1 for count in words.values()) > len(words) / 2


def test_words_go_on_being_new():
    few, many = vocabulary(1_000), vocabulary(10_000)

    assert 3 * len(few) < len(many) < 5 * len(few)
    assert many[: len(few)] == few
    assert len(set(many)) == len(many)


def test_every_row_fits_its_model():
    generate(50)

    for row in (*Network.objects.all(), *Agency.objects.all(), *Meeting.objects.all(), *Membership.objects.all()):
        row.full_clean()


def test_all_is_one_edition_and_found_afterwards():
    make_network(name="Ett riktigt nätverk")
    held, before = current_snapshot(), Revision.current()

    generate(50, beside_real=True)

    assert Revision.current().number == before.number + 1
    assert current_snapshot() is not held
    assert len(current_snapshot().networks) == 51
    assert [n.slug for n in find(current_snapshot(), Criteria(text="konstgjort 000017")).networks] == [
        "konstgjort-natverk-000017"
    ]


def refused(reason: str, *arguments, **options) -> None:
    before = everything()
    with pytest.raises(CommandError, match=reason):
        generate(*arguments, **options)
    assert everything() == before


def test_nothing_is_made_without_debug(settings):
    settings.DEBUG = False

    refused("DEBUG=true", 3, beside_real=True)


def test_nothing_is_made_on_a_public_site(settings):
    settings.IS_PUBLIC = True

    refused("no public site", 3, beside_real=True)


def test_nothing_is_made_in_a_database_on_another_machine(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "HOST", "db.example.se")

    refused("another machine", 3, beside_real=True)


@pytest.mark.parametrize(
    ("host", "is_here"),
    [("", True), ("localhost", True), ("::1", True), ("/run/postgresql", True), ("db", False), ("localhost,db", False)],
)
def test_only_loopback_and_sockets_are_this_machine(host, is_here):
    assert is_on_this_machine(host) is is_here


@pytest.mark.parametrize("make", [make_network, make_agency])
def test_nothing_is_made_beside_real_rows_unless_asked_for(make):
    make()

    refused("--beside-real", 3)
    generate(3, beside_real=True)


def test_nothing_is_made_twice():
    generate(3)

    refused("already holds", 3, beside_real=True)


def test_nothing_is_made_without_the_lists():
    FocusArea.objects.all().delete()

    refused("reference.json", 3)


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_a_count_out_of_reason_is_refused(count):
    refused(f"not {count}", count)
