"""Reads entries from the database, in a number of queries that does not grow with the rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from django.db.models import Prefetch, QuerySet

from directory.countries import country_name
from directory.finding.entries import AgencyEntry, MeetingEntry, NetworkEntry, RhythmEntry, TermEntry
from directory.finding.facets import FACETS, values_by_facet
from directory.finding.postings import weigh
from directory.finding.words import ENGLISH, STOPWORDS, SWEDISH, chunks, stem
from directory.models import Agency, AgencyKind, County, CpvDivision, Exchange, FocusArea, Meeting, Membership, Network, Synonym
from directory.text import fold


class Terms:
    """The entries of the directory's lists, made once and shared by all that name them: by key, and by database id."""

    def __init__(self):
        self._by_id = {name: _terms(model, key) for name, (model, key) in LISTS.items()}
        self.focus_areas, self.counties, self.agency_kinds, self.cpv_divisions, self.exchanges = (
            {term.key: term for term in terms.values()} for terms in self._by_id.values()
        )
        self.countries = _countries()
        self.values_by_facet = values_by_facet({facet: list(getattr(self, name)) for facet, name in LISTS_OF_FACETS.items()})
        self.synonyms = _synonyms()
        pairs = ((facet, key) for facet, keys in self.values_by_facet.items() for key in keys)
        self._numbers = {pair: number for number, pair in enumerate(pairs)}

    def lack_a_country_of(self, networks: set[int]) -> bool:
        """Tell whether any of the networks with these ids is the first on the map from its country."""
        countries = Network.objects.published().filter(pk__in=networks, country__isnull=False).values_list("country", flat=True)
        return not set(countries) <= set(self.countries)

    def get(self, name: str, pk: int | None) -> TermEntry | None:
        """Return the entry of the list ``name`` with that database id; None for None."""
        return self._by_id[name].get(pk)

    def numbers(self, network: NetworkEntry) -> bytes:
        """Return the numbers of the values a network has, facet after facet."""
        pairs = [(facet, key) for facet, read in FACETS.items() for key in read(network)]
        return np.array([self._numbers[pair] for pair in pairs], np.uint16).tobytes()


LISTS = {
    "focus_areas": (FocusArea, "slug"),
    "counties": (County, "code"),
    "agency_kinds": (AgencyKind, "code"),
    "cpv_divisions": (CpvDivision, "code"),
    "exchanges": (Exchange, "code"),
}
LISTS_OF_FACETS = {
    "focus": "focus_areas",
    "country": "countries",
    "county": "counties",
    "who": "agency_kinds",
    "exchange": "exchanges",
}


def read_networks(terms: Terms, only: set[int] | None = None) -> list[NetworkEntry]:
    """Return the published networks, or those of them whose ids are given, in no particular order."""
    networks = Network.objects.published() if only is None else Network.objects.published().filter(pk__in=only)
    return [_network_entry(network, terms) for network in networks.prefetch_related(*_parts(networks))]


def read_agencies(terms: Terms, only: Iterable[int]) -> dict[int, AgencyEntry]:
    """Return these agencies by id, not yet knowing their networks."""
    return {agency.pk: _agency_entry(agency, terms) for agency in Agency.objects.filter(pk__in=list(only))}


def _parts(networks: QuerySet):
    lists = ("focus_areas", "counties", "admits", "exchanges", "cpv_divisions", "rhythms")
    meetings = Prefetch("meetings", Meeting.objects.select_related("host"))
    return (*lists, meetings, Prefetch("memberships", Membership.objects.select_related("agency")))


def _network_entry(network: Network, terms: Terms) -> NetworkEntry:
    memberships = network.memberships.all()
    members = [membership.agency for membership in memberships if membership.left_year is None]
    entry = NetworkEntry(
        **{name: getattr(network, name) for name in PLAIN_FIELDS},
        counties=tuple(terms.get("counties", county.pk) for county in network.counties.all()),
        focus_areas=tuple(terms.get("focus_areas", area.pk) for area in network.focus_areas.all()),
        cpv_divisions=tuple(terms.get("cpv_divisions", division.pk) for division in network.cpv_divisions.all()),
        exchanges=tuple(terms.get("exchanges", exchange.pk) for exchange in network.exchanges.all()),
        admits=tuple(terms.get("agency_kinds", kind.pk) for kind in network.admits.all()),
        rhythms=tuple(RhythmEntry(r.mode, r.per_year) for r in network.rhythms.all()),
        member_ids=tuple(agency.pk for agency in members),
        former_member_ids=tuple(membership.agency_id for membership in memberships if membership.left_year is not None),
        meetings=tuple(meeting_entry(meeting) for meeting in network.meetings.all()),
        folded_names=tuple(filter(None, (fold(network.name), fold(network.short_name)))),
        weighed=(b"", b""),
        chosen=b"",
    )
    weighed = weigh(searched_texts(entry, [agency.name for agency in members]))
    return replace(entry, weighed=weighed, chosen=terms.numbers(entry))


PLAIN_FIELDS = (
    "id", "name", "short_name", "other_names", "slug", "purpose", "language", "organiser", "kind", "level", "life", "openness",
    "country", "area", "sort_key", "stated_size", "stated_size_unit", "published_at", "confirmed_on",
)  # fmt: skip


def searched_texts(network: NetworkEntry, members: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (field, language, text) for each searched part."""
    yield "name", network.language, network.name
    yield "other_names", network.language, f"{network.short_name} {network.other_names}"
    for term in (*network.focus_areas, *network.cpv_divisions):
        yield "focus", SWEDISH, term.name_sv
        yield "focus", ENGLISH, term.name_en
    for area in network.focus_areas:
        yield "about_focus", SWEDISH, area.description_sv
        yield "about_focus", ENGLISH, area.description_en
    for exchange in network.exchanges:
        yield "exchanges", SWEDISH, exchange.name_sv
        yield "exchanges", ENGLISH, exchange.name_en
    for kind in network.admits:
        yield "who", SWEDISH, kind.plural_sv
        yield "who", ENGLISH, kind.plural_en
    yield "purpose", network.language, network.purpose
    yield "place", SWEDISH, " ".join([*(county.name_sv for county in network.counties), network.area])
    yield "organiser", network.language, network.organiser
    yield "topics", network.language, " ".join(meeting.title for meeting in network.meetings)
    yield "members", SWEDISH, " ".join(members)


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


def _countries() -> dict[str, TermEntry]:
    """Return the countries of the published networks by code."""
    codes = Network.objects.published().exclude(country=None).order_by("country").values_list("country", flat=True).distinct()
    return {code: TermEntry(code, country_name(code, SWEDISH), country_name(code, ENGLISH)) for code in codes}


def _synonyms() -> dict[tuple[str, str], set[tuple[tuple[str, ...], str]]]:
    """Return by (language, stem) of a word the other ways to say it: the words that must all be there, and their language."""
    others: dict[tuple[str, str], set[tuple[tuple[str, ...], str]]] = defaultdict(set)
    for synonym in Synonym.objects.all():
        ways = [(_telling(words), language) for words, language in synonym.ways_to_say_it()]
        for words, language in ways:
            if len(words) == 1:
                others[language, stem(words[0], language)] |= {way for way in ways if way[0] != words}
    return dict(others)


def _telling(text: str) -> tuple[str, ...]:
    return tuple(word for parts in chunks(text) if (word := "".join(parts)) not in STOPWORDS)


def _agency_entry(agency: Agency, terms: Terms) -> AgencyEntry:
    return AgencyEntry(
        id=agency.pk,
        name=agency.name,
        slug=agency.slug,
        kind=terms.get("agency_kinds", agency.kind_id),
        county=terms.get("counties", agency.county_id),
        country=agency.country,
        networks=(),
        sort_key=agency.sort_key,
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
