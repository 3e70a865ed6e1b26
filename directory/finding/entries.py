"""What lists, filters and search know of each thing: immutable, read once, shared by all requests."""

import datetime
from dataclasses import dataclass, field
from functools import lru_cache

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language

from directory.models import (
    AgendaKind,
    Level,
    Life,
    MaterialKind,
    MeetingMode,
    MeetingState,
    NetworkKind,
    Openness,
    Precision,
    VisitState,
)
from directory.models.network import last_vouched_for


@lru_cache
def _address(name: str, language: str | None) -> str:
    """Return what stands before the slug in the addresses of that name, in the language that is active."""
    return reverse(f"directory:{name}", args=["-"]).removesuffix("-/")


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One choice of a list, named in both languages. ``key`` is what stands in an address."""

    key: str
    name_sv: str
    name_en: str
    plural_sv: str = ""
    plural_en: str = ""
    description_sv: str = ""
    description_en: str = ""

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_sv

    @property
    def name_plural(self) -> str:
        return (self.plural_en if get_language() == "en" else self.plural_sv) or self.name

    @property
    def description(self) -> str:
        return self.description_en if get_language() == "en" else self.description_sv

    @property
    def url(self) -> str:
        """The page of a focus area; the other lists have none."""
        return _address("focus-area-detail", get_language()) + self.key + "/"


@dataclass(frozen=True, slots=True)
class RhythmEntry:
    """How a network meets in one mode; either part may be unknown (None)."""

    mode: str | None
    per_year: int | None

    @property
    def mode_label(self) -> str:
        return str(MeetingMode(self.mode).label) if self.mode else ""


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """A topic of a meeting."""

    title: str
    kind: str | None
    focus_area: TermEntry | None
    agency_name: str
    agency_slug: str
    outcome: str
    url: str

    @property
    def kind_label(self) -> str:
        return str(AgendaKind(self.kind).label) if self.kind else ""


@dataclass(frozen=True, slots=True)
class MaterialEntry:
    """Something that a member shares; without ``url`` it stays inside the network."""

    title: str
    kind: str
    focus_area: TermEntry | None
    agency_name: str
    agency_slug: str
    url: str
    year: int | None
    licence: str

    @property
    def kind_label(self) -> str:
        return str(MaterialKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class VisitEntry:
    """A visit to a member's workplace, offered or held."""

    title: str
    state: str
    focus_area: TermEntry | None
    agency_name: str
    agency_slug: str
    held_on: datetime.date | None

    @property
    def state_label(self) -> str:
        return str(VisitState(self.state).label)


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """A meeting as lists and calendars show it; see ``Meeting`` for what its days and times mean."""

    uid: str
    sequence: int
    changed_at: datetime.datetime
    title: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    precision: str | None
    start_time: datetime.time | None
    end_time: datetime.time | None
    time_zone: str
    mode: str | None
    place: str
    state: str
    capacity: str
    how_to_take_part: str
    preparation: str
    host_name: str
    host_slug: str
    network_name: str
    network_slug: str
    network_language: str
    agenda: tuple[AgendaEntry, ...]
    searched: str = field(repr=False)
    """All that a search looks at, as words are compared, and again for keyboards without å, ä and ö."""
    fragments: dict = field(default_factory=dict, repr=False, compare=False)
    """What has been made of it for readers, kept as long as the entry itself."""

    @property
    def mode_label(self) -> str:
        return str(MeetingMode(self.mode).label) if self.mode else ""

    @property
    def is_cancelled(self) -> bool:
        return self.state == MeetingState.CANCELLED

    @property
    def is_known_to_the_day(self) -> bool:
        return self.precision == Precision.DAY

    @property
    def month(self) -> datetime.date | None:
        """The first day of the month it begins in; None when no more than the year is known."""
        return self.starts_on.replace(day=1) if self.precision in (Precision.DAY, Precision.MONTH) else None

    @property
    def first_day(self) -> str:
        """Its first day, month or year in words, as exactly as it is known; it must be dated."""
        return date_format(self.starts_on, {Precision.DAY: "j F Y", Precision.MONTH: "F Y"}.get(self.precision, "Y"))

    @property
    def network_url(self) -> str:
        return _address("network-detail", get_language()) + self.network_slug + "/"

    def is_coming(self, today: datetime.date) -> bool:
        """Tell whether it may still take place: the last day its date allows is ``today`` or later."""
        return self.ends_on is not None and self.ends_on >= today


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """An agency that has or had a part in a published network."""

    id: int
    name: str
    slug: str
    kind: TermEntry | None
    county: TermEntry | None
    country: str | None
    sort_key: str = field(repr=False)
    folded: str = field(repr=False)

    @property
    def url(self) -> str:
        return _address("agency-detail", get_language()) + self.slug + "/"


@dataclass(frozen=True, slots=True)
class NetworkEntry:
    """All that lists, filters and search need to know of one published network."""

    id: int
    name: str
    short_name: str
    other_names: str
    slug: str
    purpose: str
    language: str
    organiser: str
    kind: str | None
    level: str | None
    life: str | None
    ended_year: int | None
    openness: str | None
    country: str | None
    area: str
    counties: tuple[TermEntry, ...]
    focus_areas: tuple[TermEntry, ...]
    cpv_divisions: tuple[TermEntry, ...]
    exchanges: tuple[TermEntry, ...]
    admits: tuple[TermEntry, ...]
    rhythms: tuple[RhythmEntry, ...]
    member_ids: tuple[int, ...]
    former_member_ids: tuple[int, ...]
    stated_size: int | None
    stated_size_unit: str
    meetings: tuple[MeetingEntry, ...]
    materials: tuple[MaterialEntry, ...]
    visits: tuple[VisitEntry, ...]
    published_at: datetime.datetime
    confirmed_on: datetime.date | None
    sort_key: str = field(repr=False)
    folded_names: tuple[str, ...] = field(repr=False)
    """Its name and short name, as they are compared."""
    weighed: tuple[bytes, bytes] = field(repr=False)
    """The words of its texts and how much each counts, as ``postings.weigh`` gives them."""
    chosen: bytes = field(repr=False)
    """The numbers of its values in ``Choices``."""
    fragments: dict = field(default_factory=dict, repr=False, compare=False)
    """What has been made of it for readers, kept as long as the entry itself."""

    @property
    def url(self) -> str:
        return _address("network-detail", get_language()) + self.slug + "/"

    @property
    def has_ended(self) -> bool:
        return self.life == Life.ENDED

    @property
    def life_label(self) -> str:
        return str(Life(self.life).label) if self.life else ""

    @property
    def level_label(self) -> str:
        return str(Level(self.level).label) if self.level else ""

    @property
    def kind_label(self) -> str:
        return str(NetworkKind(self.kind).label) if self.kind else ""

    @property
    def openness_label(self) -> str:
        return str(Openness(self.openness).label) if self.openness else ""

    @property
    def meetings_per_year(self) -> int | None:
        stated = [rhythm.per_year for rhythm in self.rhythms if rhythm.per_year is not None]
        return sum(stated) if stated else None

    @property
    def modes(self) -> frozenset[str]:
        return frozenset(rhythm.mode for rhythm in self.rhythms if rhythm.mode)

    @property
    def true_as_of(self) -> datetime.date:
        """The day on which somebody last vouched for all that is said of it."""
        return last_vouched_for(self.published_at, self.confirmed_on)

    def next_meeting(self, today: datetime.date) -> MeetingEntry | None:
        """The first meeting that may still take place and is not cancelled."""
        coming = [m for m in self.meetings if m.is_coming(today) and not m.is_cancelled]
        return min(coming, key=lambda meeting: meeting.starts_on, default=None)
