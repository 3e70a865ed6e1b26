"""Family trees: generations in order, and boxes that never overlap."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.family_tree import BOX_HEIGHT, BOX_WIDTH, generations, laid_out

pytestmark = pytest.mark.looks
MOST = 40


@st.composite
def families(draw):
    """Any relations between up to forty, cycles and sisters among them."""
    keys = list(range(draw(st.integers(1, MOST))))
    ties = st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)).filter(lambda tie: tie[0] != tie[1]), max_size=80)
    return keys, draw(ties) if len(keys) > 1 else [], draw(ties) if len(keys) > 1 else []


@settings(max_examples=200, deadline=None, database=None)
@given(families())
def test_no_two_boxes_overlap_and_sisters_are_of_one_generation(family):
    keys, descents, sisters = family
    boxes = laid_out({key: f"Nät {key}" for key in keys}, descents, sisters[:5])

    assert set(boxes) == set(keys)
    placed = list(boxes.values())
    for number, one in enumerate(placed):
        for other in placed[number + 1 :]:
            assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT
    assert all(boxes[one].depth == boxes[other].depth for one, other in sisters[:5])


@settings(max_examples=200, deadline=None, database=None)
@given(st.integers(2, MOST), st.randoms(use_true_random=False))
def test_who_comes_after_stands_below(size, chance):
    """In relations without a cycle every descendant is a later generation, and stands lower."""
    order = list(range(size))
    chance.shuffle(order)
    descents = [tuple(sorted(chance.sample(range(size), 2))) for _ in range(size)]
    ties = [(order[above], order[under]) for above, under in descents]
    boxes = laid_out({key: str(key) for key in order}, ties)

    assert all(boxes[above].depth < boxes[under].depth and boxes[above].y < boxes[under].y for above, under in ties)


def test_generations_of_a_small_family():
    descents = [("soi", "väst"), ("soi", "syd"), ("väst", "göteborg")]

    assert generations(["soi", "väst", "syd", "göteborg", "granne"], descents, [("granne", "syd")]) == {
        "soi": 0, "väst": 1, "syd": 1, "granne": 1, "göteborg": 2,
    }  # fmt: skip


def test_nobody_is_their_own_ancestor():
    assert generations("ab", [("a", "b"), ("b", "a")]) == {"a": 0, "b": 1}


def test_layout_does_not_depend_on_the_order_in_which_it_is_told():
    names = {key: f"Nät {key:02}" for key in range(12)}
    descents = [(key // 3, key) for key in range(1, 12)]
    keys = list(names)
    random.Random(1).shuffle(keys)  # noqa: S311  no secret depends on it

    assert laid_out(names, descents) == laid_out({key: names[key] for key in keys}, descents)
