"""Template tags of the directory: dates as exact as they are known, unknown said aloud, the other language's address."""

import re
from functools import lru_cache
from itertools import chain, zip_longest

from django import template
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory.countries import country_name
from directory.models import MeetingMode
from directory.text import readable_host

MOST_BEATS = 12
HOLE = "\0"
"""What stands in a card for a text that is filled in later; no text can hold it."""
FIELD_LABELS = {
    "other_names": _("Also known as:"),
    "focus": _("Works with:"),
    "place": _("Where:"),
    "organiser": _("Organiser:"),
    "topics": _("Meeting:"),
    "members": _("Members:"),
    "exchanges": _("Exchanges:"),
    "who": _("Open to:"),
    "about_focus": _("Focus area:"),
}

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
    return translate_url(request.get_full_path(), language) if request else "/" if language == "sv" else f"/{language}/"


@register.simple_tag
def networks_with(**chosen) -> str:
    """Return the address of the networks list with these choices made."""
    return reverse("directory:network-list", query=chosen)


@register.simple_tag
def facet_boxes(facet, is_counted: bool) -> str:
    """Return the boxes of a facet; when they are counted, each with how many rows it would give, and those of none disabled."""
    boxes = []
    for key, label, count, is_chosen in facet.choices:
        box, rest = _box(facet.name, key, label)
        state = " checked" if is_chosen else " disabled" if is_counted and not count else ""
        boxes.append(f"{box}{state}{rest} <b>{count}</b></label>" if is_counted else f"{box}{state}{rest}</label>")
    return mark_safe("\n".join(boxes))  # noqa: S308  keys and labels are escaped, the rest is ours


@lru_cache(maxsize=4_096)
def _box(name: str, key: str, label: str) -> tuple[str, str]:
    """Return the HTML of a box before and after its state."""
    return f'<label><input type="checkbox" name="{escape(name)}" value="{escape(key)}"', f">{escape(label)}"


@register.simple_tag
def network_card(network, level: int, today, found=None):
    """Return a network as lists show it, made once for each entry, language and day; where it was ``found``, as a hit."""
    if found is not None and found.words:
        return _hit(network, level, today, found)
    key = ("card", get_language(), level, today)
    if key not in network.fragments:
        around = _card_around_texts(network, level, today)
        network.fragments[key] = _filled(around, network.name, network.short_name, network.purpose)
    return network.fragments[key]


def _hit(network, level: int, today, found) -> str:
    """Return a network's card with the found words marked, and below it where else they were found."""
    reasons = {reason.field: reason for reason in found.reasons(network)}
    name, purpose, others = reasons.pop("name", None), reasons.pop("purpose", None), reasons.get("other_names")
    if others and _found_words(others) <= set(network.short_name.split()):
        del reasons["other_names"]
    card = _filled(
        _card_around_texts(network, level, today),
        _marked_in(network.name, name),
        _marked_in(network.short_name, others),
        _marked(purpose.pieces) if purpose else network.purpose,
    )
    return mark_safe(f'<div class="hit">{card}{_why(reasons.values())}</div>')  # noqa: S308  both parts are escaped when made


def _card_around_texts(network, level: int, today) -> list[str]:
    """Return a card's HTML before, between and after the name, short name and purpose; made once as the card is."""
    key = ("card around texts", get_language(), level, today)
    if key not in network.fragments:
        context = {"network": network, "level": level, "today": today, "name": HOLE, "short_name": HOLE, "purpose": HOLE}
        network.fragments[key] = render_to_string("components/network_card.html", context).split(HOLE)
    return network.fragments[key]


def _filled(around: list[str], *texts: str) -> str:
    """Return a card with these texts; one that is empty has no place in it."""
    pairs = zip_longest(around, map(conditional_escape, filter(None, texts)), fillvalue="")
    return mark_safe("".join(chain.from_iterable(pairs)))  # noqa: S308  a template's output and escaped texts


def _found_words(reason) -> set[str]:
    return {text for text, is_found in reason.pieces if is_found}


def _marked_in(text: str, reason) -> str:
    """Return a text, all of it, with the words by which it was found marked."""
    if reason is None:
        return text
    words = "|".join(map(re.escape, sorted(_found_words(reason), key=len, reverse=True)))
    parts = re.split(rf"\b({words})\b", text, flags=re.IGNORECASE)
    return _marked((part, number % 2) for number, part in enumerate(parts))


def _why(reasons) -> str:
    told = ((escape(FIELD_LABELS[one.field]), one.language, _marked(one.pieces)) for one in reasons)
    return "".join(f'<p class="why"><span class="soft">{a}</span> <span lang="{lang}">{b}</span></p>' for a, lang, b in told)


def _marked(pieces) -> str:
    """Return a text in pieces, the found ones marked, as HTML."""
    marked = (f"<mark>{escape(text)}</mark>" if is_found else escape(text) for text, is_found in pieces)
    return mark_safe("".join(marked))  # noqa: S308  every piece is escaped


@register.simple_tag
def networks_of(agency, snapshot) -> list:
    """Return the networks an agency is a member of."""
    return snapshot.networks_of(agency)


@register.filter
def reach(network) -> str:
    """Return how wide a network reaches, and where, as far as is stated: "Regional: Skåne län"."""
    places = ", ".join(filter(None, [*(county.name for county in network.counties), network.area]))
    abroad = country_name(network.country) if network.country and network.country != "SE" else ""
    return " · ".join(filter(None, [": ".join(filter(None, [str(network.level_label), places])), abroad]))


@register.filter
def next_meeting(network, today):
    """Return the network's next meeting from ``today`` on, or None."""
    return network.next_meeting(today)


@register.filter
def beats(rhythms) -> list[str]:
    """Return the mode of each meeting of a year, as far as they are counted: at most twelve."""
    return [rhythm.mode or "unknown" for rhythm in rhythms for _one in range(rhythm.per_year or 0)][:MOST_BEATS]


@register.filter
def rhythm_sentence(rhythms) -> str:
    """Return how a network meets in words: "4 meetings a year: 2 in person, 2 online"."""
    counted = [rhythm for rhythm in rhythms if rhythm.per_year]
    uncounted = [_meetings(rhythm.mode) for rhythm in rhythms if not rhythm.per_year]
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


def _meetings(mode: str) -> str:
    return {
        MeetingMode.IN_PERSON: gettext("meetings in person"),
        MeetingMode.ONLINE: gettext("meetings online"),
        MeetingMode.HYBRID: gettext("hybrid meetings"),
    }[mode]


register.filter("country_name", country_name)
