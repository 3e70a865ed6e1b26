"""The month of meetings: each on its days, and only there; the months beside, and where the nearest meeting is."""

import calendar
import datetime
import re

import pytest

from directory.finding import current_snapshot
from directory.models import Meeting
from directory.models.meeting import MeetingState, Precision
from directory.templatetags.year import year_of
from tests.factories import make_network

pytestmark = pytest.mark.django_db


def meet(network, title, first, last=None, precision=Precision.DAY, **facts):
    return Meeting.objects.create(
        network=network, title=title, starts_on=first, ends_on=last or first, precision=precision, **facts
    )


@pytest.fixture
def network():
    return make_network(name="Skolmat", slug="skolmat")


def titles_by_day(answer) -> dict:
    days = [day for week in answer.context["weeks"] for day in week]
    return {day.date: [one.title for one in day.meetings] for day in days if day.meetings}


def test_meeting_stands_on_each_of_its_days_and_nowhere_else(client, network):
    meet(network, "En dag", datetime.date(2026, 11, 5))
    meet(network, "Tre dagar", datetime.date(2026, 11, 29), datetime.date(2026, 12, 1))
    meet(network, "Ett annat år", datetime.date(2025, 11, 5))

    assert titles_by_day(client.get("/moten/kalender/2026/11/")) == {
        datetime.date(2026, 11, 5): ["En dag"],
        datetime.date(2026, 11, 29): ["Tre dagar"],
        datetime.date(2026, 11, 30): ["Tre dagar"],
        datetime.date(2026, 12, 1): ["Tre dagar"],
    }


@pytest.mark.parametrize(("year", "month"), [(2024, 2), (2026, 2), (2026, 11), (2027, 1), (1970, 1), (2099, 12)])
def test_month_has_each_of_its_days_once_in_weeks_from_monday(client, year, month):
    weeks = client.get(f"/moten/kalender/{year}/{month}/").context["weeks"]
    own = [day.date.day for week in weeks for day in week if day.is_in_month]

    assert own == list(range(1, calendar.monthrange(year, month)[1] + 1))
    assert all(len(week) == 7 and week[0].date.weekday() == 0 for week in weeks)


@pytest.mark.parametrize("path", ["2026/0", "2026/13", "1969/12", "2100/1", "99999/1"])
def test_month_that_is_none_is_not_found(client, path):
    assert client.get(f"/moten/kalender/{path}/").status_code == 404


def test_months_beside_are_asked_the_same_and_end_with_the_years_shown(client, network):
    page = client.get("/moten/kalender/2026/12/?q=mat&page=2").context

    assert page["before"] == "/moten/kalender/2026/11/?q=mat"
    assert page["after"] == "/moten/kalender/2027/1/?q=mat"
    assert client.get("/moten/kalender/1970/1/").context["before"] is None
    assert client.get("/moten/kalender/2099/12/").context["after"] is None


def test_empty_month_leads_to_the_nearest_that_are_not(client, network):
    for day in (datetime.date(2026, 1, 8), datetime.date(2026, 3, 5), datetime.date(2026, 9, 1), datetime.date(2027, 2, 2)):
        meet(network, f"Möte {day}", day)
    page = client.get("/moten/kalender/2026/6/").content.decode()

    assert "Inget möte är känt den här månaden." in page
    assert 'href="/moten/kalender/2026/3/">Närmast före: mars 2026' in page
    assert 'href="/moten/kalender/2026/9/">Närmast efter: september 2026' in page
    assert "Inget möte är känt" not in client.get("/moten/kalender/2026/9/").content.decode()


def test_meeting_known_to_the_month_stands_below_and_one_known_to_the_year_nowhere(client, network):
    meet(network, "Någon dag i maj", datetime.date(2026, 5, 1), datetime.date(2026, 5, 31), Precision.MONTH)
    meet(network, "Någon gång", datetime.date(2026, 1, 1), datetime.date(2026, 12, 31), Precision.YEAR)
    answer = client.get("/moten/kalender/2026/5/")

    assert titles_by_day(answer) == {}
    assert [one.title for one in answer.context["inexact"]] == ["Någon dag i maj"]
    january = client.get("/moten/kalender/2026/1/").context
    assert (january["has_any"], january["nearest_after"]["month"]) == (False, datetime.date(2026, 5, 1))


def test_filter_holds_in_the_month(client, network):
    meet(network, "Upphandlad skolmat", datetime.date(2026, 5, 4))
    meet(network, "Avtal", datetime.date(2026, 5, 5))

    assert list(titles_by_day(client.get("/moten/kalender/2026/5/?q=avtal")).values()) == [["Avtal"]]


def test_cancelled_meeting_is_struck_and_said_to_be(client, network):
    meet(network, "Inställt", datetime.date(2026, 5, 4), state=MeetingState.CANCELLED)
    page = client.get("/en/meetings/calendar/2026/5/").content.decode()

    assert "<s>Inställt</s>" in page
    assert '<span class="mark">Cancelled</span>' in page


def test_year_is_drawn_from_three_meetings_whose_month_is_known(client, network):
    meet(network, "Ett", datetime.date(2025, 3, 1))
    meet(network, "Två", datetime.date(2026, 3, 1))
    meet(network, "Inställt", datetime.date(2026, 4, 1), state=MeetingState.CANCELLED)
    meet(network, "Något år", datetime.date(2026, 1, 1), datetime.date(2026, 12, 31), Precision.YEAR)
    assert year_of(current_snapshot().meetings) == {}
    assert 'class="year"' not in client.get("/natverk/skolmat/").content.decode()

    meet(network, "Tre", datetime.date(2026, 10, 1), datetime.date(2026, 10, 31), Precision.MONTH)
    page = client.get("/natverk/skolmat/").content.decode()

    assert "mars 2, oktober 1" in page
    assert re.findall(r'<path class="(y\d)"', page) == ["y0", "y0", "y3", *["y0"] * 6, "y2", "y0", "y0"]
