"""All public data as tables that others read: columns with what they mean, and rows from a snapshot, written line by line.

A list within a cell is its codes with a bar between them in CSV, and a list in JSON. What is not known is empty in CSV, and
null in JSON.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from directory.finding import AgencyEntry, NetworkEntry, Snapshot
from directory.text import guarded

BETWEEN = "|"
BYTE_ORDER_MARK = "\ufeff"
"""By which Excel knows UTF-8."""

Value = str | int | list[str] | None


@dataclass(frozen=True)
class Column:
    """A fact of each row: its name, what it means, and how it is had from an entry and its snapshot."""

    name: str
    meaning: str
    value: Callable[[object, Snapshot], Value]


@dataclass(frozen=True)
class Table:
    """One kind of public thing, in an order that stays."""

    columns: tuple[Column, ...]
    entries: Callable[[Snapshot], Iterable]

    def rows(self, entries: Iterable, snapshot: Snapshot) -> Iterator[dict[str, Value]]:
        """Return each entry as its facts by name."""
        return ({column.name: column.value(entry, snapshot) for column in self.columns} for entry in entries)


def comma_separated(table: Table, rows: Iterable[dict[str, Value]]) -> Iterator[str]:
    """Write CSV (RFC 4180); no spreadsheet takes a cell for a formula."""
    return _separated(table, rows, ",")


def for_excel(table: Table, rows: Iterable[dict[str, Value]]) -> Iterator[str]:
    """Write CSV as a Swedish Excel opens it: semicolons between cells, and a mark that says UTF-8."""
    yield BYTE_ORDER_MARK
    yield from _separated(table, rows, ";")


def json_lines(_table: Table, rows: Iterable[dict[str, Value]]) -> Iterator[str]:
    """Write one JSON object a line."""
    return (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)


class _Line:
    """A file to which a csv.writer writes: it hands each line back."""

    @staticmethod
    def write(line: str) -> str:
        return line


def _separated(table: Table, rows: Iterable[dict[str, Value]], separator: str) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=separator)
    yield writer.writerow([column.name for column in table.columns])
    for row in rows:
        yield writer.writerow([_cell(value) for value in row.values()])


def _cell(value: Value) -> str | int:
    if isinstance(value, list):
        return BETWEEN.join(value)
    return guarded(value) if isinstance(value, str) else "" if value is None else value


def _fact(name: str, meaning: str) -> Column:
    return Column(name, meaning, lambda entry, _snapshot: getattr(entry, name) or None)


def _number(name: str, meaning: str) -> Column:
    return Column(name, meaning, lambda entry, _snapshot: getattr(entry, name))


def _day(name: str, meaning: str) -> Column:
    return Column(name, meaning, lambda entry, _snapshot: getattr(entry, name) and f"{getattr(entry, name):%Y-%m-%d}")


def _time(name: str, meaning: str) -> Column:
    return Column(name, meaning, lambda entry, _snapshot: getattr(entry, name) and f"{getattr(entry, name):%H:%M}")


def _term(name: str, meaning: str) -> Column:
    return Column(name, meaning, lambda entry, _snapshot: getattr(entry, name) and getattr(entry, name).key)


def _terms(name: str, meaning: str) -> Column:
    return Column(name, meaning, lambda entry, _snapshot: [term.key for term in getattr(entry, name)])


def _members(network: NetworkEntry, snapshot: Snapshot) -> list[str]:
    return sorted(snapshot.agency_by_id[number].slug for number in network.member_ids)


def _networks(agency: AgencyEntry, snapshot: Snapshot) -> list[str]:
    return sorted(network.slug for network in snapshot.networks_of(agency))


def _modes(network: NetworkEntry, _snapshot: Snapshot) -> list[str]:
    return sorted(network.modes)


def _other_names(network: NetworkEntry, _snapshot: Snapshot) -> list[str]:
    return network.other_names.splitlines()


TABLES: dict[str, Table] = {
    "networks": Table(
        (
            _fact("slug", "its name in addresses, the key of the row"),
            _fact("name", "its name"),
            _fact("short_name", "its short name"),
            Column("other_names", "other names it has or had", _other_names),
            _fact("language", "the language of its texts, ISO 639-1"),
            _fact("purpose", "what it is for, in its own language"),
            _fact("kind", "what kind of network it is"),
            _fact("level", "whether it is local, regional, national or wider"),
            _fact("life", "how it is doing"),
            _number("ended_year", "the year in which it ended"),
            _fact("openness", "whether new members can join"),
            _fact("organiser", "who runs it"),
            _fact("country", "its country, ISO 3166-1"),
            _fact("area", "where it is, in words"),
            _terms("counties", "its counties, ISO 3166-2"),
            _terms("focus_areas", "what it works with: keys of focus_areas"),
            _terms("cpv_divisions", "what its members buy: divisions of CPV 2008"),
            _terms("exchanges", "what its members exchange"),
            _terms("admits", "which kinds of agency can join"),
            Column("modes", "how it meets", _modes),
            _number("meetings_per_year", "how often it meets, in all"),
            Column("members", "its present members that are known: keys of agencies", _members),
            _number("stated_size", "how many it says it is"),
            _fact("stated_size_unit", "of what it is that many"),
            _day("published_at", "the day on which it was put on the map"),
            _day("confirmed_on", "the day on which the network or a curator last said that this is right"),
        ),
        lambda snapshot: sorted(snapshot.networks, key=lambda network: network.slug),
    ),
    "agencies": Table(
        (
            _fact("slug", "its name in addresses, the key of the row"),
            _fact("name", "its name"),
            _term("kind", "what kind of agency it is"),
            _term("county", "its county, ISO 3166-2"),
            _fact("country", "its country, ISO 3166-1"),
            Column("networks", "the networks it takes part in: keys of networks", _networks),
        ),
        lambda snapshot: sorted(snapshot.agencies, key=lambda agency: agency.slug),
    ),
    "meetings": Table(
        (
            _fact("uid", "its identity, as in calendars, the key of the row"),
            _fact("network_slug", "whose meeting it is: a key of networks"),
            _fact("title", "what it is about"),
            _day("starts_on", "its first day, or the first it may have been on"),
            _day("ends_on", "its last day, or the last it may have been on"),
            _fact("precision", "how exactly its days are known: day, month or year"),
            _time("start_time", "when it begins"),
            _time("end_time", "when it ends"),
            _fact("time_zone", "by which clock"),
            _fact("mode", "how they meet"),
            _fact("place", "where"),
            _fact("host_slug", "who hosts it: a key of agencies"),
            _fact("state", "what has become of it"),
        ),
        lambda snapshot: sorted(snapshot.meetings, key=lambda meeting: meeting.uid),
    ),
    "focus_areas": Table(
        (
            _fact("key", "its name in addresses, the key of the row"),
            _fact("name_sv", "its name in Swedish"),
            _fact("name_en", "its name in English"),
            _fact("description_sv", "what it is about, in Swedish"),
            _fact("description_en", "what it is about, in English"),
        ),
        lambda snapshot: sorted(snapshot.terms.focus_areas.values(), key=lambda term: term.key),
    ),
}
"""The tables by the name of their files."""
