"""How dates and hours are said."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import translation

from directory.templatetags.directory import meeting_hours, webcal

TIME = datetime.time
pytestmark = pytest.mark.looks


def meeting(start=None, end=None, zone="Europe/Stockholm"):
    return SimpleNamespace(start_time=start, end_time=end, time_zone=zone)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (meeting(), ""),
        (meeting(TIME(13)), "13:00"),
        (meeting(TIME(9), TIME(11, 30)), "09:00–11:30"),
        (meeting(TIME(13), TIME(15), "Europe/Helsinki"), "13:00–15:00 (Helsingfors)"),
    ],
)
def test_hours_are_said_with_the_clock_if_it_is_not_swedens(asked, said):
    with translation.override("sv"):
        assert meeting_hours(asked) == said


def test_calendar_is_subscribed_to_at_the_sites_own_address(settings):
    settings.SITE_ADDRESS = "https://natverk.example"

    assert webcal("/moten.ics?when=coming") == "webcal://natverk.example/moten.ics?when=coming"
