"""Template tags of the directory: dates as exact as they are known, unknown said aloud, the other language's address."""

from django import template
from django.urls import translate_url
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext

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
    if meeting.precision == "day" and meeting.ends_on > meeting.starts_on:
        spoken = f"{partial_date(machine)} – {partial_date(meeting.ends_on.isoformat())}"
    else:
        spoken = partial_date(machine)
    return format_html('<time datetime="{}">{}</time>', machine, spoken)


@register.filter
def or_not_stated(value):
    """Return the value, or the muted words "Not stated" when it is unknown."""
    if value is None or value == "":
        return format_html('<span class="not-stated">{}</span>', gettext("Not stated"))
    return value


@register.filter
def day(value) -> str:
    """Return a date as it is written in prose."""
    return date_format(value, "j F Y")


@register.simple_tag(takes_context=True)
def language_link(context, language: str) -> str:
    """Return the address of the present page in ``language``, its query string kept."""
    request = context.get("request")
    return translate_url(request.get_full_path(), language) if request else "/" if language == "sv" else f"/{language}/"
