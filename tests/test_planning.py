"""A year's meetings, suggested from a rhythm."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.planning import suggested_meetings

pytestmark = pytest.mark.looks
LAST_YEAR = datetime.date(2026, 12, 31)


def test_two_in_person_and_two_online_take_turns_and_avoid_july():
    days = suggested_meetings(2027, {"in_person": 2, "online": 2}, avoid=[7], after=LAST_YEAR)

    assert [(f"{day:%d %b}", mode) for day, mode in days] == [
        ("17 Feb", "in_person"),
        ("12 May", "online"),
        ("18 Aug", "in_person"),
        ("17 Nov", "online"),
    ]


@given(
    how_many=st.dictionaries(st.sampled_from(["in_person", "online", "hybrid"]), st.integers(0, 12), max_size=3),
    avoid=st.sets(st.integers(1, 12)),
    year=st.integers(2026, 2040),
    after=st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)),
)
def test_days_are_wednesdays_of_months_that_may_be_used_in_order_and_never_past(how_many, avoid, year, after):
    days = suggested_meetings(year, how_many, avoid=avoid, after=after)
    months = [day.month for day, _mode in days]

    assert months == sorted(set(months))
    assert not avoid & set(months)
    assert all(day.weekday() == 2 and day.year == year and day > after and 11 < day.day < 19 for day, _mode in days)
    free = [month for month in range(1, 13) if month not in avoid and datetime.date(year, month, 18) > after]
    assert len(days) == min(sum(how_many.values()), len(days)) <= len(free)
