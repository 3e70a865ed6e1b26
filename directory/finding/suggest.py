"""What somebody may be about to type: networks, agencies and focus areas by their names, and words."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from directory.finding.entries import AgencyEntry, NetworkEntry, TermEntry
from directory.finding.query import Criteria, find
from directory.finding.snapshot import Snapshot
from directory.text import bare, fold

SHORTEST = 2
MOST_OF_EACH, MOST_LOOKED_AT = 4, 100
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A few of each kind, the likeliest first."""

    networks: tuple[NetworkEntry, ...] = ()
    agencies: tuple[AgencyEntry, ...] = ()
    focus_areas: tuple[TermEntry, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self):
        return bool(self.networks or self.agencies or self.focus_areas or self.words)


def suggest(snapshot: Snapshot, text: str, today: datetime.date | None = None) -> Suggestions:
    """Return what begins with or holds ``text``, which may end in the middle of a word; no network that is old by ``today``."""
    begun = fold(text)
    if len(begun) < SHORTEST:
        return Suggestions()
    return Suggestions(
        networks=_networks(snapshot, Criteria(text=text, is_being_typed=True, today=today), begun),
        agencies=_begun(begun, ((agency.folded, agency) for agency in snapshot.agencies)),
        focus_areas=_begun(begun, [(fold(area.name), area) for area in snapshot.terms.focus_areas.values()]),
        words=tuple(_completed(snapshot, begun)),
    )


def _networks(snapshot: Snapshot, criteria: Criteria, begun: str) -> tuple[NetworkEntry, ...]:
    """Return the networks found by all their texts, those in whose name a word begins so first."""
    found = find(snapshot, criteria).networks[:MOST_LOOKED_AT]
    named = _begun(begun, [(" ".join(network.folded_names), network) for network in found])
    return tuple({network.id: network for network in (*named, *found)}.values())[:MOST_OF_EACH]


def _begun(begun: str, named: Iterable[tuple[str, Thing]]) -> tuple[Thing, ...]:
    """Return the things in whose name a word begins so: those that begin with it first, the rest in their own order."""
    first, later = [], []
    for name, thing in named:
        if begun in (name[: len(begun)], bare(name[: len(begun)])):
            first.append(thing)
        elif f" {begun}" in name or f" {begun}" in bare(name):
            later.append(thing)
        if len(first) == MOST_OF_EACH:
            break
    return tuple((first + later)[:MOST_OF_EACH])


def _completed(snapshot: Snapshot, begun: str):
    """Yield the search with its last word completed, the commonest words first."""
    *before, last = begun.split()
    for word in snapshot.vocabulary.completions(last, MOST_OF_EACH):
        yield " ".join([*before, word])
