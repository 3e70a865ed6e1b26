"""Reads entries from the database, in a number of queries that does not grow with the rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

import numpy as np
from django.db import connection
from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Coalesce

from directory.countries import country_name
from directory.finding.entries import (
    AgencyEntry,
    AgendaEntry,
    MaterialEntry,
    MeetingEntry,
    NetworkEntry,
    RhythmEntry,
    TermEntry,
    VisitEntry,
)
from directory.finding.facets import FACETS, values_by_facet
from directory.finding.postings import weigh
from directory.finding.topics import Topics
from directory.finding.words import ENGLISH, STOPWORDS, SWEDISH, chunks, stem
from directory.models import (
    AgencyKind,
    AgendaItem,
    County,
    CpvDivision,
    Exchange,
    FocusArea,
    Interest,
    Material,
    Meeting,
    Membership,
    Network,
    Rhythm,
    Synonym,
    Visit,
)
from directory.text import bare, fold, lines


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
        self.topics = Topics(_phrases())
        self.fragments: dict = {}
        """What has been made of the lists for readers, kept as long as the lists."""
        pairs = ((facet, key) for facet, keys in self.values_by_facet.items() for key in keys)
        self._numbers = {pair: number for number, pair in enumerate(pairs)}

    def get(self, name: str, pk: int | None) -> TermEntry | None:
        """Return the entry of the list ``name`` with that database id; None for None."""
        return self._by_id[name].get(pk)

    def in_order(self, name: str) -> list[tuple[int, TermEntry]]:
        """Return the entries of the list ``name`` in its order, each after its database id."""
        return list(self._by_id[name].items())

    def numbers(self, network: NetworkEntry) -> bytes:
        """Return the numbers of the values a network has, facet after facet.

        Raises ``UnknownValue`` for one that came after the lists were read, such as the first country of its own.
        """
        pairs = [(facet, key) for facet, read in FACETS.items() for key in read(network)]
        try:
            return np.array([self._numbers[pair] for pair in pairs], np.uint16).tobytes()
        except KeyError as error:
            raise UnknownValue(*error.args) from error


LISTS = {
    "focus_areas": (FocusArea, "slug"),
    "counties": (County, "code"),
    "agency_kinds": (AgencyKind, "code"),
    "cpv_divisions": (CpvDivision, "code"),
    "exchanges": (Exchange, "code"),
}
LISTS_OF_FACETS = {
    "focus": "focus_areas",
    "cpv": "cpv_divisions",
    "country": "countries",
    "county": "counties",
    "who": "agency_kinds",
    "exchange": "exchanges",
}


def read_networks(terms: Terms, only: set[int] | None = None) -> tuple[list[NetworkEntry], dict[int, AgencyEntry]]:
    """Return the published networks, or those of them whose ids are given, in no particular order; and their agencies by id.

    Raises ``UnknownValue`` when a network has a value that the lists do not know.
    """
    published = Network.objects.published().order_by()
    rows = list((published if only is None else published.filter(pk__in=only)).values(*PLAIN_FIELDS))
    parts = _Parts(published if only is None else [values["id"] for values in rows], terms)
    return [parts.entry(values) for values in rows], parts.agencies


class UnknownValue(LookupError):
    """A network has a value that came after the lists were read."""


class _Parts:
    """What belongs to some networks, by the network's id; the queries are as many for one as for all."""

    def __init__(self, networks: QuerySet | list[int], terms: Terms):
        self._terms, self._listed = terms, _listed(networks, terms)
        self._meetings = read_meetings(networks, terms)
        self._materials, self._visits = read_materials(networks, terms), read_visits(networks, terms)
        self._rhythms, self._members, self._former = defaultdict(list), defaultdict(list), defaultdict(list)
        self.agencies: dict[int, AgencyEntry] = {}
        for pk, mode, per_year in Rhythm.objects.filter(network__in=networks).values_list("network_id", "mode", "per_year"):
            self._rhythms[pk].append(RhythmEntry(mode, per_year))
        memberships = Membership.objects.filter(network__in=networks).order_by("agency__sort_key", "agency_id")
        for pk, left, agency, *values in memberships.values_list("network_id", "left_year", "agency_id", *AGENCY_FIELDS):
            (self._members if left is None else self._former)[pk].append(agency)
            if agency not in self.agencies:
                self.agencies[agency] = _agency_entry(agency, values, terms)

    def entry(self, values: dict) -> NetworkEntry:
        """Return the entry of the network with these plain values."""
        pk = values["id"]
        entry = NetworkEntry(
            **values,
            **{name: tuple(listed.get(pk, ())) for name, listed in self._listed.items()},
            rhythms=tuple(self._rhythms.get(pk, ())),
            member_ids=tuple(self._members.get(pk, ())),
            former_member_ids=tuple(self._former.get(pk, ())),
            meetings=tuple(self._meetings.get(pk, ())),
            materials=tuple(self._materials.get(pk, ())),
            visits=tuple(self._visits.get(pk, ())),
            folded_names=tuple(filter(None, (fold(values["name"]), fold(values["short_name"])))),
            weighed=(b"", b""),
            chosen=b"",
        )
        weighed = weigh(searched_texts(entry, [self.agencies[agency].name for agency in entry.member_ids]))
        return replace(entry, weighed=weighed, chosen=self._terms.numbers(entry))


def _listed(networks: QuerySet | list[int], terms: Terms) -> dict[str, dict[int, list[TermEntry]]]:
    """Return what each network has of each of the directory's lists, in the order of that list; in one query."""
    having = {name: defaultdict(set) for name in NETWORK_LISTS}
    with connection.cursor() as cursor:
        cursor.execute(*_query_of_lists(networks))
        for name, pk, term in cursor.fetchall():
            having[name][pk].add(term)
    in_order = {name: terms.in_order(TERMS_OF.get(name, name)) for name in NETWORK_LISTS}
    return {
        name: {pk: [entry for term, entry in in_order[name] if term in some] for pk, some in by_network.items()}
        for name, by_network in having.items()
    }


def _query_of_lists(networks: QuerySet | list[int]) -> tuple[str, list]:
    """Return an SQL query for (list, network, entry of the list), put together by hand as it is asked at every edition."""
    if isinstance(networks, QuerySet):
        chosen, values = networks.values("pk").query.sql_with_params()
    else:
        chosen, values = ", ".join(["%s"] * len(networks)) or "NULL", networks
    selects = []
    for name in NETWORK_LISTS:
        field = Network._meta.get_field(name)
        network, entry, table = field.m2m_column_name(), field.m2m_reverse_name(), field.m2m_db_table()
        selects.append(f"SELECT '{name}', {network}, {entry} FROM {table} WHERE {network} IN ({chosen})")  # noqa: S608  names of ours
    return " UNION ALL ".join(selects), [*values] * len(selects)


NETWORK_LISTS = ("focus_areas", "counties", "admits", "exchanges", "cpv_divisions")
TERMS_OF = {"admits": "agency_kinds"}
PLAIN_FIELDS = (
    "id", "name", "short_name", "other_names", "slug", "purpose", "language", "organiser", "kind", "level", "life", "openness",
    "ended_year", "country", "area", "sort_key", "stated_size", "stated_size_unit", "published_at", "confirmed_on",
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
    for meeting in network.meetings:
        yield "topics", network.language, meeting.title
        for item in meeting.agenda:
            yield "topics", network.language, item.title
    for shared in (*network.materials, *network.visits):
        yield "topics", network.language, shared.title
    for member in members:
        yield "members", SWEDISH, member


def read_meetings(networks: QuerySet | list[int], terms: Terms) -> dict[int, list[MeetingEntry]]:
    """Return the meetings of each of the networks with their agendas, the latest first."""
    meetings: dict[int, list[MeetingEntry]] = defaultdict(list)
    agendas = _read_agendas(networks, terms)
    rows = Meeting.objects.filter(network__in=networks).order_by(*Meeting._meta.ordering, "pk")
    for pk, key, *values in rows.values_list("network_id", "pk", *MEETING_FIELDS.values()):
        told, agenda = dict(zip(MEETING_FIELDS, values, strict=True)), tuple(agendas.get(key, ()))
        folded = fold(" ".join([*(told[name] for name in SEARCHED_OF_A_MEETING), *(item.title for item in agenda)]))
        meetings[pk].append(MeetingEntry(**told, agenda=agenda, searched=f"{folded} {bare(folded)}"))
    return meetings


def _read_agendas(networks: QuerySet | list[int], terms: Terms) -> dict[int, list[AgendaEntry]]:
    """Return the topics of each meeting of the networks, by the meeting's database id."""
    rows = AgendaItem.objects.filter(network__in=networks).order_by("meeting_id", "position", "pk")
    return _shared(rows, AgendaEntry, terms, of="meeting_id")


def read_materials(networks: QuerySet | list[int], terms: Terms) -> dict[int, list[MaterialEntry]]:
    """Return what each of the networks shares, the latest first."""
    return _shared(Material.objects.filter(network__in=networks), MaterialEntry, terms)


def read_visits(networks: QuerySet | list[int], terms: Terms) -> dict[int, list[VisitEntry]]:
    """Return the workplace visits of each of the networks: those offered, then those held, the latest first."""
    return _shared(Visit.objects.filter(network__in=networks), VisitEntry, terms)


def _shared(rows: QuerySet, entry: type, terms: Terms, of: str = "network_id") -> dict[int, list]:
    """Return entries of rows that tell of a focus area and an agency, by what they belong to."""
    found = defaultdict(list)
    names = [one.name for one in fields(entry)]
    columns = [SHARED_FIELDS.get(name, name) for name in names]
    for owner, *values in rows.values_list(of, *columns):
        told = dict(zip(names, values, strict=True))
        found[owner].append(entry(**told | {"focus_area": terms.get("focus_areas", told["focus_area"])}))
    return found


SHARED_FIELDS = {
    "focus_area": "focus_area_id",
    **{f"agency_{name}": Coalesce(f"agency__{name}", Value("")) for name in ("name", "slug")},
}


MEETING_FIELDS = {
    **{
        name: name
        for name in (
            "uid",
            "sequence",
            "changed_at",
            "title",
            "starts_on",
            "ends_on",
            "precision",
            "start_time",
            "end_time",
            "time_zone",
            "mode",
            "place",
            "state",
            "capacity",
            "how_to_take_part",
            "preparation",
        )
    },
    **{f"host_{name}": Coalesce(f"host__{name}", Value("")) for name in ("name", "slug")},
    **{f"network_{name}": f"network__{name}" for name in ("name", "slug", "language")},
}
SEARCHED_OF_A_MEETING = ("title", "network_name", "place", "host_name")


def read_waiting() -> dict[tuple[str, str, str], int]:
    """Return how many confirmed interests there are in each topic that has any, by the keys of its parts."""
    county, kind = (Coalesce(f"topic__{key}__code", Value("")) for key in ("county", "agency_kind"))
    rows = Interest.objects.confirmed().order_by().values_list("topic__focus_area__slug", county, kind).annotate(Count("pk"))
    return {tuple(keys): count for *keys, count in rows}


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


def _phrases() -> Iterator[tuple[str, str, str]]:
    """Yield (slug, phrase, language) for all that speaks of each focus area."""
    for area in FocusArea.objects.all():
        for phrase in (area.name_sv, *lines(area.words_sv)):
            yield area.slug, phrase, SWEDISH
        for phrase in (area.name_en, *lines(area.words_en)):
            yield area.slug, phrase, ENGLISH


def _telling(text: str) -> tuple[str, ...]:
    return tuple(word for parts in chunks(text) if (word := "".join(parts)) not in STOPWORDS)


AGENCY_FIELDS = tuple(
    f"agency__{name}" for name in ("name", "other_names", "slug", "kind_id", "county_id", "country", "sort_key")
)


def _agency_entry(pk: int, values: list, terms: Terms) -> AgencyEntry:
    name, other_names, slug, kind, county, country, key = values
    kind, county = terms.get("agency_kinds", kind), terms.get("counties", county)
    return AgencyEntry(pk, name, slug, kind, county, country, sort_key=key, folded=fold(f"{name} {other_names}"))


def _terms(model, key: str) -> dict[int, TermEntry]:
    return {
        term.pk: TermEntry(
            key=getattr(term, key),
            name_sv=term.name_sv,
            name_en=term.name_en,
            plural_sv=getattr(term, "name_plural_sv", ""),
            plural_en=getattr(term, "name_plural_en", ""),
            description_sv=getattr(term, "description_sv", "") or getattr(term, "plain_sv", ""),
            description_en=getattr(term, "description_en", "") or getattr(term, "plain_en", ""),
        )
        for term in model.objects.all()
    }
