"""One immutable edition of all that is public, read from the database in a fixed number of queries."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import get_language

from directory.models import (
    Agency,
    AgencyKind,
    County,
    CpvDivision,
    Exchange,
    FocusArea,
    Level,
    Life,
    Meeting,
    MeetingMode,
    MeetingState,
    Membership,
    Network,
    NetworkKind,
    Openness,
)
from directory.text import bare, fold


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
        return reverse("directory:focus-area-detail", args=[self.key])


@dataclass(frozen=True, slots=True)
class RhythmEntry:
    """How a network meets in one mode; either part may be unknown (None)."""

    mode: str | None
    per_year: int | None

    @property
    def mode_label(self) -> str:
        return MeetingMode(self.mode).label if self.mode else ""


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """A meeting as lists show it; see ``Meeting`` for what its days mean."""

    title: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    precision: str | None
    mode: str | None
    place: str
    state: str
    host_name: str
    host_slug: str
    network_name: str
    network_slug: str
    network_language: str

    @property
    def mode_label(self) -> str:
        return MeetingMode(self.mode).label if self.mode else ""

    @property
    def is_cancelled(self) -> bool:
        return self.state == MeetingState.CANCELLED

    @property
    def network_url(self) -> str:
        return reverse("directory:network-detail", args=[self.network_slug])

    def is_coming(self, today: datetime.date) -> bool:
        """Tell whether it may still take place: the last day its date allows is ``today`` or later."""
        return self.ends_on is not None and self.ends_on >= today


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """An agency and the published networks it takes part in, by id."""

    id: int
    name: str
    slug: str
    kind: TermEntry | None
    county: TermEntry | None
    country: str | None
    networks: tuple[int, ...]
    folded: str

    @property
    def url(self) -> str:
        return reverse("directory:agency-detail", args=[self.slug])


@dataclass(frozen=True, slots=True)
class NetworkEntry:
    """All that lists, filters and search need to know of one published network."""

    id: int
    name: str
    short_name: str
    slug: str
    purpose: str
    language: str
    organiser: str
    kind: str | None
    level: str | None
    life: str | None
    openness: str | None
    country: str | None
    area: str
    counties: tuple[TermEntry, ...]
    focus_areas: tuple[TermEntry, ...]
    exchanges: tuple[TermEntry, ...]
    admits: tuple[TermEntry, ...]
    rhythms: tuple[RhythmEntry, ...]
    member_ids: tuple[int, ...]
    stated_size: int | None
    stated_size_unit: str
    meetings: tuple[MeetingEntry, ...]
    published_at: datetime.datetime
    confirmed_on: datetime.date | None
    texts: tuple[tuple[float, str, str], ...] = field(repr=False)
    """What is searched: (weight, folded text, the same without å ä ö), the name first."""

    @property
    def url(self) -> str:
        return reverse("directory:network-detail", args=[self.slug])

    @property
    def folded_names(self) -> tuple[str, str]:
        """Its name and short name, as they are compared."""
        return fold(self.name), fold(self.short_name)

    @property
    def has_ended(self) -> bool:
        return self.life == Life.ENDED

    @property
    def life_label(self) -> str:
        return Life(self.life).label if self.life else ""

    @property
    def level_label(self) -> str:
        return Level(self.level).label if self.level else ""

    @property
    def kind_label(self) -> str:
        return NetworkKind(self.kind).label if self.kind else ""

    @property
    def openness_label(self) -> str:
        return Openness(self.openness).label if self.openness else ""

    @property
    def meetings_per_year(self) -> int | None:
        stated = [rhythm.per_year for rhythm in self.rhythms if rhythm.per_year is not None]
        return sum(stated) if stated else None

    @property
    def modes(self) -> frozenset[str]:
        return frozenset(rhythm.mode for rhythm in self.rhythms if rhythm.mode)

    def next_meeting(self, today: datetime.date) -> MeetingEntry | None:
        """The first meeting that may still take place and is not cancelled."""
        coming = [m for m in self.meetings if m.is_coming(today) and not m.is_cancelled]
        return min(coming, key=lambda meeting: meeting.starts_on, default=None)


@dataclass(frozen=True)
class Snapshot:
    """One edition: networks and agencies in Swedish name order, meetings by date, and the lists' terms by key."""

    stamp: uuid.UUID | None
    networks: tuple[NetworkEntry, ...]
    agencies: tuple[AgencyEntry, ...]
    meetings: tuple[MeetingEntry, ...]
    focus_areas: dict[str, TermEntry]
    counties: dict[str, TermEntry]
    agency_kinds: dict[str, TermEntry]
    cpv_divisions: dict[str, TermEntry]
    exchanges: dict[str, TermEntry]

    @cached_property
    def network_by_id(self) -> dict[int, NetworkEntry]:
        return {network.id: network for network in self.networks}

    @cached_property
    def agency_by_id(self) -> dict[int, AgencyEntry]:
        return {agency.id: agency for agency in self.agencies}

    def coming_meetings(self, today: datetime.date) -> list[MeetingEntry]:
        """Meetings that may still take place, the nearest first."""
        return sorted((m for m in self.meetings if m.is_coming(today)), key=lambda m: (m.starts_on, m.title))

    def past_meetings(self, today: datetime.date) -> list[MeetingEntry]:
        """Meetings whose last possible day has passed, the latest first; undated ones last."""
        past = [m for m in self.meetings if not m.is_coming(today)]
        return sorted(past, key=lambda m: (m.starts_on or datetime.date.min, m.title), reverse=True)

    def newest_networks(self, most: int) -> list[NetworkEntry]:
        """The networks published last, the latest first."""
        return sorted(self.networks, key=lambda n: (n.published_at, n.id), reverse=True)[:most]


def build_snapshot(stamp: uuid.UUID | None) -> Snapshot:
    """Read the published directory and label it with ``stamp``, which must have been read before."""
    terms = Terms()
    meetings_of = defaultdict(list)
    for meeting in Meeting.objects.filter(network__in=Network.objects.published()).select_related("network", "host"):
        meetings_of[meeting.network_id].append(meeting_entry(meeting))
    networks = tuple(_network_entry(network, terms, meetings_of[network.pk]) for network in _published_networks())
    return Snapshot(
        stamp=stamp,
        networks=networks,
        agencies=tuple(_agency_entries(networks, terms)),
        meetings=tuple(meeting for network in networks for meeting in network.meetings),
        **{name: {term.key: term for term in of_model.values()} for name, of_model in vars(terms).items()},
    )


class Terms:
    """The entries of each list by database id, made once and shared by all that name them."""

    def __init__(self):
        self.focus_areas = _terms(FocusArea, "slug")
        self.counties = _terms(County, "code")
        self.agency_kinds = _terms(AgencyKind, "code")
        self.cpv_divisions = _terms(CpvDivision, "code")
        self.exchanges = _terms(Exchange, "code")


def _published_networks():
    return (
        Network.objects.published()
        .order_by("sort_key", "pk")
        .prefetch_related(
            "focus_areas", "counties", "admits", "exchanges", "cpv_divisions", "rhythms",
            Prefetch("memberships", Membership.objects.filter(left_year__isnull=True).select_related("agency")),
        )
    )  # fmt: skip


def _network_entry(network: Network, terms: Terms, meetings: list[MeetingEntry]) -> NetworkEntry:
    return NetworkEntry(
        **{name: getattr(network, name) for name in PLAIN_FIELDS},
        counties=tuple(terms.counties[county.pk] for county in network.counties.all()),
        focus_areas=tuple(terms.focus_areas[area.pk] for area in network.focus_areas.all()),
        exchanges=tuple(terms.exchanges[exchange.pk] for exchange in network.exchanges.all()),
        admits=tuple(terms.agency_kinds[kind.pk] for kind in network.admits.all()),
        rhythms=tuple(RhythmEntry(r.mode, r.per_year) for r in network.rhythms.all()),
        member_ids=tuple(membership.agency_id for membership in network.memberships.all()),
        meetings=tuple(meetings),
        texts=tuple((weight, fold(text), bare(fold(text))) for weight, text in _searched_texts(network)),
    )


PLAIN_FIELDS = (
    "id", "name", "short_name", "slug", "purpose", "language", "organiser", "kind", "level", "life", "openness", "country",
    "area", "stated_size", "stated_size_unit", "published_at", "confirmed_on",
)  # fmt: skip


def _searched_texts(network: Network):
    """Yield (weight, text) for each searched part; a match in the name counts most."""
    yield 10, network.name
    yield 9, " ".join([network.short_name, *network.other_name_list])
    for term in [*network.focus_areas.all(), *network.cpv_divisions.all()]:
        yield 4, f"{term.name_sv} {term.name_en}"
    yield 3, network.purpose
    yield 3, " ".join([*(county.name_sv for county in network.counties.all()), network.area])
    yield 2, network.organiser
    yield 1, " ".join(membership.agency.name for membership in network.memberships.all())


def meeting_entry(meeting: Meeting) -> MeetingEntry:
    """Return a meeting as lists show it, wherever it was read."""
    return MeetingEntry(
        title=meeting.title,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        precision=meeting.precision,
        mode=meeting.mode,
        place=meeting.place,
        state=meeting.state,
        host_name=meeting.host.name if meeting.host else "",
        host_slug=meeting.host.slug if meeting.host else "",
        network_name=meeting.network.name,
        network_slug=meeting.network.slug,
        network_language=meeting.network.language,
    )


def _agency_entries(networks: tuple[NetworkEntry, ...], terms: Terms):
    networks_of = defaultdict(list)
    for network in networks:
        for agency_id in network.member_ids:
            networks_of[agency_id].append(network.id)
    for agency in Agency.objects.in_published_networks().order_by("sort_key", "pk"):
        yield AgencyEntry(
            id=agency.pk,
            name=agency.name,
            slug=agency.slug,
            kind=terms.agency_kinds.get(agency.kind_id),
            county=terms.counties.get(agency.county_id),
            country=agency.country,
            networks=tuple(networks_of[agency.pk]),
            folded=fold(f"{agency.name} {agency.other_names}"),
        )


def _terms(model, key: str) -> dict[int, TermEntry]:
    return {
        term.pk: TermEntry(
            key=getattr(term, key),
            name_sv=term.name_sv,
            name_en=term.name_en,
            plural_sv=getattr(term, "name_plural_sv", ""),
            plural_en=getattr(term, "name_plural_en", ""),
            description_sv=getattr(term, "description_sv", ""),
            description_en=getattr(term, "description_en", ""),
        )
        for term in model.objects.all()
    }
