"""One immutable edition of all that is public."""

from __future__ import annotations

import datetime
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
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
class Snapshot:
    """Networks (the living first) and agencies in Swedish name order, and what it takes to find them.

    The row of a network is its place in ``networks``; ``postings``, ``choices`` and ``members`` speak of rows.
    """

    edition: Edition
    terms: Terms
    networks: tuple[NetworkEntry, ...]
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
        agencies = read_agencies(terms, _members(networks))
        return cls._of(edition, terms, networks, agencies, Postings.of([network.weighed for network in networks]), Vocabulary())

    def updated(self, edition: Edition, changed: set[int]) -> Snapshot:
        """Return the snapshot of a later edition, for which only the networks with these ids are read anew."""
        if self.terms.lack_a_country_of(changed):
            return self.build(edition)
        fresh = read_networks(self.terms, changed)
        networks = [network for network in self.networks if network.id not in changed]
        for network in fresh:
            insort(networks, network, key=_order)
        rows = [bisect_left(networks, _order(network), key=_order) for network in fresh]
        row_of_row = np.full(len(self.networks), -1)
        is_kept = np.fromiter((network.id not in changed for network in self.networks), bool, len(self.networks))
        row_of_row[is_kept] = np.delete(np.arange(len(networks)), rows)
        weighed = {row: network.weighed for row, network in zip(rows, fresh, strict=True)}
        postings = self.postings.updated(row_of_row, weighed, len(networks))
        agencies = self.agency_by_id | read_agencies(self.terms, _members(fresh))
        return self._of(edition, self.terms, networks, agencies, postings, self.vocabulary)

    @classmethod
    def _of(cls, edition, terms, networks, agencies, postings: Postings, earlier: Vocabulary) -> Snapshot:
        choices = Choices.of(terms.values_by_facet, [network.chosen for network in networks])
        agencies = _taking_part(agencies, networks)
        members = Members.of(tuple(agencies.values()), networks)
        vocabulary = earlier.following(postings)
        readings = Readings(vocabulary, postings)
        return cls(edition, terms, tuple(networks), agencies, postings, choices, members, vocabulary, readings)

    @property
    def agencies(self) -> tuple[AgencyEntry, ...]:
        return self.members.agencies

    @cached_property
    def meetings(self) -> tuple[MeetingEntry, ...]:
        return tuple(meeting for network in self.networks for meeting in network.meetings)

    def searched_texts(self, network: NetworkEntry) -> Iterator[tuple[str, str, str]]:
        """Yield (field, language, text) for each searched part of a network."""
        return searched_texts(network, [self.agency_by_id[pk].name for pk in network.member_ids])

    @cached_property
    def rows_by_name(self) -> dict[str, list[int]]:
        """The rows of the networks that have a name or short name, as names are compared."""
        rows = defaultdict(list)
        for row, network in enumerate(self.networks):
            for name in network.folded_names:
                rows[name].append(row)
        return rows

    @cached_property
    def living(self) -> int:
        """How many networks have not ended: they are the first rows."""
        return bisect_left(self.networks, True, key=lambda network: network.has_ended)

    def networks_of(self, agency: AgencyEntry) -> list[NetworkEntry]:
        """The networks an agency is a member of, in the order of their rows."""
        return [self.networks[row] for row in self.members.rows_of(agency.slug).tolist()]

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


def _taking_part(agencies: dict[int, AgencyEntry], networks: Iterable[NetworkEntry]) -> dict[int, AgencyEntry]:
    """Return those of the agencies that have or had a part in the networks, in name order."""
    named = sorted((agencies[pk] for pk in _members(networks)), key=lambda agency: (agency.sort_key, agency.id))
    return {agency.id: agency for agency in named}


def _order(network: NetworkEntry) -> tuple[bool, str, int]:
    """Return what networks are put in order by: the living first, then by name."""
    return network.has_ended, network.sort_key, network.id
