"""Meetings in a month's calendar, beside the list of them."""

import calendar
import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from directory.filters import MeetingFilter
from directory.finding import MeetingEntry
from directory.views.lists import ALL, FilteredListView

EARLIEST, LATEST = 1970, 2099
WEEKS = calendar.Calendar(calendar.MONDAY)


@dataclass(frozen=True)
class Day:
    """A square of the calendar; those outside the month only fill its weeks."""

    date: datetime.date
    is_in_month: bool
    meetings: list[MeetingEntry]


class MeetingMonthView(FilteredListView):
    """The list of meetings as a month; without one named, the present."""

    template_name = "directory/meeting_month.html"
    filterset_class = MeetingFilter
    per_page = ALL

    def get_context_data(self, *, year: int | None = None, month: int | None = None, **kwargs):
        first = self._first_day(year, month)
        context = super().get_context_data(**kwargs)
        meetings, query = context["filter"].rows, context["filter"].query
        others = {meeting.month for meeting in meetings if meeting.month}
        return context | {
            "month": first,
            "weeks": weeks_of(first, meetings),
            "inexact": [one for one in meetings if one.month == first and not one.is_known_to_the_day],
            "before": _address(_beside(first, -1), query),
            "after": _address(_beside(first, 1), query),
            "nearest_before": _linked(max((one for one in others if one < first), default=None), query),
            "nearest_after": _linked(min((one for one in others if one > first), default=None), query),
            "has_any": first in others,
        }

    def _first_day(self, year: int | None, month: int | None) -> datetime.date:
        if year is None:
            return self.today.replace(day=1)
        if not (EARLIEST <= year <= LATEST and 1 <= month <= 12):
            raise Http404
        return datetime.date(year, month, 1)


def weeks_of(month: datetime.date, meetings: Iterable[MeetingEntry]) -> list[list[Day]]:
    """Return the weeks of a month from Monday to Sunday; a meeting that lasts for days stands on each of them."""
    on = defaultdict(list)
    weeks = WEEKS.monthdatescalendar(month.year, month.month)
    first, last = weeks[0][0], weeks[-1][-1]
    for meeting in meetings:
        if meeting.is_known_to_the_day and meeting.starts_on <= last and meeting.ends_on >= first:
            start, end = max(meeting.starts_on, first), min(meeting.ends_on, last)
            for number in range((end - start).days + 1):
                on[start + datetime.timedelta(number)].append(meeting)
    return [[Day(date, date.month == month.month, on[date]) for date in week] for week in weeks]


def _beside(month: datetime.date, step: int) -> datetime.date:
    """Return the month before or after."""
    number = month.year * 12 + month.month - 1 + step
    return datetime.date(number // 12, number % 12 + 1, 1)


def _linked(month: datetime.date | None, query: str) -> dict | None:
    return month and {"month": month, "address": _address(month, query)}


def _address(month: datetime.date, query: str) -> str | None:
    """Return where a month is shown, asked the same; None beyond the years that are shown."""
    if not EARLIEST <= month.year <= LATEST:
        return None
    return reverse("directory:meeting-month", args=[month.year, month.month]) + query
