"""Template tags of the directory: dates as exact as they are known, unknown said aloud, the other language's address."""

import re
from functools import lru_cache

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.dates import MONTHS
from django.utils.formats import date_format, time_format
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from directory.countries import HOME_COUNTRY, country_name
from directory.models import MeetingMode, TimeZone
from directory.text import readable_host

MOST_BEATS = 12

register = template.Library()


@register.filter
def partial_date(text: str) -> str:
    """Return ``2026-02-25``, ``2026-02`` or ``2026`` as it is written in prose."""
    year, *rest = text.split("-") if text else [""]
    if not rest:
        return year
    month = f"{MONTHS[int(rest[0])]} {year}"
    return f"{int(rest[1])} {month}" if len(rest) == 2 else month


@register.simple_tag
def meeting_date(meeting) -> str:
    """Return a meeting's date as a ``time`` element, no more exact than is known."""
    if meeting.starts_on is None:
        return gettext("Date not stated")
    machine = meeting.starts_on.isoformat()[: {"year": 4, "month": 7, "day": 10}[meeting.precision]]
    lasts_days = meeting.precision == "day" and meeting.ends_on > meeting.starts_on
    spoken = _span(meeting.starts_on, meeting.ends_on) if lasts_days else partial_date(machine)
    return format_html('<time datetime="{}">{}</time>', machine, spoken)


@register.simple_tag
def meeting_hours(meeting) -> str:
    """Return the hours of a meeting, and by which clock if that is not Sweden's: "13–15.30 (Helsinki)"; empty if not stated."""
    if meeting.start_time is None:
        return ""
    hours = "–".join(time_format(time) for time in (meeting.start_time, meeting.end_time) if time is not None)
    abroad = "" if meeting.time_zone == TimeZone.STOCKHOLM else f" ({TimeZone(meeting.time_zone).label})"
    return f"{hours}{abroad}"


def _span(first, last) -> str:
    """Return two days as one date, nothing said twice: ``15–16 april 2024``."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{date_format(first, 'j F')} – {day(last)}"
    return f"{day(first)} – {day(last)}"


@register.filter
def or_not_stated(value):
    """Return the value, or the muted words "Not stated" when it is unknown."""
    if value is None or value == "":
        return format_html('<span class="not-stated">{}</span>', gettext("Not stated"))
    return value


@register.filter
def short_address(url: str) -> str:
    """Return a web address as it is read: without scheme, ``www.`` or a last slash, its host in its own letters."""
    host, slash, path = re.sub(r"^https?://(www\.)?", "", url).rstrip("/").partition("/")
    return f"{readable_host(host)}{slash}{path}"


@register.filter
def day(value) -> str:
    """Return a date as it is written in prose."""
    return date_format(value, "j F Y")


@register.simple_tag(takes_context=True)
def language_link(context, language: str) -> str:
    """Return the address of the present page in ``language``, its query string kept."""
    request = context.get("request")
    if request is None:
        return "/" if language == "sv" else f"/{language}/"
    query = request.META.get("QUERY_STRING", "")
    return _translated(request.path, language) + (f"?{query}" if query else "")


@register.simple_tag
def site_address() -> str:
    """Return what comes before the path where an address must be whole: "https://natverk.example"."""
    return settings.SITE_ADDRESS


@lru_cache(maxsize=1_024)
def _translated(path: str, language: str) -> str:
    return translate_url(path, language)


@register.simple_tag
def networks_with(**chosen) -> str:
    """Return the address of the networks list with these choices made."""
    return reverse("directory:network-list", query=chosen)


@register.simple_tag
def comparison_of(networks=(), plus=None, minus=None) -> str:
    """Return the address where these networks are compared, with one more or one fewer."""
    slugs = [network.slug for network in (*networks, plus) if network is not None and network != minus]
    return reverse("directory:network-compare", query={"network": slugs})


@register.simple_tag
def address_about(name: str, topic=None, **also) -> str:
    """Return the address of that name with what is ``chosen`` of a topic or a white spot, if there is one, carried along."""
    return reverse(f"directory:{name}", query=(topic.chosen if topic else {}) | also)


@register.simple_tag
def picture(svg: str, label: str) -> str:
    """Return a drawing that a library has made, with what it shows in words."""
    drawn = svg[svg.index("<svg") :].replace("<svg", format_html('<svg role="img" aria-label="{}"', label), 1)
    return mark_safe(drawn)  # noqa: S308  made by the site, of nothing that anybody typed


@register.simple_tag
def webcal(address: str) -> str:
    """Return the address by which a calendar program is asked to subscribe, for one of the site's own calendars."""
    return f"webcal://{settings.SITE_ADDRESS.partition('://')[2]}{address}"


@register.simple_tag
def networks_of(agency, snapshot) -> list:
    """Return the networks an agency is a member of."""
    return snapshot.networks_of(agency)


def reach(network) -> str:
    """Return how wide a network reaches, and where, as far as is stated: "Regional: Skåne län"."""
    places = ", ".join(filter(None, [*(county.name for county in network.counties), network.area]))
    abroad = country_name(network.country) if network.country and network.country != HOME_COUNTRY else ""
    return " · ".join(filter(None, [": ".join(filter(None, [str(network.level_label), places])), abroad]))


@register.simple_tag
def rhythm(rhythms, large: bool = False) -> str:
    """Return how a network meets, drawn and told: a dot a meeting, at most twelve.

    ``rhythms`` have a ``mode`` and ``per_year``, either of which may be None.
    """
    modes = [one.mode or "unknown" for one in rhythms for _one in range(one.per_year or 0)][:MOST_BEATS]
    dots = "".join(f'<i class="{escape(mode)}"></i>' for mode in modes)
    drawn = f'<span class="beats{" large" if large else ""}" aria-hidden="true">{dots}</span>'
    return mark_safe(f"{drawn}\n<span>{escape(rhythm_sentence(rhythms))}</span>")  # noqa: S308  modes and sentence are escaped


def rhythm_sentence(rhythms) -> str:
    """Return how a network meets in words: "4 meetings a year: 2 in person, 2 online"."""
    counted = [rhythm for rhythm in rhythms if rhythm.per_year]
    uncounted = [meetings_in(rhythm.mode) for rhythm in rhythms if not rhythm.per_year]
    if len(counted) > 1:
        total = sum(rhythm.per_year for rhythm in counted)
        parts = ", ".join(_count(rhythm.mode, rhythm.per_year) for rhythm in counted)
        spoken = [f"{_count_a_year(None, total)}: {parts}"]
    else:
        spoken = [_count_a_year(rhythm.mode, rhythm.per_year) for rhythm in counted]
    return capfirst(", ".join(spoken + uncounted))


def _count_a_year(mode: str | None, count: int) -> str:
    phrase = {
        MeetingMode.IN_PERSON: ngettext("%(count)d in-person meeting a year", "%(count)d in-person meetings a year", count),
        MeetingMode.ONLINE: ngettext("%(count)d online meeting a year", "%(count)d online meetings a year", count),
        MeetingMode.HYBRID: ngettext("%(count)d hybrid meeting a year", "%(count)d hybrid meetings a year", count),
        None: ngettext("%(count)d meeting a year", "%(count)d meetings a year", count),
    }[mode]
    return phrase % {"count": count}


def _count(mode: str | None, count: int) -> str:
    phrase = {
        MeetingMode.IN_PERSON: ngettext("%(count)d in person", "%(count)d in person", count),
        MeetingMode.ONLINE: ngettext("%(count)d online", "%(count)d online", count),
        MeetingMode.HYBRID: ngettext("%(count)d hybrid", "%(count)d hybrid", count),
        None: ngettext("%(count)d of unstated mode", "%(count)d of unstated mode", count),
    }[mode]
    return phrase % {"count": count}


def meetings_in(mode: str) -> str:
    """Return meetings of one mode in words: "meetings in person"."""
    return {
        MeetingMode.IN_PERSON: gettext("meetings in person"),
        MeetingMode.ONLINE: gettext("meetings online"),
        MeetingMode.HYBRID: gettext("hybrid meetings"),
    }[mode]


register.filter("country_name", country_name)
