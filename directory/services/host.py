"""Whose turn it is to host a network's meetings, and turns that are swapped or passed."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import hosting
from directory.models import Agency, Meeting, MeetingState, Network, TurnChange, TurnChangeKind
from directory.models.revision import one_step


@dataclass(frozen=True)
class Turn:
    """A member in the line: how many meetings it has hosted, the first and latest day it did, and the next, if planned."""

    agency: Agency
    times: int
    first: datetime.date | None
    latest: datetime.date | None
    planned: datetime.date | None


@dataclass(frozen=True)
class Wheel:
    """Who hosts: the members in the order of their turns, those that are planned to host last, and how turns were changed."""

    turns: list[Turn]
    changes: list[TurnChange]

    @property
    def next(self) -> Turn | None:
        """Whose turn it is; nobody's when all have a turn planned."""
        return next((turn for turn in self.turns if not turn.planned), None)

    @property
    def hosted(self) -> int:
        """How many members have hosted."""
        return sum(turn.times > 0 for turn in self.turns)

    @property
    def is_even(self) -> bool:
        return hosting.is_even([turn.times for turn in self.turns])


def wheel(network: Network) -> Wheel:
    """Return who has hosted the network's meetings and who is next, of its members of today."""
    return wheels([network])[0]


def wheels(networks: list[Network]) -> list[Wheel]:
    """Return the wheel of each of the networks, in as many queries as for one."""
    hosted = Meeting.objects.exclude(host=None).exclude(starts_on=None).exclude(state=MeetingState.CANCELLED)
    prefetch_related_objects(
        networks,
        "memberships__agency",
        Prefetch("turn_changes", TurnChange.objects.select_related("agency", "other")),
        Prefetch("meetings", hosted.order_by("starts_on", "pk"), to_attr="hosted_meetings"),
    )
    return [_wheel(network) for network in networks]


def whose_turn_it_is(agency: Agency, networks: list[int]) -> list[Network]:
    """Return those of the networks (ids) in which the agency is the next to host, of those that tell who hosts."""
    telling = list(Network.objects.filter(pk__in=networks, meetings__host__isnull=False).distinct())
    return [one for one, its in zip(telling, wheels(telling), strict=True) if its.next and its.next.agency == agency]


def _wheel(network: Network) -> Wheel:
    today = timezone.localdate()
    memberships = [one for one in network.memberships.all() if one.left_year is None]
    agencies = {one.agency_id: one.agency for one in memberships}
    members = [hosting.Member(one.agency_id, one.joined_year, one.agency.sort_key) for one in memberships]
    hosted = [hosting.Hosted(one.starts_on, one.host_id) for one in network.hosted_meetings]
    changes = list(network.turn_changes.all())
    past = [event for event in hosted if event.on <= today]
    times = hosting.times_hosted(members, past)
    first = {event.key: event.on for event in reversed(past)}
    latest = {event.key: event.on for event in past}
    planned = {event.key: event.on for event in reversed(hosted) if event.on > today}
    order = hosting.turns(members, [*map(_event, reversed(changes)), *hosted])
    turns = [Turn(agencies[key], times[key], first.get(key), latest.get(key), planned.get(key)) for key in order]
    return Wheel(turns, changes)


def swap(*, network: Network, agency: int, other: int, reason: str, by: User) -> None:
    """Let two members, by their keys, exchange their turns. ``ValidationError`` when they cannot."""
    _change(network, by, kind=TurnChangeKind.SWAPPED, agency=agency, other=other, reason=reason)


def pass_turn(*, network: Network, agency: int, reason: str, by: User) -> None:
    """Let a member, by its key, wait for the next round. ``ValidationError`` when it cannot."""
    _change(network, by, kind=TurnChangeKind.PASSED, agency=agency, other=None, reason=reason)


def _change(network: Network, by: User, *, agency: int, other: int | None, **values) -> None:
    with one_step(by=by, why=_("Turns to host")):
        free = {turn.agency.pk for turn in wheel(Network.objects.get(pk=network.pk)).turns if not turn.planned}
        if not {agency, other} - {None} <= free:
            raise ValidationError(_("Only members without a planned turn can swap or let it pass. Change the meeting instead."))
        change = TurnChange(network=network, agency_id=agency, other_id=other, **values)
        change.full_clean()
        change.save()


def _event(change: TurnChange) -> hosting.Passed | hosting.Swapped:
    if change.kind == TurnChangeKind.SWAPPED:
        return hosting.Swapped(change.made_on, change.agency_id, change.other_id)
    return hosting.Passed(change.made_on, change.agency_id)
