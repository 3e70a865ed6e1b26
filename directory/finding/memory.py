"""What networks have talked about, shared and shown: who, when, and when next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from directory.finding.entries import AgendaEntry, MaterialEntry, MeetingEntry, NetworkEntry, TermEntry, VisitEntry
from directory.text import bare, fold

TALK, MATERIAL, VISIT = "talk", "material", "visit"


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """Something that a network has or had on its agenda, shares or shows.

    ``meeting`` is where it was talked of; ``day`` the first day on which it may have been, None when no day is known, of
    material the first of its year. Without focus areas of its own it has those of its network.
    """

    what: str
    title: str
    label: str
    focus_areas: tuple[TermEntry, ...]
    agency_name: str
    agency_slug: str
    day: datetime.date | None
    meeting: MeetingEntry | None
    network: NetworkEntry
    url: str
    searched: str = field(repr=False)

    def is_coming(self, today: datetime.date) -> bool:
        """Tell whether it is yet to be talked of, on ``today`` or later, or a visit that is offered."""
        return self.meeting.is_coming(today) if self.meeting else self.what == VISIT and self.day is None


def memory_of(networks: Iterable[NetworkEntry]) -> tuple[MemoryEntry, ...]:
    """Return all that the networks have talked about, shared and shown, the latest first, undated last.

    What is made of a network is kept with it, from edition to edition.
    """
    entries = [entry for network in networks for entry in _kept(network)]
    return tuple(sorted(entries, key=lambda entry: (entry.day or datetime.date.min, entry.title), reverse=True))


def _kept(network: NetworkEntry) -> tuple[MemoryEntry, ...]:
    if "memory" not in network.fragments:
        network.fragments["memory"] = tuple(_of(network))
    return network.fragments["memory"]


def _of(network: NetworkEntry) -> Iterator[MemoryEntry]:
    for meeting in network.meetings:
        if not meeting.agenda:
            yield _entry(TALK, network, meeting.title, agency=(meeting.host_name, meeting.host_slug), meeting=meeting)
        for item in meeting.agenda:
            yield _entry(TALK, network, item.title, item, label=item.kind_label, url=item.url, meeting=meeting)
    for material in network.materials:
        day = datetime.date(material.year, 1, 1) if material.year else None
        yield _entry(MATERIAL, network, material.title, material, label=material.kind_label, url=material.url, day=day)
    for visit in network.visits:
        yield _entry(VISIT, network, visit.title, visit, label=visit.state_label, day=visit.held_on)


def _entry(
    what: str,
    network: NetworkEntry,
    title: str,
    told: AgendaEntry | MaterialEntry | VisitEntry | None = None,
    *,
    agency: tuple[str, str] = ("", ""),
    label: str = "",
    url: str = "",
    day: datetime.date | None = None,
    meeting: MeetingEntry | None = None,
) -> MemoryEntry:
    if told:
        agency = told.agency_name, told.agency_slug
    own = (told.focus_area,) if told and told.focus_area else network.focus_areas
    folded = fold(" ".join(filter(None, [title, meeting and meeting.title, network.name, agency[0]])))
    day = meeting.starts_on if meeting else day
    return MemoryEntry(what, title, label, own, *agency, day, meeting, network, url, f"{folded} {bare(folded)}")
