"""A meeting is dated as exactly as is known, and known by one uid for ever."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from directory.models import Meeting
from directory.models.meeting import days_covered
from tests.factories import make_network

DAY = datetime.date


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [
        ("day", DAY(2024, 2, 17), DAY(2024, 2, 17)),
        ("month", DAY(2024, 2, 1), DAY(2024, 2, 29)),
        ("year", DAY(2024, 1, 1), DAY(2024, 12, 31)),
    ],
)
def test_precision_tells_which_days_a_date_covers(precision, first, last):
    assert days_covered(DAY(2024, 2, 17), precision) == (first, last)


def test_month_ends_on_its_last_day():
    lasts = [days_covered(DAY(2023, month, 1), "month")[1].day for month in range(1, 13)]

    assert lasts == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def cleaned(**values) -> tuple:
    meeting = Meeting(title="Möte", **values)
    meeting.clean()
    return meeting.starts_on, meeting.ends_on, meeting.precision


def test_first_day_alone_is_a_meeting_of_that_day():
    assert cleaned(starts_on=DAY(2026, 5, 3)) == (DAY(2026, 5, 3), DAY(2026, 5, 3), "day")


def test_meeting_of_several_days_keeps_its_last_day():
    assert cleaned(starts_on=DAY(2026, 5, 3), ends_on=DAY(2026, 5, 4)) == (DAY(2026, 5, 3), DAY(2026, 5, 4), "day")


def test_less_exact_date_covers_all_days_it_may_be():
    assert cleaned(starts_on=DAY(2026, 5, 3), precision="month")[:2] == (DAY(2026, 5, 1), DAY(2026, 5, 31))
    assert cleaned(starts_on=DAY(2026, 5, 3), ends_on=DAY(2026, 5, 4), precision="year")[:2] == (
        DAY(2026, 1, 1),
        DAY(2026, 12, 31),
    )


def test_undated_meeting_stays_undated():
    assert cleaned() == (None, None, None)


def test_precision_without_a_day_is_refused_at_the_day():
    with pytest.raises(ValidationError) as caught:
        cleaned(precision="month")

    assert caught.value.message_dict.keys() == {"starts_on"}


@pytest.mark.django_db
def test_meetings_that_may_still_take_place_are_coming_the_nearest_first():
    network, today = make_network(), DAY(2026, 5, 15)
    spans = {
        "past": (DAY(2026, 5, 14), DAY(2026, 5, 14), "day"),
        "today": (today, today, "day"),
        "ends today": (DAY(2026, 5, 13), today, "day"),
        "this month": (DAY(2026, 5, 1), DAY(2026, 5, 31), "month"),
        "last month": (DAY(2026, 4, 1), DAY(2026, 4, 30), "month"),
        "this year": (DAY(2026, 1, 1), DAY(2026, 12, 31), "year"),
        "undated": (None, None, None),
    }
    for title, (first, last, precision) in spans.items():
        Meeting.objects.create(network=network, title=title, starts_on=first, ends_on=last, precision=precision)

    coming = [meeting.title for meeting in Meeting.objects.coming(today)]

    assert coming == ["this year", "this month", "ends today", "today"]
    assert {meeting.title for meeting in Meeting.objects.all() if meeting.is_coming(today)} == set(coming)


@pytest.mark.django_db
def test_meetings_are_listed_latest_first_and_undated_ones_last():
    network = make_network()
    for title, day in {"utan": None, "förra": DAY(2025, 1, 1), "nästa": DAY(2026, 1, 1)}.items():
        Meeting.objects.create(network=network, title=title, starts_on=day, ends_on=day, precision=day and "day")

    assert [meeting.title for meeting in Meeting.objects.all()] == ["nästa", "förra", "utan"]


@pytest.mark.django_db
def test_uid_is_its_own_and_survives_every_change():
    network = make_network()
    one, other = (Meeting.objects.create(network=network, title="Möte") for _ in range(2))
    uid = one.uid
    one.title, one.starts_on, one.ends_on, one.precision = "Höstmöte", DAY(2026, 9, 1), DAY(2026, 9, 1), "day"
    one.save()

    assert Meeting.objects.get(pk=one.pk).uid == uid != other.uid
