"""What a network tells of itself, and which rows of it readers see."""

import pytest

from directory.models import Network, Relation, Rhythm, Source
from tests.factories import make_network

pytestmark = pytest.mark.django_db
STATES = ["draft", "submitted", "published", "declined", "withdrawn"]


def test_only_what_is_published_is_for_readers():
    for state in STATES:
        make_network(name=state, editorial_state=state)

    assert [network.name for network in Network.objects.published()] == ["published"]


def test_page_shows_relations_to_published_networks_only():
    hub = make_network()
    for state in STATES:
        other = make_network(name=state, editorial_state=state)
        Relation.objects.create(origin=hub, kind="part_of", target=other)
        Relation.objects.create(origin=other, kind="sister_of", target=hub)

    page = Network.objects.with_page().get(pk=hub.pk)

    assert [relation.target.name for relation in page.relations_out.all()] == ["published"]
    assert [relation.origin.name for relation in page.relations_in.all()] == ["published"]


def test_publication_is_dated_once():
    network = make_network(editorial_state="draft")
    assert network.published_at is None

    network.editorial_state = "published"
    network.save()
    first = network.published_at
    network.save()

    assert first == Network.objects.get().published_at is not None


@pytest.mark.parametrize(
    ("per_year", "total"), [([], None), ([None], None), ([2], 2), ([2, None], 2), ([2, 4, None], 6)], ids=str
)
def test_meetings_a_year_are_those_stated_over_all_modes(per_year, total):
    network = make_network()
    for mode, times in zip(["in_person", "online", "hybrid"], per_year, strict=False):
        Rhythm.objects.create(network=network, mode=mode, per_year=times)

    assert network.meetings_per_year == total


def test_latest_source_is_by_its_date_as_far_as_known():
    network = make_network()
    assert network.latest_source_date == ""
    for number, date in enumerate(["2024", "", "2025-01-31", "2025"]):
        Source.objects.create(network=network, url=f"https://example.se/{number}", page_date=date)

    assert network.latest_source_date == "2025-01-31"


def test_other_names_are_lines_that_hold_something():
    assert make_network(other_names=" Matnätet \r\n\n  \nFood Net").other_name_list == ["Matnätet", "Food Net"]


def test_networks_stand_in_swedish_order():
    for name in ("Örebro", "Ängelholm", "Åmål", "Zink", "arvika", "Ale"):
        make_network(name=name)

    assert [network.name for network in Network.objects.all()] == ["Ale", "arvika", "Zink", "Åmål", "Ängelholm", "Örebro"]
