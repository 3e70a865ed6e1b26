"""Loading a catalogue file: all or nothing, as often as one likes, never over what a curator has changed.

For each field three values are compared: the file's, the one the last import wrote, and today's. Where today's
differs from what was written, somebody has changed it here, and it stays.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from directory.models import (
    Agency,
    AgencyKind,
    Confidence,
    County,
    CpvDivision,
    EditorialState,
    Exchange,
    FocusArea,
    ImportedRecord,
    Meeting,
    MeetingState,
    Membership,
    Network,
    Relation,
    Rhythm,
    Source,
)
from directory.models.revision import one_step
from directory.services.agencies import agency_named
from directory.services.catalogue_file import (
    NETWORK_FACTS,
    NETWORK_LISTS,
    NETWORK_TEXTS,
    TERM_KEYS,
    Catalogue,
    partial_date_span,
    read_catalogue,
)
from directory.text import fold

TERM_MODELS = {
    "focus_areas": FocusArea,
    "counties": County,
    "agency_kinds": AgencyKind,
    "cpv_divisions": CpvDivision,
    "exchanges": Exchange,
}
NAMED_BY = {"focus_areas": "slug", "counties": "code", "admits": "code", "cpv_divisions": "code", "exchanges": "code"}
UID_NAMESPACE = uuid.UUID("6f0c5b6e-5a39-4d0c-9a3c-0f2f5a1d7b11")


@dataclass(frozen=True)
class Row:
    """What became of one record: ``created``, ``updated``, ``unchanged``, ``kept`` (changed here) or ``left_alone``."""

    kind: str
    id: str
    outcome: str
    fields: tuple[str, ...] = ()

    def __str__(self):
        return f"{self.kind} {self.id}: {self.outcome}" + (f" ({', '.join(self.fields)})" if self.fields else "")


@dataclass
class Report:
    """What an import did, record by record."""

    file: str
    rows: list[Row] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)


class _DryRun(Exception):
    """Undoes an import that was only to be looked at."""


def import_catalogue(path: Path, *, dry_run: bool = False) -> Report:
    """Load ``path`` in one transaction and report each record; raise ``CatalogueError`` and load nothing if any is wrong."""
    catalogue = read_catalogue(path)
    loader = _Loader(catalogue)
    try:
        with one_step():
            loader.load()
            catalogue.raise_if_faulty()
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return loader.report


class _Loader:
    """One run over one file, inside one transaction."""

    def __init__(self, catalogue: Catalogue):
        self.catalogue = catalogue
        self.report = Report(catalogue.file)
        self.imported = {(record.kind, record.record_id): record for record in ImportedRecord.objects.all()}

    def load(self) -> None:
        for section in TERM_KEYS:
            for position, record in enumerate(self.catalogue.terms[section], start=1):
                self._load_term(section, record | {"position": position})
        for record in self.catalogue.agencies:
            self._load_agency(record)
        self.agencies = Agency.objects.by_any_name()
        self.terms = {name: self._terms(name) for name in NETWORK_LISTS}
        for record in self.catalogue.networks:
            self._load_network(record)
        for record in self.catalogue.networks:
            self._load_relations(record)

    def _load_term(self, section: str, record: dict) -> None:
        key = "slug" if "slug" in record else "code"
        values = {name: "" if value is None else value for name, value in record.items()}
        self._merge(section, record[key], TERM_MODELS[section], values, _read_plain, _write_plain)

    def _load_agency(self, record: dict) -> None:
        values = {
            "name": record["name"] or "",
            "other_names": "\n".join(record["other_names"] or []),
            "kind": record["kind"],
            "county": record["county"],
            "country": record["country"],
            "organisation_number": record["organisation_number"],
        }
        self._merge("agency", record["id"], Agency, values, _read_agency, self._write_agency)

    def _load_network(self, record: dict) -> None:
        self._merge("network", record["id"], Network, self._network_values(record), _read_network, self._write_network)

    def _load_relations(self, record: dict) -> None:
        imported = self.imported.get(("network", record["id"]))
        network = Network.objects.filter(pk=imported.object_id).first() if imported else None
        if network is None:
            return
        values = {"relations": sorted(([r["kind"], r["to"], r["year"], r["note"] or ""] for r in record["relations"]), key=str)}
        self._merge("relations", record["id"], network, values, _read_relations, self._write_relations)

    def _merge(self, kind: str, id_: str, target, values: dict, read: Callable, write: Callable) -> None:
        """Bring one record in: create it, or write the fields the file has changed and nobody here has.

        ``target`` is the model of the record's object, or the object itself when it surely exists.
        """
        before = self.imported.get((kind, id_))
        if isinstance(target, models.Model):
            obj = target
        else:
            obj = target.objects.filter(pk=before.object_id).first() if before else None
        if before is None and obj is None:
            return self._create(kind, id_, target, values, write)
        if obj is None:
            return self._note(kind, id_, "left_alone")
        now, last = read(obj), before.values if before else {}
        fresh = {name: value for name, value in values.items() if value != now[name] and now[name] == last.get(name, now[name])}
        kept = tuple(name for name, value in values.items() if value != now[name] and name not in fresh)
        if fresh and not self._write(id_, obj, fresh, write):
            return None
        self._remember(kind, id_, obj, values)
        return self._note(kind, id_, "updated" if fresh else "kept" if kept else "unchanged", tuple(fresh) or kept)

    def _create(self, kind: str, id_: str, model, values: dict, write: Callable) -> None:
        slugged = "slug" if any(f.name == "slug" for f in model._meta.fields) else "code"
        if model.objects.filter(**{slugged: id_}).exists():
            return self._note(kind, id_, "left_alone")
        obj = model(**{slugged: id_})
        if self._write(id_, obj, values, write):
            self._remember(kind, id_, obj, values)
            self._note(kind, id_, "created")
        return None

    def _write(self, id_: str, obj, values: dict, write: Callable) -> bool:
        """Write the fields; note each fault and return False if the record does not fit."""
        try:
            with transaction.atomic():
                write(obj, values)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.catalogue.fault(id_, name, message)
            return False
        return True

    def _remember(self, kind: str, id_: str, obj, values: dict) -> None:
        known = self.imported.get((kind, id_))
        if known is None:
            known = self.imported[kind, id_] = ImportedRecord(kind=kind, record_id=id_)
        elif known.values == values:
            return
        known.object_id, known.values = obj.pk, values
        known.save()

    def _note(self, kind: str, id_: str, outcome: str, fields: tuple[str, ...] = ()) -> None:
        self.report.rows.append(Row(kind, id_, outcome, fields))

    @staticmethod
    def _terms(field_name: str) -> dict:
        model = Network._meta.get_field(field_name).related_model
        return {getattr(term, NAMED_BY[field_name]): term for term in model.objects.all()}

    def _write_agency(self, agency: Agency, values: dict) -> None:
        for name, model in (("kind", AgencyKind), ("county", County)):
            if name in values:
                setattr(agency, name, _only(model, "code", values[name], name))
        _write_plain(agency, {name: value for name, value in values.items() if name not in ("kind", "county")})

    def _network_values(self, record: dict) -> dict:
        size = record["stated_size"] or {}
        return {
            **{name: record[name] or "" for name in NETWORK_TEXTS},
            **{name: record[name] for name in NETWORK_FACTS},
            **{name: sorted(set(record[name])) for name in NETWORK_LISTS},
            "other_names": "\n".join(record["other_names"]),
            "stated_size": size.get("count"),
            "stated_size_unit": size.get("unit") or "",
            "stated_size_as_of": size.get("as_of") or "",
            "members": sorted({self._agency_slug(record["id"], "members", name) for name in record["members"]}),
            "rhythm": sorted(([r["mode"], r["per_year"]] for r in record["rhythm"]), key=str),
            "meetings": sorted((self._meeting_values(record["id"], meeting) for meeting in record["meetings"]), key=str),
            "sources": sorted([source["url"], source["page_date"] or ""] for source in record["sources"]),
        }

    def _meeting_values(self, id_: str, meeting: dict) -> list:
        host = self._agency_slug(id_, "meetings", meeting["host"]) if meeting["host"] else None
        return [meeting["title"] or "", meeting["date"], meeting["ends"], meeting["mode"], meeting["place"] or "", host]

    def _agency_slug(self, id_: str, field_name: str, name: str) -> str:
        """Return the slug of the agency of that name in any spelling, made now if it is known by name only."""
        if not fold(name):
            self.catalogue.fault(id_, field_name, _("A name has letters or digits."))
            return ""
        try:
            agency, is_new = agency_named(name, self.agencies)
        except ValidationError as error:
            self.catalogue.fault(id_, field_name, f"{name}: {' '.join(error.messages)}")
            return ""
        if is_new:
            self._note("agency", agency.slug, "created")
        return agency.slug

    def _write_network(self, network: Network, values: dict) -> None:
        if network.pk is None:
            sure = values["confidence"] in (Confidence.HIGH, Confidence.MEDIUM)
            network.editorial_state = EditorialState.PUBLISHED if sure else EditorialState.DRAFT
        parts = {
            "rhythm": _write_rhythm,
            "meetings": self._write_meetings,
            "sources": _write_sources,
            "members": self._write_members,
        }
        separate = parts.keys() | NETWORK_LISTS
        with network.as_one_change():
            _write_plain(network, {name: value for name, value in values.items() if name not in separate})
            for name in NETWORK_LISTS & values.keys():
                getattr(network, name).set([_known(self.terms[name], code, name) for code in values[name]])
        for name in parts.keys() & values.keys():
            parts[name](network, values[name])

    def _write_members(self, network: Network, slugs: list[str]) -> None:
        wanted = {agency.pk: agency for agency in self.agencies.values() if agency.slug in slugs}
        for membership in network.memberships.exclude(agency__in=wanted):
            membership.delete()
        present = set(network.memberships.values_list("agency_id", flat=True))
        for pk in wanted.keys() - present:
            Membership.objects.create(network=network, agency=wanted[pk])

    def _write_meetings(self, network: Network, meetings: list[list]) -> None:
        by_slug = {agency.slug: agency for agency in self.agencies.values()}
        wanted = {_uid(network, meeting[0], meeting[1]): meeting for meeting in meetings}
        for gone in network.meetings.exclude(uid__in=wanted):
            gone.delete()
        existing = {meeting.uid: meeting for meeting in network.meetings.all()}
        for uid, (title, date, ends, mode, place, host) in wanted.items():
            meeting = existing.get(uid) or Meeting(network=network, uid=uid)
            meeting.title, meeting.mode, meeting.place, meeting.host = title, mode, place, by_slug.get(host)
            meeting.starts_on, meeting.ends_on, meeting.precision = partial_date_span(date) if date else (None, None, None)
            if ends:
                meeting.ends_on = partial_date_span(ends)[1]
            meeting.state = MeetingState.CONFIRMED if meeting.is_coming() else MeetingState.HELD
            _check_and_save(meeting, "meetings")

    def _write_relations(self, network: Network, values: dict) -> None:
        for relation in network.relations_out.all():
            relation.delete()
        for kind, to, year, note in values["relations"]:
            target = Network.objects.filter(slug=to).first()
            if target is None:
                raise ValidationError({"relations": _("There is no network %(id)s.") % {"id": to}})
            _check_and_save(Relation(origin=network, kind=kind, target=target, year=year, note=note), "relations")


def _read_plain(obj) -> dict:
    return {f.name: getattr(obj, f.attname) for f in obj._meta.concrete_fields}


def _read_agency(agency: Agency) -> dict:
    return _read_plain(agency) | {
        "kind": agency.kind.code if agency.kind else None,
        "county": agency.county.code if agency.county else None,
    }


def _read_network(network: Network) -> dict:
    return _read_plain(network) | {
        **{name: sorted(getattr(term, NAMED_BY[name]) for term in getattr(network, name).all()) for name in NETWORK_LISTS},
        "members": sorted(network.memberships.values_list("agency__slug", flat=True)),
        "rhythm": sorted(([r.mode, r.per_year] for r in network.rhythms.all()), key=str),
        "meetings": sorted((_read_meeting(m) for m in network.meetings.select_related("host")), key=str),
        "sources": sorted([source.url, source.page_date] for source in network.sources.all()),
    }


def _read_meeting(meeting: Meeting) -> list:
    date = ends = None
    if meeting.starts_on:
        date = meeting.starts_on.isoformat()[: {"year": 4, "month": 7, "day": 10}[meeting.precision]]
        if meeting.precision == "day" and meeting.ends_on != meeting.starts_on:
            ends = meeting.ends_on.isoformat()
    return [meeting.title, date, ends, meeting.mode, meeting.place, meeting.host.slug if meeting.host else None]


def _read_relations(network: Network) -> dict:
    ties = network.relations_out.select_related("target")
    return {"relations": sorted(([r.kind, r.target.slug, r.year, r.note] for r in ties), key=str)}


def _write_plain(obj, values: dict) -> None:
    for name, value in values.items():
        setattr(obj, name, value)
    _check_and_save(obj)


def _write_rhythm(network: Network, rows: list[list]) -> None:
    for rhythm in network.rhythms.all():
        rhythm.delete()
    for mode, per_year in rows:
        _check_and_save(Rhythm(network=network, mode=mode, per_year=per_year), "rhythm")


def _write_sources(network: Network, rows: list[list]) -> None:
    for source in network.sources.all():
        source.delete()
    for url, page_date in rows:
        _check_and_save(Source(network=network, url=url, page_date=page_date), "sources")


def _check_and_save(obj, part: str = "") -> None:
    """Save what fits; name ``part`` as the field at fault when the row is part of a network's record.

    The database judges its own constraints as it writes; only what it refused is asked again for a readable reason.
    """
    try:
        obj.full_clean(validate_unique=False, validate_constraints=False)
        try:
            with transaction.atomic():
                obj.save()
        except IntegrityError:
            obj.full_clean()
            raise
    except ValidationError as error:
        raise ValidationError({part: error.messages}) if part else error from None


def _known(terms: dict, code: str, field_name: str):
    if code not in terms:
        raise ValidationError({field_name: _("%(code)s is not in the list.") % {"code": code}})
    return terms[code]


def _only(model, key: str, code: str | None, field_name: str):
    """Return the term of that code, None for none; raise when it is not in the list."""
    found = model.objects.filter(**{key: code}).first() if code else None
    if code and found is None:
        raise ValidationError({field_name: _("%(code)s is not in the list.") % {"code": code}})
    return found


def _uid(network: Network, title: str, date: str | None) -> str:
    return str(uuid.uuid5(UID_NAMESPACE, f"{network.slug}|{date}|{title}"))
