"""What a network might be about: a focus area and, if that is said, where or among whom; and how many wait for it."""

from __future__ import annotations

from dataclasses import dataclass

from directory.finding.entries import TermEntry
from directory.finding.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A topic, whether or not anybody waits for it."""

    area: TermEntry
    county: TermEntry | None = None
    agency_kind: TermEntry | None = None
    waiting: int = 0

    @classmethod
    def of(cls, snapshot: Snapshot, focus: str, county: str = "", who: str = "") -> TopicEntry:
        """Return the topic with these keys of the directory's lists; an empty one says nothing."""
        terms = snapshot.terms
        kind, waiting = terms.agency_kinds.get(who), snapshot.waiting.get((focus, county, who), 0)
        return cls(terms.focus_areas[focus], terms.counties.get(county), kind, waiting)

    @property
    def name(self) -> str:
        return ", ".join(filter(None, [self.area.name, self.narrowed]))

    @property
    def narrowed(self) -> str:
        """Where, and among whom: what is said of it beside its focus area."""
        return ", ".join(filter(None, [self.county and self.county.name, self.agency_kind and self.agency_kind.name_plural]))

    @property
    def chosen(self) -> dict[str, str]:
        """What stands of it in an address."""
        parts = {"focus": self.area, "county": self.county, "who": self.agency_kind}
        return {name: term.key for name, term in parts.items() if term}


def topics_waited_for(snapshot: Snapshot, focus: str = "") -> list[TopicEntry]:
    """Return the topics somebody waits for, of one focus area or all: those that most wait for first."""
    topics = [TopicEntry.of(snapshot, *keys) for keys in snapshot.waiting if focus in ("", keys[0])]
    return sorted(topics, key=lambda topic: (-topic.waiting, topic.name))
