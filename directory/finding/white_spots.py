"""Where there are networks and where there are none: focus areas against counties, or against kinds of agency."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np

from directory.countries import HOME_COUNTRY
from directory.finding.entries import TermEntry
from directory.finding.facets import FIXED_VALUES
from directory.finding.snapshot import Snapshot
from directory.finding.waiting import TopicEntry
from directory.models import Level, Life

LIVING = tuple(value for value in FIXED_VALUES["life"] if value != Life.ENDED)
IN_THE_COUNTRY = {"country": HOME_COUNTRY}
NATIONAL = {"country": HOME_COUNTRY, "level": Level.NATIONAL.value}
COLUMNS = {"county": "counties", "who": "agency_kinds"}
"""What focus areas are set against, and the list of its values."""


@dataclass(frozen=True)
class Spot:
    """A cell: how many networks there are, the choices by which the list shows just these, and the topic, if it is one."""

    count: int
    chosen: dict[str, str | tuple[str, ...]]
    topic: TopicEntry | None = None


@dataclass(frozen=True)
class Row:
    """A focus area: its networks in the country, its national ones, and those of each column."""

    area: TermEntry
    in_the_country: Spot
    national: Spot
    spots: list[Spot]


@dataclass(frozen=True)
class WhiteSpots:
    """The table: what stands above its columns, and a row for each focus area."""

    terms: tuple[TermEntry, ...]
    rows: list[Row]

    @property
    def white(self) -> int:
        """How many cells hold no network."""
        return sum(spot.count == 0 for row in self.rows for spot in row.spots)


def white_spots(snapshot: Snapshot, by: str, today: datetime.date | None = None) -> WhiteSpots:
    """Return how many living networks each focus area has by ``county`` or by ``who``, the kind of agency, as of a day.

    A network counts where the list finds it: a national one in no county unless it names some. Among kinds of agency only
    the home country's networks count: a neighbour's municipalities fill no gap here.
    """
    terms = tuple(getattr(snapshot.terms, COLUMNS[by]).values())
    within = {} if by == "county" else IN_THE_COUNTRY
    columns = [IN_THE_COUNTRY, NATIONAL, *({**within, by: term.key} for term in terms)]
    rows, areas = [], snapshot.terms.focus_areas.values()
    for area, counts in zip(areas, _counts(snapshot, columns, today), strict=True):
        topics = [None, None, *(TopicEntry.of(snapshot, area.key, **{by: term.key}) for term in terms)]
        chosen = [{"focus": area.key, **column, "life": LIVING} for column in columns]
        in_the_country, national, *spots = map(Spot, counts, chosen, topics)
        rows.append(Row(area, in_the_country, national, spots))
    return WhiteSpots(terms, rows)


def _counts(snapshot: Snapshot, columns: list[dict[str, str]], today: datetime.date | None) -> list[list[int]]:
    """Return for each focus area how many living networks that lists show have all the values of each column."""
    choices = snapshot.choices
    living = choices.any_of("life", frozenset(LIVING))
    if today:
        living = living & choices.packed(~snapshot.old_on(today))
    masks = [[living, *(choices.any_of(facet, frozenset([key])) for facet, key in column.items())] for column in columns]
    return choices.count_each("focus", np.stack([np.bitwise_and.reduce(mask) for mask in masks]))
