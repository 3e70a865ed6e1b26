"""The benchmarks' own promises: what could not be measured is told and missed, and the same is asked each time."""

from pathlib import Path

import pytest

from tests.benchmarks import finding, load
from tests.benchmarks.addresses import Readers, Search
from tests.benchmarks.goals import Goal, Row, as_json, table

pytestmark = pytest.mark.looks

FASTER = Goal("faster", "a page", "the floor", 0.8, 1.2)
SOONER = Goal("sooner", "a change", "the clock", 100, 50, " ms", lower_is_better=True)


@pytest.mark.parametrize(
    ("goal", "value", "verdict"),
    [
        (FASTER, 0.79, "MISSED"),
        (FASTER, 0.8, "met"),
        (FASTER, 1.2, "reached"),
        (FASTER, None, "NOT MEASURED"),
        (SOONER, 101, "MISSED"),
        (SOONER, 100, "met"),
        (SOONER, 50, "reached"),
    ],
)
def test_a_goal_is_met_or_missed(goal, value, verdict):
    assert Row(goal, value).verdict == verdict


def test_what_was_not_measured_is_missed_and_says_why():
    rows = [Row(FASTER, None, "wrk is not here"), Row(SOONER, 12.345678)]

    assert as_json(rows) == {"faster": None, "sooner": 12.3457, "missed": ["faster"]}
    assert "NOT MEASURED | wrk is not here" in table(rows)


def test_what_goes_wrong_is_the_reason_of_the_goals_still_open():
    found = finding.Findings()
    with found.about("words", "memory_100k"):
        found.tell("words", 100)
        raise OSError("no memory")

    told = {row.goal.key: (row.value, row.note) for row in found.rows()}
    assert told["words"] == (100, "")
    assert told["memory_100k"] == (None, "no memory")
    assert told["warm_sqlite"] == (None, "not asked for")


def test_no_two_goals_have_one_key():
    keys = [goal.key for goal in (*finding.GOALS, *load.GOALS)]

    assert len(set(keys)) == len(keys)


def test_readers_ask_the_same_different_things_each_time():
    searches = Readers(1_000).searches(500)

    assert searches == Readers(1_000).searches(500)
    assert len({search.query() for search in searches}) == 500


def test_datasette_is_asked_for_the_same_networks():
    asked = Search("avtal", {"level": "national", "county": "SE-M"}).datasette_query()

    assert asked.startswith("?_search=avtal&level=national&counties__arraycontains=SE-M&_size=20&_facet=level&")


def test_pytest_finds_nothing_to_run_among_the_benchmarks():
    assert list(Path(finding.__file__).parent.glob("test_*")) == []
