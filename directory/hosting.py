"""Who hosts next: longest since hosting first, ties by joining, and turns that are swapped or passed. Pure functions.

Everything that has happened is an event, told in the order it happened. Hosting and passing send a member to the end of
the line; a swap exchanges the places of two and of nobody else. The past is only read.
"""

import datetime
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Member:
    """Somebody who takes turns; ``joined`` is the year, if known, ``order`` what decides between those who joined together."""

    key: Hashable
    joined: int | None = None
    order: str = ""


@dataclass(frozen=True)
class Hosted:
    """That a member hosted on a day, or is going to."""

    on: datetime.date
    key: Hashable


@dataclass(frozen=True)
class Passed:
    """That a member let a turn pass on a day, and so waits for the next round."""

    on: datetime.date
    key: Hashable


@dataclass(frozen=True)
class Swapped:
    """That two members exchanged their turns on a day."""

    on: datetime.date
    key: Hashable
    other: Hashable


Event = Hosted | Passed | Swapped


def turns(members: Iterable[Member], events: Iterable[Event]) -> list[Hashable]:
    """Return the keys of the members in the order in which they host next, each once.

    Events of those who are no members any longer count for nobody else.
    """
    ties = {one.key: (one.joined or 0, one.order, number) for number, one in enumerate(members)}
    places = {key: (datetime.date.min, *tie) for key, tie in ties.items()}
    for event in sorted(events, key=lambda event: event.on):
        if event.key not in places:
            continue
        if isinstance(event, Swapped):
            if event.other in places:
                places[event.key], places[event.other] = places[event.other], places[event.key]
        else:
            places[event.key] = (event.on, *ties[event.key])
    return sorted(places, key=places.__getitem__)


def times_hosted(members: Iterable[Member], events: Iterable[Event]) -> dict[Hashable, int]:
    """Return how many times each member has hosted."""
    hosted = Counter(event.key for event in events if isinstance(event, Hosted))
    return {one.key: hosted[one.key] for one in members}


def is_even(counts: Sequence[int]) -> bool:
    """Tell whether nobody has hosted twice more than somebody else has."""
    return not counts or max(counts) - min(counts) <= 1
