"""One immutable edition of all that is public."""

from __future__ import annotations

import datetime
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from directory.countries import HOME_COUNTRY
from directory.finding.choices import Choices
from directory.finding.entries import AgencyEntry, MeetingEntry, NetworkEntry
from directory.finding.layered import LayeredDict
from directory.finding.members import Members
from directory.finding.memory import MemoryEntry, memory_of
from directory.finding.postings import Postings
from directory.finding.reading import Terms, UnknownValue, read_networks, read_waiting, searched_texts
from directory.finding.readings import Readings
from directory.finding.vocabulary import Vocabulary
from directory.models import Edition
from directory.models.freshness import HIDDEN_AFTER, months_before

MANY = 100
"""From how many fresh networks it is quicker to put all postings together."""


@dataclass(frozen=True)
class Move:
    """How one list of networks became the next: by row, which went and which are fresh."""

    before: Sequence[NetworkEntry]
    networks: list[NetworkEntry]
    gone: dict[int, NetworkEntry]
    fresh: dict[int, NetworkEntry]

    @classmethod
    def of(cls, before: Sequence[NetworkEntry], gone: list[NetworkEntry], fresh: list[NetworkEntry]) -> Move:
        """Put ``fresh`` in the place of the networks ``gone``, which are among those before."""
        networks, rows = list(before), {_row(before, network): network for network in gone}
        for row in sorted(rows, reverse=True):
            del networks[row]
        for network in fresh:
            insort(networks, network, key=_order)
        return cls(before, networks, rows, {_row(networks, network): network for network in fresh})

    @property
    def keeps_rows(self) -> bool:
        return self.gone.keys() == self.fresh.keys()

    @property
    def keeps_members(self) -> bool:
        """Whether each row has the members it had."""
        return self.keeps_rows and all(_membership(network) == _membership(self.fresh[row]) for row, network in self.gone.items())

    @property
    def row_of_row(self) -> np.ndarray:
        """Where each row from before is now; any row where its network is gone."""
        row_of_row, is_kept = np.zeros(len(self.before), np.uint32), np.ones(len(self.before), bool)
        is_kept[list(self.gone)] = False
        row_of_row[is_kept] = np.delete(np.arange(len(self.networks), dtype=np.uint32), list(self.fresh))
        return row_of_row


@dataclass(frozen=True)
class Snapshot:
    """Networks (the living first) and agencies in Swedish name order, and what it takes to find them.

    The row of a network is its place in ``networks``; ``postings``, ``choices`` and ``members`` speak of rows.
    """

    edition: Edition
    terms: Terms
    networks: tuple[NetworkEntry, ...]
    network_by_id: LayeredDict[int, NetworkEntry]
    networks_by_name: LayeredDict[str, tuple[NetworkEntry, ...]]
    agency_by_id: dict[int, AgencyEntry]
    postings: Postings
    choices: Choices
    members: Members
    vocabulary: Vocabulary
    readings: Readings
    waiting: dict[tuple[str, str, str], int]
    """How many have confirmed that they wait for a topic: a focus area, a county and a kind of agency, or empty."""

    @classmethod
    def build(cls, edition: Edition) -> Snapshot:
        """Read the whole published directory; ``edition`` must have been read before."""
        terms = Terms()
        networks, agencies = read_networks(terms)
        networks.sort(key=_order)
        agencies = _taking_part(agencies, networks)
        postings = Postings.of([network.weighed for network in networks])
        vocabulary = Vocabulary().following(postings)
        return cls(
            edition,
            terms,
            tuple(networks),
            LayeredDict({network.id: network for network in networks}),
            LayeredDict().regrouped((), _named(networks)),
            agencies,
            postings,
            Choices.of(terms.values_by_facet, [network.chosen for network in networks]),
            Members.of(tuple(agencies.values()), networks),
            vocabulary,
            Readings(vocabulary, postings),
            read_waiting(),
        )

    def updated(self, edition: Edition, changed: set[int]) -> Snapshot:
        """Return the snapshot of a later edition, for which only the networks with these ids are read anew."""
        if not changed:
            return replace(self, edition=edition, waiting=read_waiting())
        try:
            fresh, read = read_networks(self.terms, changed)
        except UnknownValue:
            return self.build(edition)
        gone = [network for pk in changed if (network := self.network_by_id.get(pk))]
        move = Move.of(self.networks, gone, fresh)
        agencies, members = self._members_after(move, read)
        postings = self._postings_after(move)
        vocabulary = self.vocabulary.following(postings)
        return Snapshot(
            edition,
            self.terms,
            tuple(move.networks),
            self.network_by_id.moved_on(dict.fromkeys(changed) | {network.id: network for network in fresh}),
            self.networks_by_name.regrouped(_named(gone), _named(fresh)),
            agencies,
            postings,
            self._choices_after(move),
            members,
            vocabulary,
            self.readings.following(vocabulary, postings),
            read_waiting(),
        )

    def _postings_after(self, move: Move) -> Postings:
        if len(move.fresh) > MANY:
            return Postings.of([network.weighed for network in move.networks])
        gone, fresh = ({row: network.weighed for row, network in some.items()} for some in (move.gone, move.fresh))
        return self.postings.updated(gone, fresh, None if move.keeps_rows else move.row_of_row)

    def _choices_after(self, move: Move) -> Choices:
        if move.keeps_rows:
            return self.choices.updated({row: network.chosen for row, network in move.fresh.items()})
        return Choices.of(self.terms.values_by_facet, [network.chosen for network in move.networks])

    def _members_after(self, move: Move, read: dict[int, AgencyEntry]) -> tuple[dict[int, AgencyEntry], Members]:
        if move.keeps_members and read.items() <= self.agency_by_id.items():
            return self.agency_by_id, self.members
        agencies = _taking_part(self.agency_by_id | read, move.networks)
        return agencies, Members.of(tuple(agencies.values()), move.networks)

    @property
    def agencies(self) -> tuple[AgencyEntry, ...]:
        return self.members.agencies

    @cached_property
    def meetings(self) -> tuple[MeetingEntry, ...]:
        """All meetings by their first day, undated ones first."""
        meetings = (meeting for network in self.networks for meeting in network.meetings)
        return tuple(sorted(meetings, key=lambda meeting: (meeting.starts_on or datetime.date.min, meeting.title)))

    @cached_property
    def memory(self) -> tuple[MemoryEntry, ...]:
        """All that networks have talked about, shared and shown, the latest first."""
        return memory_of(self.networks)

    def searched_texts(self, network: NetworkEntry) -> Iterator[tuple[str, str, str]]:
        """Yield (field, language, text) for each searched part of a network."""
        return searched_texts(network, [self.agency_by_id[pk].name for pk in network.member_ids])

    def rows_named(self, name: str) -> list[int]:
        """Return the rows of the networks that have this name or short name, as names are compared."""
        return [_row(self.networks, network) for network in self.networks_by_name.get(name, ())]

    @cached_property
    def living(self) -> int:
        """How many networks have not ended: they are the first rows."""
        return bisect_left(self.networks, True, key=lambda network: network.has_ended)

    def networks_of(self, agency: AgencyEntry) -> list[NetworkEntry]:
        """The networks an agency is a member of, in the order of their rows."""
        return [self.networks[row] for row in self.members.rows_of(agency.slug).tolist()]

    def old_on(self, today: datetime.date) -> np.ndarray:
        """Return a flag for each row: whether so long has passed without a confirmation that lists leave the network out.

        One that has ended does not grow old: nobody is left to confirm it.
        """
        flags = self._old_by_day.get(today)
        if flags is None:
            flags = self._true_as_of <= months_before(today, HIDDEN_AFTER).toordinal()
            flags[self.living :] = False
            self._old_by_day[today] = flags
        return flags

    def current_on(self, today: datetime.date) -> list[NetworkEntry]:
        """Return the networks that lists show by themselves."""
        return [network for network, is_old in zip(self.networks, self.old_on(today).tolist(), strict=True) if not is_old]

    @cached_property
    def _old_by_day(self) -> dict[datetime.date, np.ndarray]:
        return {}

    @cached_property
    def _true_as_of(self) -> np.ndarray:
        """The day of each row's latest confirmation, as an ordinal."""
        return np.fromiter((network.true_as_of.toordinal() for network in self.networks), np.int64, len(self.networks))

    @cached_property
    def network_by_slug(self) -> dict[str, NetworkEntry]:
        return {network.slug: network for network in self.networks}

    @cached_property
    def areas_of_each(self) -> np.ndarray:
        """How many focus areas each network works with, by row."""
        return self.choices.how_many("focus")

    def coming_meetings(self, today: datetime.date) -> list[MeetingEntry]:
        """Meetings that may still take place, the nearest first."""
        return [meeting for meeting in self.meetings if meeting.is_coming(today)]

    def past_meetings(self, today: datetime.date) -> list[MeetingEntry]:
        """Meetings whose last possible day has passed, the latest first; undated ones last."""
        return [meeting for meeting in reversed(self.meetings) if not meeting.is_coming(today)]

    def newest_networks(self, most: int) -> list[NetworkEntry]:
        """The networks published last, the latest first; of those published together, the home country's."""
        return sorted(self.networks, key=lambda n: (n.published_at, n.country == HOME_COUNTRY, n.id), reverse=True)[:most]


def _members(networks: Iterable[NetworkEntry]) -> set[int]:
    """Return the ids of all agencies that are or were members of any of the networks."""
    return {pk for network in networks for pk in (*network.member_ids, *network.former_member_ids)}


def _named(networks: Iterable[NetworkEntry]) -> list[tuple[str, NetworkEntry]]:
    """Return the networks by each of their names, as names are compared."""
    return [(name, network) for network in networks for name in set(network.folded_names)]


def _membership(network: NetworkEntry) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return network.member_ids, network.former_member_ids


def _taking_part(agencies: dict[int, AgencyEntry], networks: Iterable[NetworkEntry]) -> dict[int, AgencyEntry]:
    """Return those of the agencies that have or had a part in the networks, in name order."""
    named = sorted((agencies[pk] for pk in _members(networks)), key=lambda agency: (agency.sort_key, agency.id))
    return {agency.id: agency for agency in named}


def _order(network: NetworkEntry) -> tuple[bool, str, int]:
    """Return what networks are put in order by: the living first, then by name."""
    return network.has_ended, network.sort_key, network.id


def _row(networks: Sequence[NetworkEntry], network: NetworkEntry) -> int:
    """Return where a network stands among networks in order."""
    return bisect_left(networks, _order(network), key=_order)
