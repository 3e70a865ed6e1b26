"""The table of white spots: what counts as living, where a national network stands, who waits."""

import random

import pytest
from django.core.management import call_command

from directory.finding import Criteria, current_snapshot, find, white_spots
from directory.management.commands.start import SEED
from directory.services.artificial import generate_networks
from tests.factories import make_county, make_focus_area, make_interest, make_network, make_topic

pytestmark = pytest.mark.django_db
REFERENCE = next(file for file in SEED if file.name == "reference.json")


def test_national_network_stands_beside_and_in_no_county():
    area, county = make_focus_area(), make_county()
    for _ in range(2):
        make_network(level="national", country="SE").focus_areas.add(area)
    make_network(level="national", country="DK").focus_areas.add(area)
    regional = make_network(level="regional", country="SE")
    regional.focus_areas.add(area)
    regional.counties.add(county)
    (row,) = white_spots(current_snapshot(), "county").rows

    assert (row.in_the_country.count, row.national.count, [spot.count for spot in row.spots]) == (3, 2, [1])


@pytest.mark.parametrize(("life", "count"), [("ended", 0), ("paused", 1), (None, 1), ("forming", 1), ("seeking_coordinator", 1)])
def test_only_what_has_ended_is_not_living(life, count):
    network = make_network(life=life)
    network.focus_areas.add(make_focus_area())
    network.counties.add(make_county())
    (row,) = white_spots(current_snapshot(), "county").rows

    assert row.spots[0].count == count


def test_cell_knows_its_topic_and_how_many_wait():
    make_county()
    make_interest(topic=make_topic(county=make_county(code="SE-AB", name_sv="Stockholms län")))
    (row,) = white_spots(current_snapshot(), "county").rows

    assert [(spot.topic.name, spot.topic.waiting) for spot in row.spots] == [("Mat, Skåne län", 0), ("Mat, Stockholms län", 1)]


@pytest.mark.parametrize("by", ["county", "who"])
def test_empty_directory_has_an_empty_table(by):
    assert white_spots(current_snapshot(), by).rows == []


def test_numbers_of_many_networks_are_those_of_finding_them():
    call_command("import_catalogue", str(REFERENCE), verbosity=0)
    generate_networks(300, seed=4)
    chance = random.Random(5)  # noqa: S311  the same cells every time

    for by in ("county", "who"):
        rows = white_spots(current_snapshot(), by).rows
        spots = [spot for row in rows for spot in (row.in_the_country, row.national, *row.spots)]
        assert sum(spot.count > 0 for spot in spots) > len(spots) / 4
        for spot in chance.sample(spots, 60):
            asked = {facet: frozenset([keys] if isinstance(keys, str) else keys) for facet, keys in spot.chosen.items()}
            assert spot.count == len(find(current_snapshot(), Criteria(**asked)).networks)
