"""Whose turn it is to host a network's meetings, and turns that are swapped or passed."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import hosting
from directory.models import Agency, Meeting, MeetingState, Network, TurnChange, TurnChangeKind
from directory.models.revision import one_step


@dataclass(frozen=True)
class Turn:
    """A member in the line: how many meetings it has hosted, the latest day it did, and the day it is going to, if known."""

    agency: Agency
    times: int
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
    today = timezone.localdate()
    memberships = [one for one in network.memberships.all() if one.left_year is None]
    agencies = {one.agency_id: one.agency for one in memberships}
    members = [hosting.Member(one.agency_id, one.joined_year, one.agency.sort_key) for one in memberships]
    hosted = [hosting.Hosted(on, key) for key, on in _hostings(network)]
    changes = list(network.turn_changes.select_related("agency", "other"))
    past = [event for event in hosted if event.on <= today]
    times = hosting.times_hosted(members, past)
    latest = {event.key: event.on for event in past}
    planned = {event.key: event.on for event in reversed(hosted) if event.on > today}
    order = hosting.turns(members, [*map(_event, reversed(changes)), *hosted])
    return Wheel([Turn(agencies[key], times[key], latest.get(key), planned.get(key)) for key in order], changes)


def swap(*, network: Network, agency: int, other: int, reason: str, by: User) -> None:
    """Let two members, by their keys, exchange their turns. ``ValidationError`` when they cannot."""
    _change(network, by, kind=TurnChangeKind.SWAPPED, agency=agency, other=other, reason=reason)


def pass_turn(*, network: Network, agency: int, reason: str, by: User) -> None:
    """Let a member, by its key, wait for the next round. ``ValidationError`` when it cannot."""
    _change(network, by, kind=TurnChangeKind.PASSED, agency=agency, other=None, reason=reason)


def _change(network: Network, by: User, *, agency: int, other: int | None, **values) -> None:
    with one_step(by=by, why=_("Turns to host")):
        free = {turn.agency.pk for turn in wheel(network).turns if not turn.planned}
        if not {agency, other} - {None} <= free:
            raise ValidationError(_("Only members without a planned turn can swap or let it pass. Change the meeting instead."))
        change = TurnChange(network=network, agency_id=agency, other_id=other, **values)
        change.full_clean()
        change.save()


def _hostings(network: Network) -> list[tuple[int, datetime.date]]:
    """Return the agencies that host the network's dated meetings, each with the meeting's first day, in order."""
    held = (
        Meeting.objects.filter(network=network).exclude(host=None).exclude(starts_on=None).exclude(state=MeetingState.CANCELLED)
    )
    return list(held.order_by("starts_on", "pk").values_list("host_id", "starts_on"))


def _event(change: TurnChange) -> hosting.Passed | hosting.Swapped:
    if change.kind == TurnChangeKind.SWAPPED:
        return hosting.Swapped(change.made_on, change.agency_id, change.other_id)
    return hosting.Passed(change.made_on, change.agency_id)
