"""Loading a catalogue file: all or nothing, as often as one likes, never over what a curator has changed.

For each field three values are compared: the file's, the one the last import wrote, and today's. Where today's
differs from what was written, somebody has changed it here, and it stays.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
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
    FormerAddress,
    ImportedRecord,
    Network,
    Synonym,
)
from directory.models.revision import moment_of_step, one_step
from directory.services.addresses import free_slug
from directory.services.agencies import agency_named
from directory.services.catalogue_file import (
    NETWORK_FACTS,
    NETWORK_LISTS,
    NETWORK_TEXTS,
    TERMS,
    Catalogue,
    agency_names,
    id_key,
    partial_date_span,
    read_catalogue,
)
from directory.services.catalogue_rows import READ_WITH_A_NETWORK, RowWriter, in_order, plain, read
from directory.text import fold

TERM_MODELS = {
    "focus_areas": FocusArea,
    "counties": County,
    "agency_kinds": AgencyKind,
    "cpv_divisions": CpvDivision,
    "exchanges": Exchange,
    "synonyms": Synonym,
}
SURE = (Confidence.HIGH, Confidence.MEDIUM)


@dataclass(frozen=True)
class Row:
    """What became of one record: ``created``, ``updated``, ``unchanged``, ``kept`` (changed here) or ``left_alone``.

    ``fields`` were written; ``kept`` are those where a curator's change stood against the file.
    """

    kind: str
    id: str
    outcome: str
    fields: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def __str__(self):
        told = [", ".join(self.fields), f"changed here: {', '.join(self.kept)}" if self.kept else ""]
        return f"{self.kind} {self.id}: {self.outcome}" + (f" ({'; '.join(filter(None, told))})" if any(told) else "")


@dataclass
class Report:
    """What an import did, record by record."""

    file: str
    rows: list[Row] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)


def import_catalogue(path: Path, *, dry_run: bool = False) -> Report:
    """Load ``path`` in one transaction and report each record; raise ``CatalogueError`` and load nothing if any is wrong."""
    catalogue = read_catalogue(path)
    why = _("Loaded from %(file)s") % {"file": catalogue.file}
    with transaction.atomic():
        with one_step(why=why):
            report = _Loader(catalogue, why).load()
        if dry_run:
            transaction.set_rollback(True)
    return report


class _Loader:
    """One run over one file, inside one transaction.

    ``known`` holds, for each kind of record, what stands here under each id; None where a curator has deleted it.
    """

    def __init__(self, catalogue: Catalogue, why: str):
        self.catalogue = catalogue
        self.report = Report(catalogue.file)
        self.imported = {(record.kind, record.record_id): record for record in ImportedRecord.objects.all()}
        self.written: dict[tuple[str, str], tuple[models.Model, dict]] = {}
        self.known: dict[str, dict[str, models.Model | None]] = {}
        self.writer = RowWriter(catalogue.fault, why)

    def load(self) -> Report:
        for load in (self._load_terms, self._load_agencies, self._load_networks, self._load_relations):
            load()
            self.catalogue.raise_if_faulty()
            self.writer.flush()
            self.catalogue.raise_if_faulty()
        self._remember_what_was_written()
        return self.report

    def _load_terms(self) -> None:
        for section, model in TERM_MODELS.items():
            key = id_key(TERMS[section])
            self._know(section, model.objects.all(), key)
            for position, record in enumerate(self.catalogue.terms[section], start=1):
                values = {name: _one_text(value) for name, value in record.items()} | {"position": position}
                self._merge(section, record[key], model, values)

    def _load_agencies(self) -> None:
        """Bring the agencies in; one that is here by any of its names is the same, and only its blanks are filled in."""
        agencies = Agency.objects.all()
        known, by_name = self._know("agency", agencies), agencies.by_any_name()  # the same objects, so that no write is lost
        for record in self.catalogue.agencies:
            id_ = record["id"]
            known[id_] = known.get(id_) or next((by_name[name] for name in _folded_names(record) if name in by_name), None)
            self._merge("agency", id_, partial(_new_agency, id_), self._agency_values(record), adopts=True)

    def _load_networks(self) -> None:
        """Bring the networks in; neither one that was merged into another nor a former address is made anew."""
        self.agencies = self._agencies_by_name()
        known = self._know("network", Network.objects.prefetch_related(*READ_WITH_A_NETWORK), "slug")
        formers = FormerAddress.objects.once_of(Network).select_related("network")
        self.moved = {former.slug: former.network for former in formers}
        self.known["network"] = self.moved | known
        for record in self.catalogue.networks:
            self._merge("network", record["id"], partial(_new_network, record), self._network_values(record))

    def _load_relations(self) -> None:
        """Bring the relations in, now that every network they may lead to is known."""
        for record in self.catalogue.networks:
            id_ = record["id"]
            is_ours = ("network", id_) in self.imported | self.written
            if is_ours and self.known["network"][id_] and (record["relations"] or ("relations", id_) in self.imported):
                self._update("relations", id_, self.known["network"][id_], {"relations": self._relation_values(record)})

    def _know(self, kind: str, objects: Iterable[models.Model], key: str = "") -> dict[str, models.Model | None]:
        here = {obj.pk: obj for obj in objects}
        by_key = {getattr(obj, key): obj for obj in here.values()} if key else {}
        imported = {id_: record.object_id for (of_kind, id_), record in self.imported.items() if of_kind == kind}
        alive = {id_: here[pk] for id_, pk in imported.items() if pk in here}
        self.known[kind] = dict.fromkeys(imported) | by_key | alive
        return self.known[kind]

    def _merge(self, kind: str, id_: str, make: Callable[[], models.Model], values: dict, adopts: bool = False) -> None:
        """Bring one record in: make it, bring it up to date, or leave alone what is not ours or was deleted here."""
        obj, is_imported = self.known[kind].get(id_), (kind, id_) in self.imported
        if obj is None and not is_imported:
            obj = self.known[kind][id_] = make()
            self.writer.write(id_, obj, values)
            self.written[kind, id_] = obj, values
            self._note(kind, id_, "created")
        elif obj and (is_imported or adopts):
            self._update(kind, id_, obj, values)
        else:
            self._note(kind, id_, "left_alone")

    def _update(self, kind: str, id_: str, obj: models.Model, values: dict) -> None:
        """Write the fields that the file has changed and nobody here has; of a stranger, those that are blank."""
        before = self.imported.get((kind, id_))
        last, now = before.values if before else {}, {name: read(obj, name) for name in values}
        differing = [name for name, value in values.items() if value != now[name]]
        fresh = {name: values[name] for name in differing if (now[name] == last[name] if name in last else not now[name])}
        kept = tuple(name for name in differing if name not in fresh)
        self.writer.write(id_, obj, fresh)
        if (remembered := last | {name: value for name, value in values.items() if name not in kept}) != last:
            self.written[kind, id_] = obj, remembered
        self._note(kind, id_, "updated" if fresh else "kept" if kept else "unchanged", tuple(fresh), kept)

    def _remember_what_was_written(self) -> None:
        ImportedRecord.objects.bulk_create(
            [
                ImportedRecord(kind=kind, record_id=id_, object_id=obj.pk, values=values)
                for (kind, id_), (obj, values) in self.written.items()
            ],
            update_conflicts=True,
            unique_fields=["kind", "record_id"],
            update_fields=["object_id", "values", "imported_at"],
        )

    def _note(self, kind: str, id_: str, outcome: str, fields: tuple[str, ...] = (), kept: tuple[str, ...] = ()) -> None:
        self.report.rows.append(Row(kind, id_, outcome, fields, kept))

    def _agency_values(self, record: dict) -> dict:
        return {
            "name": record["name"] or "",
            "other_names": "\n".join(record["other_names"]),
            "kind": self._pk("agency_kinds", record["id"], "kind", record["kind"]),
            "county": self._pk("counties", record["id"], "county", record["county"]),
            "country": record["country"],
            "organisation_number": record["organisation_number"],
        }

    def _network_values(self, record: dict) -> dict:
        id_, size = record["id"], record["stated_size"] or {}
        members = {self._agency_pk(id_, "members", name) for name in record["members"]} - {None}
        return {
            **{name: record[name] or "" for name in NETWORK_TEXTS},
            **{name: record[name] for name in NETWORK_FACTS},
            **{name: self._pks(id_, name, record[name]) for name in NETWORK_LISTS},
            "other_names": "\n".join(record["other_names"]),
            "stated_size": size.get("count"),
            "stated_size_unit": size.get("unit") or "",
            "stated_size_as_of": size.get("as_of") or "",
            "members": in_order([pk] for pk in members),
            "rhythm": in_order([rhythm["mode"], rhythm["per_year"]] for rhythm in record["rhythm"]),
            "meetings": in_order(self._meeting_values(id_, meeting) for meeting in record["meetings"]),
            "sources": in_order([source["url"] or "", source["page_date"] or ""] for source in record["sources"]),
        }

    def _meeting_values(self, id_: str, meeting: dict) -> list:
        first, last, precision = partial_date_span(meeting["date"]) if meeting["date"] else (None, None, None)
        last = meeting["ends"] or plain(last)
        host = meeting["host"] and self._agency_pk(id_, "meetings host", meeting["host"])
        return [meeting["title"] or "", plain(first), precision, last, meeting["mode"], meeting["place"] or "", host]

    def _relation_values(self, record: dict) -> list[list]:
        """Return the relations, each once: networks that the file tells apart may have been merged here, even with this one."""
        told, own = {}, self.known["network"][record["id"]].pk
        for one in record["relations"]:
            target = self._pk("network", record["id"], "relations to", one["to"] or "-")
            if target and (target != own or one["to"] == record["id"]):
                told.setdefault((one["kind"], target), [one["kind"] or "", target, one["year"], one["note"] or ""])
        return in_order(told.values())

    def _pk(self, kind: str, id_: str, field_: str, code: str | None) -> int | None:
        """Return the key of what stands here under ``code``; None for none and for what was deleted here."""
        if code is not None and code not in self.known[kind]:
            self.catalogue.fault(id_, field_, _("%(code)s is not in the list.") % {"code": code})
        found = self.known[kind].get(code) or (self.moved.get(code) if kind == "network" else None)
        return found.pk if found else None

    def _pks(self, id_: str, field_: str, codes: list[str]) -> list[int]:
        section = "agency_kinds" if field_ == "admits" else field_
        return sorted({self._pk(section, id_, field_, code) for code in codes} - {None})

    def _agencies_by_name(self) -> dict[str, Agency | None]:
        """Return the agencies by each folded name that leads to them, those that were changed here since included."""
        by_record = {name: self.known["agency"][one["id"]] for one in self.catalogue.agencies for name in _folded_names(one)}
        return self._know("agency name", Agency.objects.all()) | by_record | Agency.objects.by_any_name()

    def _agency_pk(self, id_: str, field_: str, name: str) -> int | None:
        """Return the key of the agency of that name in any spelling, made now if it is known by name only."""
        folded = fold(name)
        if folded not in self.agencies:
            try:
                agency, _is_new = agency_named(name, self.agencies)
            except ValidationError as error:
                return self.catalogue.fault(id_, field_, f"{name}: {' '.join(error.messages)}")
            self.written["agency name", folded] = agency, {}
            self._note("agency", agency.slug, "created")
        return self.agencies[folded].pk if self.agencies[folded] else None


def _folded_names(agency: dict) -> list[str]:
    return [fold(name) for name in agency_names(agency)]


def _new_agency(id_: str) -> Agency:
    return Agency(slug=free_slug(Agency, id_))


def _new_network(record: dict) -> Network:
    """Return a network that readers see if its sources are clear; a curator looks at the others first."""
    if record["confidence"] in SURE:
        return Network(
            slug=record["id"], editorial_state=EditorialState.PUBLISHED, published_at=moment_of_step() or timezone.now()
        )
    return Network(slug=record["id"], editorial_state=EditorialState.DRAFT)


def _one_text(value: str | list[str] | None) -> str:
    """Return what a text field holds: a list is written one on each line."""
    return "\n".join(value) if isinstance(value, list) else value or ""
