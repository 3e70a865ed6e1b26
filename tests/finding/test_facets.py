"""What a choice finds, and how many each other choice would give, against counting network by network."""

import random
from collections import Counter

import pytest

from directory.finding import Criteria, Snapshot, current_snapshot, find
from directory.models import Network, Revision

pytestmark = [pytest.mark.django_db, pytest.mark.looks, pytest.mark.usefixtures("catalogue")]

QUERIES = 2_000
TEXTS = ["", "", "upphandling", "mat skola", "livsmedel", "it", '"offentlig upphandling"', "region -kommun", "xyzzy"]
RHYTHMS = {"1-2": (1, 2), "3-4": (3, 4), "5-": (5, 366)}


def read_slowly(network: Network) -> dict[str, set[str]]:
    """Return the values a network has of each facet, read from its rows."""
    stated = [rhythm.per_year for rhythm in network.rhythms.all() if rhythm.per_year is not None]
    return {
        "focus": {area.slug for area in network.focus_areas.all()},
        "cpv": {division.code for division in network.cpv_divisions.all()},
        "country": {network.country} - {None},
        "county": {county.code for county in network.counties.all()},
        "level": {network.level} - {None},
        "who": {kind.code for kind in network.admits.all()},
        "kind": {network.kind} - {None},
        "life": {network.life or "not_stated"},
        "openness": {network.openness or "not_stated"},
        "mode": {rhythm.mode for rhythm in network.rhythms.all()} - {None, ""},
        "rhythm": {key for key, (least, most) in RHYTHMS.items() if stated and least <= sum(stated) <= most},
        "exchange": {exchange.code for exchange in network.exchanges.all()},
        "member": {member.agency.slug for member in network.memberships.all() if member.left_year is None},
    }


@pytest.fixture(scope="module")
def values(catalogue, django_db_blocker) -> dict[int, dict[str, set[str]]]:
    """By id of every published network, what it can be chosen by."""
    lists = ("focus_areas", "cpv_divisions", "counties", "admits", "exchanges", "rhythms", "memberships__agency")
    with django_db_blocker.unblock():
        return {network.pk: read_slowly(network) for network in Network.objects.published().prefetch_related(*lists)}


def any_choice(snapshot: Snapshot, chance: random.Random) -> dict[str, frozenset[str]]:
    offered = {facet: list(places) for facet, places in snapshot.choices.places.items()}
    offered["member"] = list(snapshot.members.place_by_slug)
    facets = chance.sample(list(offered), chance.randrange(4))
    return {facet: frozenset(chance.choices(offered[facet], k=chance.randrange(1, 4))) for facet in facets}


def test_hits_and_counts_are_those_of_counting_one_by_one(values):
    snapshot, chance = current_snapshot(), random.Random(3)  # noqa: S311  the same queries every time
    worded = {text: {network.id for network in find(snapshot, Criteria(text=text)).networks} for text in TEXTS}
    for _ in range(QUERIES):
        text, chosen = chance.choice(TEXTS), any_choice(snapshot, chance)
        found = find(snapshot, Criteria(text=text, **chosen))

        def fits(pk: int, but: str = "", text=text, chosen=chosen) -> bool:
            return pk in worded[text] and all(values[pk][facet] & keys for facet, keys in chosen.items() if facet != but)

        assert {network.id for network in found.networks} == {pk for pk in values if fits(pk)}, (text, chosen)
        for facet, counts in found.counts.items():
            others = [values[pk][facet] for pk in values if fits(pk, but=facet)]
            assert counts == {key: sum(key in having for having in others) for key in counts}, (text, chosen, facet)
        presences = Counter(slug for pk in values if fits(pk, but="member") for slug in values[pk]["member"])
        most = sorted(presences.items(), key=lambda one: (-one[1], snapshot.members.place_by_slug[one[0]]))[:20]
        assert [(agency.slug, count) for agency, count in found.members(20)] == most, (text, chosen)


def test_members_can_be_sought_by_the_start_of_any_word_of_their_name():
    named = find(current_snapshot(), Criteria(text="upphandling")).members(20, name="SKÅ")

    assert named
    assert all("skå" in agency.folded for agency, _count in named)
    assert find(current_snapshot(), Criteria(text="upphandling")).members(20, name="kåne") == []


def test_every_value_that_a_network_has_is_counted(values):
    counts = find(current_snapshot(), Criteria()).counts

    assert {facet: {key for key, number in of.items() if number} for facet, of in counts.items()} == {
        facet: set().union(*(having[facet] for having in values.values())) for facet in counts
    }


@pytest.mark.parametrize("text", TEXTS)
def test_order_is_the_same_in_every_snapshot(text):
    once, again = (find(Snapshot.build(Revision.current()), Criteria(text=text)).networks for _ in range(2))

    assert [network.id for network in once] == [network.id for network in again]


def test_without_words_the_living_come_first_in_swedish_order():
    networks = list(find(current_snapshot(), Criteria()).networks)

    assert networks == sorted(networks, key=lambda network: (network.has_ended, network.sort_key, network.id))
    assert any(network.has_ended for network in networks)
