"""Reading a catalogue file: its records as plain values, or every fault it has, named by file, id, field and reason.

The format is described in ``directory/catalogue/README.md``.
"""

import datetime
import json
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from directory.models import Precision
from directory.models.meeting import days_covered
from directory.text import fold

FORMAT, VERSION = "natverkskartan-catalogue", 1

TERM_KEYS = {
    "focus_areas": {"slug", "name_sv", "name_en", "description_sv", "description_en"},
    "counties": {"code", "name_sv", "name_en", "scb_code"},
    "agency_kinds": {"code", "name_sv", "name_en", "name_plural_sv", "name_plural_en"},
    "cpv_divisions": {"code", "name_sv", "name_en", "plain_sv", "plain_en"},
    "exchanges": {"code", "name_sv", "name_en"},
}
AGENCY_KEYS = {"id", "name", "other_names", "kind", "county", "country", "organisation_number"}
NETWORK_TEXTS = {
    "name", "short_name", "purpose", "language", "organiser", "area", "founded_note", "ended_reason", "origin", "how_to_join",
    "admission_note", "website", "linkedin", "rhythm_note", "doubts",
}  # fmt: skip
NETWORK_FACTS = {"kind", "level", "country", "life", "life_basis", "founded_year", "ended_year", "openness", "confidence"}
NETWORK_LISTS = {"focus_areas", "cpv_divisions", "exchanges", "counties", "admits"}
NETWORK_PARTS = {"members", "rhythm", "meetings", "relations", "sources", "stated_size", "other_names"}
NETWORK_KEYS = {"id"} | NETWORK_TEXTS | NETWORK_FACTS | NETWORK_LISTS | NETWORK_PARTS
PART_KEYS = {
    "rhythm": {"mode", "per_year"},
    "meetings": {"title", "date", "ends", "mode", "place", "host"},
    "relations": {"kind", "to", "year", "note"},
    "sources": {"url", "page_date"},
}


@dataclass(frozen=True)
class Problem:
    """One fault of a catalogue file."""

    file: str
    id: str
    field: str
    reason: str

    def __str__(self):
        return f"{self.file}: {self.id}: {self.field}: {self.reason}"


class CatalogueError(Exception):
    """The file does not fit; nothing was loaded. ``problems`` names each fault."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class Catalogue:
    """The records of one file, and the faults found so far."""

    file: str
    terms: dict[str, list[dict]] = field(default_factory=dict)
    agencies: list[dict] = field(default_factory=list)
    networks: list[dict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, id_: str, field_: str, reason: str) -> None:
        self.problems.append(Problem(self.file, str(id_), field_, str(reason)))

    def raise_if_faulty(self) -> None:
        if self.problems:
            raise CatalogueError(self.problems)


def read_catalogue(path: Path) -> Catalogue:
    """Return the file's records, each with every key of its kind; raise ``CatalogueError`` for what is malformed."""
    catalogue = Catalogue(path.name)
    raw = _parsed(path, catalogue)
    for section, keys in TERM_KEYS.items():
        catalogue.terms[section] = _records(catalogue, raw, section, keys, id_key="slug" if "slug" in keys else "code")
    catalogue.agencies = _records(catalogue, raw, "agencies", AGENCY_KEYS)
    catalogue.networks = _records(catalogue, raw, "networks", NETWORK_KEYS)
    for network in catalogue.networks:
        _check_network(catalogue, network)
    catalogue.raise_if_faulty()
    return catalogue


def partial_date_span(text: str) -> tuple[datetime.date, datetime.date, str]:
    """Return first day, last day and precision of ``2026-02-25``, ``2026-02`` or ``2026``; raise ValueError otherwise."""
    precision = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}.get(len(text))
    first = datetime.date.fromisoformat(text + "2000-01-01"[len(text) :])
    return *days_covered(first, precision), precision


def _parsed(path: Path, catalogue: Catalogue) -> dict:
    try:
        raw = json.loads(path.read_bytes())
    except FileNotFoundError:
        catalogue.fault("-", "-", _("There is no such file."))
    except (OSError, ValueError, RecursionError) as error:
        catalogue.fault("-", "-", _("The file cannot be read as JSON: %(error)s") % {"error": error})
    else:
        if isinstance(raw, dict) and (raw.get("format"), raw.get("version")) == (FORMAT, VERSION):
            return raw
        reason = _("This is not a catalogue of the format %(format)s, version %(version)d.")
        catalogue.fault("-", "format", reason % {"format": FORMAT, "version": VERSION})
    raise CatalogueError(catalogue.problems)


def _records(catalogue: Catalogue, raw: dict, section: str, keys: set[str], id_key: str = "id") -> list[dict]:
    rows = raw.get(section, [])
    if not isinstance(rows, list):
        catalogue.fault(section, "-", _("A list was expected here."))
        return []
    kept, seen = [], set()
    for number, row in enumerate(rows, start=1):
        id_ = row.get(id_key) if isinstance(row, dict) else None
        if not isinstance(id_, str) or not id_:
            catalogue.fault(f"{section} {number}", id_key, _("Each record needs an id."))
        elif id_ in seen:
            catalogue.fault(id_, id_key, _("This id stands twice in the file."))
        else:
            seen.add(id_)
            for unknown in sorted(row.keys() - keys):
                catalogue.fault(id_, unknown, _("This is not a key of the format."))
            kept.append({key: row.get(key) for key in keys})
    return kept


def _check_network(catalogue: Catalogue, network: dict) -> None:
    """Note every fault of one network's texts, lists and parts that its model cannot tell."""

    def fault(key: str, reason: str) -> None:
        catalogue.fault(network["id"], key, reason)

    for key in sorted(NETWORK_TEXTS | {"kind", "level", "country", "life", "life_basis", "openness", "confidence"}):
        if not isinstance(network[key], str | None):
            fault(key, _("A text was expected here."))
    for key in sorted(NETWORK_LISTS | {"members", "other_names"}):
        network[key] = _list(network[key], str, key, fault)
    for key, part_keys in PART_KEYS.items():
        network[key] = [{name: part.get(name) for name in part_keys} for part in _list(network[key], dict, key, fault)]
    size = network["stated_size"]
    if size is not None and not (isinstance(size, dict) and isinstance(size.get("count"), int)):
        fault("stated_size", _("A size has a count."))
        network["stated_size"] = None
    for meeting in network["meetings"]:
        _check_dates(meeting, fault)
    if not network["sources"]:
        fault("sources", _("Every network needs a source."))


def _check_dates(meeting: dict, fault) -> None:
    for key in ("date", "ends"):
        try:
            if meeting[key] is not None:
                partial_date_span(meeting[key])
        except (ValueError, TypeError):
            fault("meetings", _("%(value)r is not a date.") % {"value": meeting[key]})
            meeting[key] = None


def _list(value, of: type, key: str, fault) -> list:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, of) for item in value):
        fault(key, _("A list was expected here."))
        return []
    return value


def folded_names(record: dict) -> set[str]:
    """Return an agency record's name and other names as they are compared."""
    return {fold(name) for name in [record["name"], *(record["other_names"] or [])]}
