"""What makes a network last, as far as it is known: five factors, each as the facts behind it with their dates, never a grade."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.finding import MeetingEntry
from directory.finding.entries import MaterialEntry, VisitEntry
from directory.models import Network, VisitState
from directory.services.host import Wheel


@dataclass(frozen=True)
class Factor:
    """One factor: what is known of it, and, apart from that, what nobody has stated."""

    name: str
    facts: tuple[str, ...]
    not_stated: tuple[str, ...]


def profile(
    network: Network,
    *,
    meetings: Sequence[MeetingEntry],
    wheel: Wheel | None,
    materials: Sequence[MaterialEntry],
    visits: Sequence[VisitEntry],
    today: datetime.date,
) -> list[Factor]:
    """Return the five factors of a network that is shown; ``wheel`` is None when no meeting names its host."""
    topics = [(meeting, item) for meeting in meetings for item in meeting.agenda]
    return [
        _factor(_("A clear purpose"), _purpose(network)),
        _factor(_("Engaged and active participants"), _members(network, wheel)),
        _factor(_("Shared responsibility for the agenda"), _agenda(topics, meetings, today)),
        _factor(_("Current topics, aimed at improving something"), _topics(topics, meetings, today)),
        _factor(_("Good relations that keep it alive"), _relations(network, materials, visits)),
    ]


Told = Iterator[tuple[str, bool]]
"""Sentences, each with whether it tells a fact rather than names what is not stated."""


def _factor(name: str, told: Told) -> Factor:
    told = list(told)
    return Factor(name, *(tuple(text for text, is_fact in told if is_fact == wanted) for wanted in (True, False)))


def _purpose(network: Network) -> Told:
    areas = len(network.focus_areas.all())
    if areas:
        yield ngettext("Works with %(count)d focus area", "Works with %(count)d focus areas", areas) % {"count": areas}, True
    if network.confirmed_on:
        yield _("Purpose and facts confirmed %(date)s") % {"date": _day(network.confirmed_on)}, True
    else:
        yield _("whether the network itself stands by what is said here"), False


def _members(network: Network, wheel: Wheel | None) -> Told:
    members = [one for one in network.memberships.all() if one.left_year is None]
    if members:
        count = len(members)
        yield ngettext("%(count)d member named", "%(count)d members named", count) % {"count": count}, True
    else:
        yield _("who the members are"), False
    joined = [one.joined_year for one in members if one.joined_year]
    if joined:
        yield _("The latest joined in %(year)d") % {"year": max(joined)}, True
    if wheel and wheel.turns:
        phrase = ngettext("%(count)d of %(all)d members has hosted", "%(count)d of %(all)d members have hosted", wheel.hosted)
        since = min((turn.first for turn in wheel.turns if turn.first), default=None)
        told = phrase % {"count": wheel.hosted, "all": len(wheel.turns)}
        yield _("%(told)s since %(year)d") % {"told": told, "year": since.year} if since else told, True
    else:
        yield _("who has hosted"), False


def _agenda(topics: list, meetings: Sequence[MeetingEntry], today: datetime.date) -> Told:
    bringing = {item.agency_slug for _meeting, item in topics if item.agency_slug}
    held = [meeting for meeting in meetings if not meeting.is_coming(today) and not meeting.is_cancelled]
    hosts = {meeting.host_slug for meeting in held if meeting.host_slug}
    if hosts:
        count = len(hosts)
        yield (
            ngettext("%(count)d agency has had a meeting", "%(count)d agencies have had a meeting", count) % {"count": count},
            True,
        )
    if bringing:
        count = len(bringing)
        yield (
            ngettext("%(count)d agency has brought topics", "%(count)d agencies have brought topics", count) % {"count": count},
            True,
        )
    else:
        yield _("who brings the topics"), False


def _topics(topics: list, meetings: Sequence[MeetingEntry], today: datetime.date) -> Told:
    a_year_ago = today - datetime.timedelta(365)
    past = [meeting for meeting in meetings if meeting.starts_on and not meeting.is_coming(today) and not meeting.is_cancelled]
    coming = [meeting for meeting in meetings if meeting.is_coming(today) and not meeting.is_cancelled]
    recent = [item for meeting, item in topics if meeting.starts_on and a_year_ago <= meeting.starts_on <= today]
    if past:
        latest = max(past, key=lambda meeting: meeting.starts_on)
        yield _("Latest known meeting: %(date)s") % {"date": latest.first_day}, True
    if coming:
        yield _("Next meeting: %(date)s") % {"date": min(coming, key=lambda meeting: meeting.starts_on).first_day}, True
    else:
        yield _("when it meets next"), False
    if recent:
        count = len(recent)
        yield ngettext("%(count)d topic in the last year", "%(count)d topics in the last year", count) % {"count": count}, True
    else:
        yield _("what it has talked about in the last year"), False


def _relations(network: Network, materials: Sequence[MaterialEntry], visits: Sequence[VisitEntry]) -> Told:
    held = [visit for visit in visits if visit.state == VisitState.HELD]
    shared, offered = len(materials), len(visits) - len(held)
    counted = (
        (shared, ngettext("%(count)d piece of shared material", "%(count)d pieces of shared material", shared)),
        (len(held), ngettext("%(count)d workplace visit held", "%(count)d workplace visits held", len(held))),
        (offered, ngettext("%(count)d workplace visit offered", "%(count)d workplace visits offered", offered)),
    )
    yield from ((phrase % {"count": count}, True) for count, phrase in counted if count)
    channels = [f"{channel.get_kind_display()}: {channel.used_for}" for channel in network.channels.all()]
    yield from ((told, True) for told in channels)
    if not materials and not visits and not channels:
        yield _("what the members share and how they talk between meetings"), False


def _day(day: datetime.date) -> str:
    return date_format(day, "j F Y")
