"""The figures by which the matching is judged, against what they are by hand; the matching against them."""

import json
from math import log2
from pathlib import Path

import pytest

from directory.finding import Need, current_snapshot, matching, similar_networks
from directory.finding.aspects import WEIGHTS
from directory.finding.judging import GradedNeed, Judged, judge, mean, plain_search
from directory.models import Network
from tests.factories import make_network

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
GRADES = {"best": 3, "good": 2, "fair": 1, "poor": 0}


def test_the_ideal_order_is_one_and_its_turn_is_less():
    ideal, turned = judge(["best", "good", "fair", "poor"], GRADES), judge(["poor", "fair", "good", "best"], GRADES)

    assert (ideal.ndcg, ideal.recall, ideal.reciprocal_rank) == (1.0, 1.0, 1.0)
    gained = (1 / log2(3)) + (3 / log2(4)) + (7 / log2(5))
    assert turned.ndcg == pytest.approx(gained / (7 + 3 / log2(3) + 1 / log2(4)))
    assert (turned.recall, turned.reciprocal_rank) == (1.0, 1 / 4)


def test_what_is_not_graded_gains_nothing_and_what_comes_after_the_fifth_is_not_seen():
    strangers = [f"stranger-{number}" for number in range(5)]
    figures = judge([*strangers, "best"], GRADES)

    assert (figures.ndcg, figures.recall, figures.reciprocal_rank) == (0.0, 0.0, 1 / 6)


def test_a_need_without_a_best_answer_has_no_recall():
    figures = [judge(["good"], {"good": 2}), judge(["best"], {"best": 3, "next": 3})]

    assert (figures[0].recall, figures[0].reciprocal_rank) == (None, None)
    assert mean(figures)["recall3@5"] == 0.5


def test_weights_as_they_are_rank_as_matching_does(catalogue):
    food, abroad = Need(text="Måltider i skolan", who="kommun"), Need(text="Innovation procurement together with other countries")
    needs = [
        GradedNeed("one", "sv", food, {"skolmatsakademin": 3}),
        GradedNeed("two", "en", abroad, {"procure2innovate": 3}),
    ]
    judged = Judged(current_snapshot(), needs)

    for place, ranking in enumerate(judged.rankings()):
        assert judged._judge(place, judged._own_weights) == judge(ranking, needs[place].grades)
    assert len(judged.left_one_out()) == len(needs)


def test_plain_search_finds_any_of_the_words():
    for name in ("Zebror", "Giraffen", "Flodhästar och giraffer"):
        make_network(name=name)

    assert set(plain_search(current_snapshot(), "zebror eller giraffer")) == {"zebror", "giraffen", "flodhastar-och-giraffer"}
    assert plain_search(current_snapshot(), "") == []


def test_every_weight_says_why():
    assert all(weight.why.endswith(".") for weight in WEIGHTS.values())
    assert all(weight.fits >= 0 >= max(weight.unknown, weight.fails) for weight in WEIGHTS.values())


def test_similar_networks_are_living_share_a_focus_area_and_say_why(catalogue):
    snapshot = current_snapshot()
    here = Network.objects.get(slug="skolmatsakademin")
    similar = similar_networks(snapshot, here.pk, 4)

    assert [match.network.slug for match in similar][:1] == ["kost-och-naring"]
    areas = {area.slug for area in here.focus_areas.all()}
    for match in similar:
        assert not match.network.has_ended
        assert set(match.reasons[0].values) == areas & {area.key for area in match.network.focus_areas} != set()
    assert [match.score for match in similar] == sorted((match.score for match in similar), reverse=True)


def test_a_network_without_focus_areas_is_like_none():
    network = make_network(name="Ensamma nätverket")

    assert similar_networks(current_snapshot(), network.pk, 4) == []
    assert similar_networks(current_snapshot(), 0, 4) == []


def test_a_need_names_no_network_of_the_graded_ones():
    """No rule names a network, or copies a need: the words that tell are data of focus areas."""
    needs = json.loads((Path(__file__).parents[1] / "needs.json").read_text(encoding="utf-8"))
    slugs = {slug for one in needs for slug in one["graded"]}
    for file in ("aspects.py", "matching.py", "topics.py", "needs.py", "places.py"):
        text = (Path(matching.__file__).parent / file).read_text(encoding="utf-8")
        assert not [slug for slug in slugs if f'"{slug}"' in text]
        assert not [one["id"] for one in needs if one["need"] in text]
