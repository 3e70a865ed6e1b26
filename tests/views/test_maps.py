"""The map counts what the list counts, draws every county once, and leads to the list."""

import random
from collections import Counter

import pytest
from django.http import QueryDict

from directory.county_shapes import BORDERS, HEIGHT, ISLANDS, ROUND, WIDTH, county_paths
from directory.filters import NetworkFilter
from directory.finding import current_snapshot
from directory.models import County
from directory.views.maps import FIRST, STEPS

pytestmark = pytest.mark.django_db
FILTERS = 200
FACETS = ("focus", "who", "level", "mode", "rhythm", "exchange", "openness", "kind", "life", "county", "country")
WORDS = ("mat", "upphandling", "it", "skåne", "avtal", "xyzzy")


def asked(chance: random.Random) -> str:
    """Return a query string of one to three choices, and sometimes a word."""
    facets = {facet.name: facet for facet in NetworkFilter(QueryDict(), current_snapshot()).facets}
    pairs = [(name, chance.choice(facets[name].listed)[0]) for name in chance.sample(FACETS, chance.randint(1, 3))]
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    if chance.random() < 0.4:
        query["q"] = chance.choice(WORDS)
    return query.urlencode()


def test_figures_are_those_of_the_list_for_many_filters(client, catalogue):
    chance, counted = random.Random(4), 0  # noqa: S311  no secret depends on it
    for _number in range(FILTERS):
        context = client.get(f"/karta/?{asked(chance)}").context
        for place in [*context["counties"], *context["elsewhere"]]:
            listed = NetworkFilter(QueryDict(place.address.partition("?")[2]), current_snapshot())
            assert len(listed.rows) == place.count, place
            counted += place.count
    assert counted > FILTERS


def test_counties_are_coloured_by_their_share_of_the_most(client, catalogue):
    counties = client.get("/karta/").context["counties"]
    most = max(place.count for place in counties)

    assert {place.step for place in counties if place.count == most} == {STEPS}
    assert all((place.step == 0) == (place.count == 0) for place in counties)
    in_order = sorted(counties, key=lambda place: place.count)
    assert [place.step for place in in_order] == sorted(place.step for place in counties)


def test_first_networks_of_a_county_are_those_of_the_list_and_told_how_many_more(client, catalogue):
    for place in client.get("/karta/?focus=juridik").context["counties"]:
        listed = NetworkFilter(QueryDict(place.address.partition("?")[2]), current_snapshot()).rows
        assert list(place.first) == list(listed[:FIRST]), place.name
    page = client.get("/karta/").content.decode()

    assert page.count("<template id=") == sum(bool(place.first) for place in client.get("/karta/").context["counties"])


def test_first_page_draws_what_its_list_of_counties_says(client, catalogue):
    answer = client.get("/")
    listed = {one["term"].key: one["count"] for one in answer.context["counties"]}

    assert {place.code: place.count for place in answer.context["places"]} == listed
    assert answer.content.decode().count("<path class=") == 21


def test_page_says_the_same_in_figures_and_links(client, catalogue):
    page = client.get("/karta/?focus=juridik&page=3").content.decode()

    assert page.count("<path class=") == 21
    assert 'href="/natverk/?focus=juridik&amp;county=SE-AB"' in page
    assert 'aria-label="Stockholms län: ' in page
    assert 'href="/natverk/?focus=juridik"' in page


def test_wrong_choice_is_told_and_nothing_is_counted(client, catalogue):
    answer = client.get("/karta/?county=nowhere")

    assert "nowhere" in answer.content.decode()
    assert answer.context["elsewhere"] == []


def test_every_county_has_a_shape_of_borders_shared_by_two(catalogue):
    assert set(ROUND) == set(County.objects.values_list("code", flat=True)) == set(county_paths())
    used = Counter(name for names in ROUND.values() for name in names.split())
    used.update(name for names in ISLANDS.values() for name in names)
    outer = {name for name in BORDERS if name.endswith(("coast", "norway", "finland")) or name in ("I", "Öland")}
    assert used == {name: 1 if name in outer else 2 for name in BORDERS}


def test_every_shape_is_closed_and_within_the_drawing():
    for path in county_paths().values():
        for ring in path.rstrip("Z").split("Z"):
            points = [tuple(map(float, point.split(","))) for point in ring.lstrip("M").split()]
            assert len(points) >= 5
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
            assert len(set(points)) == len(points)
