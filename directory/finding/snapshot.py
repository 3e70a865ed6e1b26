"""One immutable edition of all that is public."""

from __future__ import annotations

import datetime
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from directory.countries import HOME_COUNTRY
from directory.finding.choices import Choices
from directory.finding.entries import AgencyEntry, MeetingEntry, NetworkEntry
from directory.finding.members import Members
from directory.finding.postings import Postings
from directory.finding.reading import Terms, read_agencies, read_networks, searched_texts
from directory.finding.readings import Readings
from directory.finding.vocabulary import Vocabulary
from directory.models import Edition


@dataclass(frozen=True)
class Move:
    """How one list of networks became the next: by row, which went and which are fresh, and where each row is now (-1: gone)."""

    networks: list[NetworkEntry]
    gone: dict[int, NetworkEntry]
    fresh: dict[int, NetworkEntry]
    row_of_row: np.ndarray

    @classmethod
    def of(cls, before: Sequence[NetworkEntry], changed: set[int], fresh: list[NetworkEntry]) -> Move:
        """Put ``fresh`` in the place of the networks ``changed`` (ids)."""
        networks = [network for network in before if network.id not in changed]
        for network in fresh:
            insort(networks, network, key=_order)
        gone = {row: network for row, network in enumerate(before) if network.id in changed}
        by_row = {bisect_left(networks, _order(network), key=_order): network for network in fresh}
        row_of_row, is_kept = np.full(len(before), -1), np.ones(len(before), bool)
        is_kept[list(gone)] = False
        row_of_row[is_kept] = np.delete(np.arange(len(networks)), list(by_row))
        return cls(networks, gone, by_row, row_of_row)

    @property
    def keeps_rows(self) -> bool:
        return self.gone.keys() == self.fresh.keys()

    @property
    def keeps_members(self) -> bool:
        """Whether each row has the members it had."""
        return self.keeps_rows and all(_membership(network) == _membership(self.fresh[row]) for row, network in self.gone.items())


@dataclass(frozen=True)
class Snapshot:
    """Networks (the living first) and agencies in Swedish name order, and what it takes to find them.

    The row of a network is its place in ``networks``; ``postings``, ``choices`` and ``members`` speak of rows.
    """

    edition: Edition
    terms: Terms
    networks: tuple[NetworkEntry, ...]
    networks_by_name: dict[str, tuple[NetworkEntry, ...]]
    agency_by_id: dict[int, AgencyEntry]
    postings: Postings
    choices: Choices
    members: Members
    vocabulary: Vocabulary
    readings: Readings

    @classmethod
    def build(cls, edition: Edition) -> Snapshot:
        """Read the whole published directory; ``edition`` must have been read before."""
        terms = Terms()
        networks = sorted(read_networks(terms), key=_order)
        agencies = _taking_part(read_agencies(terms, _members(networks)), networks)
        postings = Postings.of([network.weighed for network in networks])
        choices = Choices.of(terms.values_by_facet, [network.chosen for network in networks])
        members = Members.of(tuple(agencies.values()), networks)
        return cls._of(edition, terms, networks, _by_name({}, (), networks), agencies, postings, choices, members, Vocabulary())

    def updated(self, edition: Edition, changed: set[int]) -> Snapshot:
        """Return the snapshot of a later edition, for which only the networks with these ids are read anew."""
        if self.terms.lack_a_country_of(changed):
            return self.build(edition)
        move = Move.of(self.networks, changed, read_networks(self.terms, changed))
        networks, read = move.networks, read_agencies(self.terms, _members(move.fresh.values()))
        gone, fresh = ({row: network.weighed for row, network in some.items()} for some in (move.gone, move.fresh))
        postings = self.postings.updated(gone, fresh, move.row_of_row, len(networks))
        if move.keeps_rows:
            choices = self.choices.updated({row: network.chosen for row, network in move.fresh.items()})
        else:
            choices = Choices.of(self.terms.values_by_facet, [network.chosen for network in networks])
        if move.keeps_members and read.items() <= self.agency_by_id.items():
            agencies, members = self.agency_by_id, self.members
        else:
            agencies = _taking_part(self.agency_by_id | read, networks)
            members = Members.of(tuple(agencies.values()), networks)
        by_name = _by_name(self.networks_by_name, move.gone.values(), move.fresh.values())
        return self._of(edition, self.terms, networks, by_name, agencies, postings, choices, members, self.vocabulary)

    @classmethod
    def _of(cls, edition, terms, networks, by_name, agencies, postings, choices, members, earlier: Vocabulary) -> Snapshot:
        vocabulary = earlier.following(postings)
        readings = Readings(vocabulary, postings)
        return cls(edition, terms, tuple(networks), by_name, agencies, postings, choices, members, vocabulary, readings)

    @property
    def agencies(self) -> tuple[AgencyEntry, ...]:
        return self.members.agencies

    @cached_property
    def meetings(self) -> tuple[MeetingEntry, ...]:
        return tuple(meeting for network in self.networks for meeting in network.meetings)

    def searched_texts(self, network: NetworkEntry) -> Iterator[tuple[str, str, str]]:
        """Yield (field, language, text) for each searched part of a network."""
        return searched_texts(network, [self.agency_by_id[pk].name for pk in network.member_ids])

    def rows_named(self, name: str) -> list[int]:
        """Return the rows of the networks that have this name or short name, as names are compared."""
        return [bisect_left(self.networks, _order(one), key=_order) for one in self.networks_by_name.get(name, ())]

    @cached_property
    def living(self) -> int:
        """How many networks have not ended: they are the first rows."""
        return bisect_left(self.networks, True, key=lambda network: network.has_ended)

    def networks_of(self, agency: AgencyEntry) -> list[NetworkEntry]:
        """The networks an agency is a member of, in the order of their rows."""
        return [self.networks[row] for row in self.members.rows_of(agency.slug).tolist()]

    @cached_property
    def areas_of_each(self) -> np.ndarray:
        """How many focus areas each network works with, by row."""
        return self.choices.how_many("focus")

    @cached_property
    def network_by_id(self) -> dict[int, NetworkEntry]:
        return {network.id: network for network in self.networks}

    def coming_meetings(self, today: datetime.date) -> list[MeetingEntry]:
        """Meetings that may still take place, the nearest first."""
        return sorted((m for m in self.meetings if m.is_coming(today)), key=lambda m: (m.starts_on, m.title))

    def past_meetings(self, today: datetime.date) -> list[MeetingEntry]:
        """Meetings whose last possible day has passed, the latest first; undated ones last."""
        past = [m for m in self.meetings if not m.is_coming(today)]
        return sorted(past, key=lambda m: (m.starts_on or datetime.date.min, m.title), reverse=True)

    def newest_networks(self, most: int) -> list[NetworkEntry]:
        """The networks published last, the latest first; of those published together, the home country's."""
        return sorted(self.networks, key=lambda n: (n.published_at, n.country == HOME_COUNTRY, n.id), reverse=True)[:most]


def _members(networks: Iterable[NetworkEntry]) -> set[int]:
    """Return the ids of all agencies that are or were members of any of the networks."""
    return {pk for network in networks for pk in (*network.member_ids, *network.former_member_ids)}


def _by_name(
    before: dict[str, tuple[NetworkEntry, ...]], gone: Iterable[NetworkEntry], fresh: Iterable[NetworkEntry]
) -> dict[str, tuple[NetworkEntry, ...]]:
    """Return the networks by each of their folded names, when some of those before went and others came."""
    by_name = dict(before)
    for network in gone:
        for name in set(network.folded_names):
            by_name[name] = tuple(other for other in by_name[name] if other.id != network.id)
    for network in fresh:
        for name in set(network.folded_names):
            by_name[name] = (*by_name.get(name, ()), network)
    return by_name


def _membership(network: NetworkEntry) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return network.member_ids, network.former_member_ids


def _taking_part(agencies: dict[int, AgencyEntry], networks: Iterable[NetworkEntry]) -> dict[int, AgencyEntry]:
    """Return those of the agencies that have or had a part in the networks, in name order."""
    named = sorted((agencies[pk] for pk in _members(networks)), key=lambda agency: (agency.sort_key, agency.id))
    return {agency.id: agency for agency in named}


def _order(network: NetworkEntry) -> tuple[bool, str, int]:
    """Return what networks are put in order by: the living first, then by name."""
    return network.has_ended, network.sort_key, network.id
