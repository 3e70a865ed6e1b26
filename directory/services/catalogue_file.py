"""Reading a catalogue file: its records as plain values, or every fault it has, named by file, id, field and reason.

The format is described in ``directory/catalogue/README.md``; the shapes below are that description in code.
"""

import datetime
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from directory.models import Precision
from directory.models.meeting import days_covered
from directory.text import clean_line, clean_paragraphs, fold

FORMAT, VERSION = "natverkskartan-catalogue", 1
HEADER = {"format", "version", "licence"}
ID = re.compile(r"[-a-zA-Z0-9_]{1,120}")
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


def text(value) -> str:
    if not isinstance(value, str):
        raise ValueError(_("A text was expected here."))
    if NOT_TEXT.search(value):
        raise ValueError(_("It holds a character that no text has."))
    return clean_paragraphs(value)


def code(value) -> str | None:
    return text(value) or None


def name(value) -> str:
    if not fold(text(value)):
        raise ValueError(_("A name has letters or digits."))
    return clean_line(value)


def number(value) -> int:
    if type(value) is not int:  # true and false are numbers to isinstance
        raise ValueError(_("A whole number was expected here."))
    return value


def date(value) -> str:
    try:
        partial_date_span(text(value))
    except ValueError:
        raise ValueError(_("%(value)s is not a date.") % {"value": value}) from None
    return value


def partial_date_span(text: str) -> tuple[datetime.date, datetime.date, str]:
    """Return first day, last day and precision of ``2026-02-25``, ``2026-02`` or ``2026``; raise ValueError otherwise."""
    if not DATE.fullmatch(text):
        raise ValueError(text)
    precision = PRECISIONS[len(text)]
    first = datetime.date.fromisoformat(text + "2000-01-01"[len(text) :])
    return *days_covered(first, precision), precision


TERMS = {
    "focus_areas": {
        "slug": text,
        "name_sv": text,
        "name_en": text,
        "description_sv": text,
        "description_en": text,
        "words_sv": [text],
        "words_en": [text],
    },
    "counties": {"code": text, "name_sv": text, "name_en": text, "scb_code": text},
    "agency_kinds": {"code": text, "name_sv": text, "name_en": text, "name_plural_sv": text, "name_plural_en": text},
    "cpv_divisions": {"code": text, "name_sv": text, "name_en": text, "plain_sv": text, "plain_en": text},
    "exchanges": {"code": text, "name_sv": text, "name_en": text},
    "synonyms": {"code": text, "name_sv": text, "name_en": text, "words_sv": [text], "words_en": [text]},
}
AGENCY = {
    "id": text, "name": name, "other_names": [name], "kind": code, "county": code, "country": code, "organisation_number": code,
}  # fmt: skip
NETWORK_TEXTS = dict.fromkeys((
    "name", "short_name", "purpose", "language", "organiser", "area", "founded_note", "ended_reason", "origin", "how_to_join",
    "admission_note", "website", "linkedin", "rhythm_note", "doubts",
), text)  # fmt: skip
NETWORK_FACTS = {
    "kind": code, "level": code, "country": code, "life": code, "life_basis": code, "openness": code, "confidence": code,
    "founded_year": number, "ended_year": number,
}  # fmt: skip
NETWORK_LISTS = {"focus_areas": [text], "cpv_divisions": [text], "exchanges": [text], "counties": [text], "admits": [text]}
NETWORK = {"id": text} | NETWORK_TEXTS | NETWORK_FACTS | NETWORK_LISTS | {
    "name": name,
    "other_names": [name],
    "stated_size": {"count": number, "unit": text, "as_of": date},
    "members": [name],
    "rhythm": [{"mode": code, "per_year": number}],
    "meetings": [{"title": text, "date": date, "ends": date, "mode": code, "place": text, "host": name}],
    "relations": [{"kind": text, "to": text, "year": number, "note": text}],
    "sources": [{"url": text, "page_date": date}],
}  # fmt: skip
TOLD_APART_BY = {"rhythm": ["mode"], "meetings": ["title", "date"], "relations": ["kind", "to"], "sources": ["url"]}


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
    for section in sorted(raw.keys() - HEADER - TERMS.keys() - {"agencies", "networks"}):
        catalogue.fault("-", section, _("This is not a key of the format."))
    catalogue.terms = {section: _records(catalogue, raw, section, shape) for section, shape in TERMS.items()}
    catalogue.agencies = _records(catalogue, raw, "agencies", AGENCY)
    catalogue.networks = _records(catalogue, raw, "networks", NETWORK)
    catalogue.raise_if_faulty()
    _check_names(catalogue)
    for network in catalogue.networks:
        _check_network(catalogue, network)
    catalogue.raise_if_faulty()
    return catalogue


def id_key(shape: dict) -> str:
    """Return the key that names a record of that shape: ``id``, ``slug`` or ``code``, the first of its keys."""
    return next(iter(shape))


def agency_names(record: dict) -> list[str]:
    """Return the names an agency record goes by."""
    return [name_ for name_ in (record["name"], *record["other_names"]) if name_]


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


def _records(catalogue: Catalogue, raw: dict, section: str, shape: dict) -> list[dict]:
    rows = raw.get(section, [])
    if not isinstance(rows, list):
        catalogue.fault(section, "-", _("A list was expected here."))
        return []
    kept, key = {}, id_key(shape)
    for number_, row in enumerate(rows, start=1):
        id_ = row.get(key) if isinstance(row, dict) else None
        if not isinstance(id_, str) or not ID.fullmatch(id_):
            catalogue.fault(f"{section} {number_}", key, _("Each record needs an id of a-z, 0-9 and hyphens."))
        elif id_ in kept:
            catalogue.fault(id_, key, _("This id stands twice in the file."))
        else:
            kept[id_] = _fitted(row, shape, "", partial(catalogue.fault, id_))
    return list(kept.values())


def _fitted(value, shape, place: str, fault: Callable[[str, str], None]):
    """Return ``value`` in its ``shape``, with all its keys; note each fault at its ``place`` in the record."""
    if isinstance(shape, list):
        return [_fitted(item, shape[0], place, fault) for item in _list(value, place, fault)]
    if value is None:
        return None
    if isinstance(shape, dict):
        return _object(value, shape, place, fault)
    try:
        return shape(value)
    except ValueError as error:
        return fault(place, str(error))


def _list(value, place, fault) -> list:
    if value is None or (isinstance(value, list) and None not in value):
        return value or []
    fault(place, _("A list was expected here."))
    return []


def _object(value, shape, place, fault) -> dict:
    if not isinstance(value, dict):
        fault(place, _("An object with keys was expected here."))
        value = {}
    for unknown in sorted(value.keys() - shape.keys()):
        fault(f"{place} {unknown}".strip(), _("This is not a key of the format."))
    return {key: _fitted(value.get(key), part, f"{place} {key}".strip(), fault) for key, part in shape.items()}


def _check_names(catalogue: Catalogue) -> None:
    """Note every agency that goes by a name of another: a member's name must lead to one agency only."""
    owners: dict[str, str] = {}
    for agency in catalogue.agencies:
        for name_ in agency_names(agency):
            owner = owners.setdefault(fold(name_), agency["id"])
            if owner != agency["id"]:
                reason = _("%(name)s is a name of %(other)s too.")
                catalogue.fault(agency["id"], "name", reason % {"name": name_, "other": owner})


def _check_network(catalogue: Catalogue, network: dict) -> None:
    """Note what is wrong between the values of one network, each of which is right by itself."""
    for part, keys in TOLD_APART_BY.items():
        named = [tuple(row[key] for key in keys) for row in network[part]]
        for twice in sorted({str(one[-1]) for one in named if named.count(one) > 1}):
            catalogue.fault(network["id"], part, _("%(value)s stands here twice.") % {"value": twice})
    if any(meeting["ends"] and not _ends_after_it_starts(meeting) for meeting in network["meetings"]):
        catalogue.fault(network["id"], "meetings ends", _("A last day needs a first day, no later than it."))
    if network["stated_size"] and network["stated_size"]["count"] is None:
        catalogue.fault(network["id"], "stated_size", _("A size has a count."))
    if not network["sources"]:
        catalogue.fault(network["id"], "sources", _("Every network needs a source."))


def _ends_after_it_starts(meeting: dict) -> bool:
    return len(meeting["date"] or "") == len(meeting["ends"]) == len("2026-02-25") and meeting["date"] <= meeting["ends"]
