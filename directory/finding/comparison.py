"""Networks side by side, fact by fact: what they share, in what they differ, and what is not stated."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext_lazy as _

from directory.countries import country_name
from directory.finding.entries import MeetingEntry, NetworkEntry
from directory.models import Level, MeetingMode, Network
from directory.text import fold

MOST_BESIDES = 12
WITHIN_A_COUNTRY = {Level.LOCAL, Level.REGIONAL, None}


@dataclass(frozen=True)
class Side:
    """One of the networks compared: its entry, and its record for what entries do not hold."""

    network: NetworkEntry
    record: Network
    members: tuple[str, ...]
    next_meeting: MeetingEntry | None


@dataclass(frozen=True)
class Fact:
    """What is told of each network. ``value`` is what makes two alike, empty when it is not stated; without it none are.

    ``items`` are the names of a fact that is a list.
    """

    name: str
    label: str
    value: Callable[[Side], Hashable] | None = None
    items: Callable[[Side], tuple[str, ...]] | None = None


def _listed(name: str, label: str, items: Callable[[Side], tuple[str, ...]]) -> Fact:
    return Fact(name, label, lambda side: frozenset(items(side)), items)


def _names(terms) -> tuple[str, ...]:
    return tuple(term.name for term in terms)


def _meetings_per_year(side: Side) -> int | None:
    """Return how many there are when it is stated for every way they meet."""
    return side.network.meetings_per_year if all(rhythm.per_year for rhythm in side.network.rhythms) else None


def _modes(side: Side) -> tuple[str, ...]:
    return tuple(str(MeetingMode(mode).label) for mode in MeetingMode.values if mode in side.network.modes)


def _all_modes(side: Side) -> frozenset[str] | None:
    """Return how they meet when that is stated for all their meetings."""
    return side.network.modes if all(rhythm.mode for rhythm in side.network.rhythms) else None


def _counties(side: Side) -> tuple[str, ...]:
    return _names(side.network.counties)


def _place(side: Side) -> tuple | None:
    """Return where it is when that is known as closely as its level asks for."""
    network = side.network
    is_known = network.counties or network.area or (network.country and network.level not in WITHIN_A_COUNTRY)
    return (frozenset(_counties(side)), fold(network.area), network.country) if is_known else None


FACTS = (
    Fact("purpose", _("Purpose")),
    _listed("focus", _("Focus areas"), lambda side: _names(side.network.focus_areas)),
    _listed("exchange", _("What is exchanged"), lambda side: _names(side.network.exchanges)),
    _listed("who", _("Who can join"), lambda side: tuple(kind.name_plural for kind in side.network.admits)),
    Fact("openness", _("Can new members join?"), lambda side: side.network.openness_label),
    Fact("join", _("How to join")),
    Fact("rhythm", _("How often they meet"), _meetings_per_year),
    Fact("mode", _("How they meet"), _all_modes, _modes),
    Fact("meeting", _("Next meeting")),
    Fact("level", _("Level"), lambda side: side.network.level_label),
    Fact("place", _("Where"), _place, _counties),
    Fact("members", _("Members"), None, lambda side: side.members),
    Fact("size", _("Size")),
    Fact("organiser", _("Organiser"), lambda side: fold(side.network.organiser)),
    Fact("kind", _("Kind of network"), lambda side: side.network.kind_label),
    Fact("life", _("Status"), lambda side: side.network.life_label),
    Fact("began", _("Began"), lambda side: side.record.founded_year),
    Fact("website", _("Website")),
    Fact("confirmed", _("Last confirmed")),
)
"""In the order of the page. Two prose texts, dates or lists of members that may be incomplete are not said to differ."""


@dataclass(frozen=True)
class Cell:
    """One network's answer; of a list, what others have too and what is besides."""

    side: Side
    value: Hashable
    shared: list[str]
    besides: list[str]

    @property
    def first_besides(self) -> list[str]:
        return self.besides[:MOST_BESIDES]

    @property
    def more(self) -> int:
        """How many of what it has besides are left to its own page."""
        return len(self.besides[MOST_BESIDES:])

    @property
    def country(self) -> str:
        return country_name(self.side.network.country) if self.side.network.country else ""


class Row:
    """One fact of all the networks. What is not stated is neither like nor unlike anything."""

    def __init__(self, fact: Fact, sides: list[Side]):
        self.name, self.label, self.is_list = fact.name, fact.label, fact.items is not None
        values = [fact.value(side) if fact.value else None for side in sides]
        stated = {value for value in values if value}
        self.differs, self.is_the_same = len(stated) > 1, len(stated) == 1 and all(values)
        items = [fact.items(side) if fact.items else () for side in sides]
        counts = Counter(chain.from_iterable(items))
        self.shared = {item for item, count in counts.items() if count > 1}
        self.cells = [
            Cell(side, value, *_parted(some, self.shared)) for side, value, some in zip(sides, values, items, strict=True)
        ]


def _parted(items: tuple[str, ...], shared: set[str]) -> tuple[list[str], list[str]]:
    return [item for item in items if item in shared], [item for item in items if item not in shared]
