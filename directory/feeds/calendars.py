"""Meetings as iCalendar: RFC 5545, with the names and refreshing of RFC 7986.

A meeting is in a calendar once its day is known. Its text is made once for each version of it and language.
"""

import calendar as calendar_of_months
import datetime
from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils.translation import get_language, gettext

from directory.finding import MeetingEntry
from directory.models import MeetingState
from directory.text import clean_line

REFRESHED_EVERY = datetime.timedelta(hours=12)
SINCE = 1996
"""The first year of the rules by which the European Union changes its clocks."""
END = b"END:VCALENDAR\r\n"
STATUS = {
    MeetingState.TENTATIVE: "TENTATIVE",
    MeetingState.CONFIRMED: "CONFIRMED",
    MeetingState.HELD: "CONFIRMED",
    MeetingState.CANCELLED: "CANCELLED",
}


def calendar(meetings: Iterable[MeetingEntry], *, name: str, page: str, source: str) -> bytes:
    """Return a calendar of those of the meetings whose day is known, in the language that is active.

    ``page`` is where readers see the same, ``source`` the calendar's own address; both without the site's.
    """
    dated = [meeting for meeting in meetings if meeting.is_known_to_the_day]
    language = get_language()
    zones = sorted({meeting.time_zone for meeting in dated if _is_timed(meeting)} - {"UTC"})
    parts = [_head(name, page, source), *map(_zone, zones), *(_event(meeting, language) for meeting in dated), END]
    return b"".join(parts)


def _head(name: str, page: str, source: str) -> bytes:
    head = icalendar.Calendar()
    head.add("prodid", "-//Nätverkskartan//SV")
    head.add("version", "2.0")
    head.add("calscale", "GREGORIAN")
    head.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        head.add(key, name)
    head.add("url", settings.SITE_ADDRESS + page)
    head.add("source", settings.SITE_ADDRESS + source, parameters={"value": "URI"})
    head.add("refresh-interval", REFRESHED_EVERY, parameters={"value": "DURATION"})
    head.add("x-published-ttl", icalendar.vDuration(REFRESHED_EVERY).to_ical().decode())
    return head.to_ical().removesuffix(END)


@lru_cache(maxsize=16)
def _zone(name: str) -> bytes:
    """Return a zone of Europe as two rules, the form that all calendar programs read: clocks change at 1 UTC by EU law.

    icalendar's own zones list every change as a date of its own, by the wrong clock in spring.
    """
    zone = icalendar.Timezone()
    zone.add("tzid", name)
    winter, summer = (datetime.datetime(SINCE, month, 1, tzinfo=ZoneInfo(name)) for month in (1, 7))
    if winter.utcoffset() == summer.utcoffset():
        zone.add_component(_season(icalendar.TimezoneStandard(), winter, winter, winter.replace(tzinfo=None)))
        return zone.to_ical()
    for season, new, old, month in (
        (icalendar.TimezoneStandard(), winter, summer, 10),
        (icalendar.TimezoneDaylight(), summer, winter, 3),
    ):
        changed = datetime.datetime.combine(_last_sunday(SINCE, month), datetime.time(1)) + old.utcoffset()
        zone.add_component(_season(season, new, old, changed))
        season.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
    return zone.to_ical()


def _season(season: icalendar.cal.Component, new: datetime.datetime, old: datetime.datetime, changed: datetime.datetime):
    """Fill in a part of the year: from when, by the old clock, and the difference to UTC before and after."""
    season.add("dtstart", changed)
    season.add("tzname", new.tzname())
    season.add("tzoffsetfrom", old.utcoffset())
    season.add("tzoffsetto", new.utcoffset())
    return season


def _last_sunday(year: int, month: int) -> datetime.date:
    last = datetime.date(year, month, calendar_of_months.monthrange(year, month)[1])
    return last - datetime.timedelta(days=(last.weekday() + 1) % 7)


def _event(meeting: MeetingEntry, language: str) -> bytes:
    if language not in meeting.fragments:
        meeting.fragments[language] = _written(meeting)
    return meeting.fragments[language]


def _written(meeting: MeetingEntry) -> bytes:
    event = icalendar.Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("summary", _summary(meeting))
    starts, ends = _span(meeting)
    event.add("dtstart", starts)
    if ends is not None:
        event.add("dtend", ends)
    event.add("status", STATUS[meeting.state])
    if where := meeting.place or meeting.mode_label:
        event.add("location", clean_line(str(where)))
    event.add("description", _description(meeting))
    event.add("url", settings.SITE_ADDRESS + meeting.network_url)
    return event.to_ical()


def _is_timed(meeting: MeetingEntry) -> bool:
    """Tell whether it has a time in calendars: one of several days needs to end at a time too."""
    lasts_a_day = meeting.starts_on == meeting.ends_on
    return meeting.start_time is not None and (lasts_a_day or meeting.end_time is not None)


def _span(meeting: MeetingEntry) -> tuple[datetime.date, datetime.date | None]:
    """Return when it starts and ends, as RFC 5545 has it: the day after the last for whole days."""
    if not _is_timed(meeting):
        return meeting.starts_on, meeting.ends_on + datetime.timedelta(days=1)
    zone = ZoneInfo(meeting.time_zone)
    starts = datetime.datetime.combine(meeting.starts_on, meeting.start_time, zone)
    ends = datetime.datetime.combine(meeting.ends_on, meeting.end_time, zone) if meeting.end_time else None
    return starts, ends


def _summary(meeting: MeetingEntry) -> str:
    summary = clean_line(f"{meeting.network_name}: {meeting.title}")
    return gettext("Cancelled: %(meeting)s") % {"meeting": summary} if meeting.is_cancelled else summary


def _description(meeting: MeetingEntry) -> str:
    told = (
        (gettext("How"), meeting.mode_label),
        (gettext("Host"), meeting.host_name),
        (gettext("Places"), meeting.capacity),
        (gettext("How to take part"), meeting.how_to_take_part),
        (gettext("To prepare and bring"), meeting.preparation),
        (gettext("The network"), settings.SITE_ADDRESS + meeting.network_url),
    )
    return "\n".join(f"{label}: {value}" for label, value in told if value)
