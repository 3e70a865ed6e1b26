"""Answers a search from a snapshot: which networks, in which order, and how many each choice would give."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

import numpy as np

from directory.finding.entries import AgencyEntry, NetworkEntry
from directory.finding.facets import FACETS
from directory.finding.reasons import Reason, reasons
from directory.finding.search import Match, Search
from directory.finding.snapshot import Snapshot
from directory.finding.wording import Wording, read
from directory.text import fold

EXACT_NAME, STILL_LIVING = 1e6, 1e3
"""What outweighs any score of words: being called what is searched for, and not having ended."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is asked for. Values within one field widen the search, fields narrow it; an empty one asks nothing.

    Networks that have grown old by the day ``today`` are left out, or come last when ``shows_old``.
    """

    text: str = ""
    focus: frozenset[str] = frozenset()
    cpv: frozenset[str] = frozenset()
    country: frozenset[str] = frozenset()
    county: frozenset[str] = frozenset()
    level: frozenset[str] = frozenset()
    who: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    life: frozenset[str] = frozenset()
    openness: frozenset[str] = frozenset()
    mode: frozenset[str] = frozenset()
    rhythm: frozenset[str] = frozenset()
    exchange: frozenset[str] = frozenset()
    member: frozenset[str] = frozenset()
    is_being_typed: bool = False
    today: datetime.date | None = None
    shows_old: bool = False


class Hits(Sequence):
    """The networks found, best first, taken from the snapshot as they are asked for."""

    def __init__(self, snapshot: Snapshot, rows: np.ndarray):
        self._networks, self._rows = snapshot.networks, rows

    def __len__(self):
        return len(self._rows)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self._networks[row] for row in self._rows[place].tolist()]
        return self._networks[self._rows[place]]


@dataclass(frozen=True, slots=True)
class Found:
    """The networks that fit, best first; for each facet how many networks each of its values would give; how words were read.

    ``old`` is how many of the networks that fit have grown old, whether or not they are shown.
    """

    networks: Sequence[NetworkEntry]
    counts: dict[str, dict[str, int]]
    wording: Wording = field(default_factory=Wording)
    words: frozenset[str] = frozenset()
    corrected: dict[str, str] = field(default_factory=dict)
    snapshot: Snapshot | None = None
    old: int = 0
    whoever_is_member: np.ndarray | None = None
    """The networks that fit but for which agencies are members, as bits."""

    def members(self, most: int, name: str = "", chosen: Sequence[str] = ()) -> list[tuple[AgencyEntry, int]]:
        """Return the agencies in most of these networks, each with how many, as if no member had been asked for.

        The chosen ones (slugs) come first; ``name`` is what a word of an agency's name begins with, when only such are
        asked for.
        """
        if self.snapshot is None:
            return []
        members, begun = self.snapshot.members, fold(name)
        counts = members.count(self.snapshot.choices.rows(self.whoever_is_member))
        likeliest = np.argsort(-counts, kind="stable") if begun else _highest(counts, most)
        likeliest = likeliest[counts[likeliest] > 0].tolist()
        named = islice((place for place in likeliest if not begun or f" {begun}" in f" {members.agencies[place].folded}"), most)
        places = dict.fromkeys([*(members.place_by_slug[slug] for slug in chosen), *named])
        return [(members.agencies[place], int(counts[place])) for place in places]

    def reasons(self, network: NetworkEntry) -> list[Reason]:
        """Return why the network was found: the words that were read, where they stand."""
        return reasons(network, partial(self.snapshot.searched_texts, network), self.words)


def find(snapshot: Snapshot, criteria: Criteria) -> Found:
    """Return the networks that fit ``criteria``: by how well the words match, the living first, then by name."""
    choices, wording = snapshot.choices, read(criteria.text, is_being_typed=criteria.is_being_typed)
    match = Search(snapshot, wording, is_being_typed=criteria.is_being_typed).match()
    worded = choices.packed(match.flags)
    chosen = {facet: getattr(criteria, facet) for facet in FACETS}
    fitting = {facet: choices.any_of(facet, keys) for facet, keys in chosen.items() if keys}
    if criteria.member:
        fitting["member"] = choices.packed(snapshot.members.any_of(criteria.member))
    old = snapshot.old_on(criteria.today) if criteria.today else None
    has_old = old is not None and old.any()
    old_ones = choices.rows(_all_of(choices.packed(match.flags & old), fitting.values())) if has_old else ()
    if len(old_ones) and not criteria.shows_old:
        worded = choices.packed(match.flags & ~old)
    within = _all_of(worded, fitting.values())
    without = {facet: _all_of(worded, [bits for other, bits in fitting.items() if other != facet]) for facet in fitting}
    counts = choices.count_all(within) | {facet: choices.count(facet, bits) for facet, bits in without.items() if facet in FACETS}
    rows = choices.rows(within)
    if not wording.is_empty:
        rows = _ranked(snapshot, rows, match, fold(criteria.text))
    if len(old_ones) and criteria.shows_old:
        rows = rows[np.argsort(old[rows], kind="stable")]
    whoever = without.get("member", within)
    return Found(Hits(snapshot, rows), counts, wording, match.words, match.corrected, snapshot, len(old_ones), whoever)


def _highest(counts: np.ndarray, most: int) -> np.ndarray:
    """Return the places of the highest counts, these first; of equal ones the first."""
    unequal = counts * len(counts) - np.arange(len(counts))
    places = np.argpartition(-unequal, most)[:most] if most < len(counts) else np.arange(len(counts))
    return places[np.argsort(-unequal[places])]


def _all_of(start: np.ndarray, masks) -> np.ndarray:
    return np.bitwise_and.reduce([start, *masks], axis=0)


def _ranked(snapshot: Snapshot, rows: np.ndarray, match: Match, named: str) -> np.ndarray:
    """Return the rows by how well they fit; rows are in the order of the living and their names, which breaks ties."""
    worth = match.scores[rows].astype(np.float64)
    worth[: np.searchsorted(rows, snapshot.living)] += STILL_LIVING
    for row in snapshot.rows_named(named):
        worth[rows == row] += EXACT_NAME
    return rows[np.argsort(-worth, kind="stable")]
