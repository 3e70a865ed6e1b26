"""Importing a table: what it would change and which rows are wrong, told before anything is written; then the writing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import tablib
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.results import RowResult

from directory.admin.sheets import SHEETS, SheetResource
from directory.models.revision import one_step
from directory.services.tables import Table, Unreadable
from directory.text import fold

ROWS_AT_ONCE = 500
ROWS_TOLD = 200


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, or with one row as a whole."""

    row: int
    column: str
    reason: str


@dataclass
class Outcome:
    """What became of the rows of a table, or would become: how many, the faults, and the first changes in words."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    told: list[dict] = field(default_factory=list)

    @property
    def right(self) -> int:
        return self.new + self.changed

    @property
    def wrong_rows(self) -> int:
        return len({fault.row for fault in self.faults})


class OtherFaults(Exception):
    """The rows that are wrong are not those that were shown; nothing was written. ``outcome`` tells them."""

    def __init__(self, outcome: Outcome):
        super().__init__(outcome)
        self.outcome = outcome


def preview(model: type[models.Model], table: Table) -> Outcome:
    """Return what importing the table would do; raise ``Unreadable`` when its headings are not those of a sheet."""
    return _run(model, table, preview=True)


def import_table(model: type[models.Model], table: Table, *, name: str, wrong_rows: int, by: AbstractUser) -> Outcome:
    """Write the rows that are right, in one transaction that can be undone; those that are wrong are left out.

    Raises ``OtherFaults``, and writes nothing, unless as many are wrong as the curator has seen and agreed to.
    """
    with one_step(by=by, why=_("Imported from %(file)s") % {"file": name}):
        outcome = _run(model, table, preview=False)
        if outcome.wrong_rows != wrong_rows:
            raise OtherFaults(outcome)
    return outcome


def _run(model: type[models.Model], table: Table, *, preview: bool) -> Outcome:
    sheet = SHEETS[model]()
    names, outcome = _columns(sheet, table.header), Outcome()
    rows = iter(table.rows)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        cells = [(_filled(row, len(names))) for _number, row in some]
        numbers = [number for number, _row in some]
        _note(outcome, sheet, _imported(sheet, tablib.Dataset(*cells, headers=names), numbers, preview), numbers)
    return outcome


def _imported(sheet: SheetResource, dataset: tablib.Dataset, numbers: list[int], preview: bool):
    sheet.numbers = numbers
    result = sheet.import_data(dataset, raise_errors=False, preview=preview)
    for error in [*result.base_errors, *(one for row in result.error_rows for one in row.errors)]:
        raise error.error
    return result


def _note(outcome: Outcome, sheet: SheetResource, result, numbers: list[int]) -> None:
    outcome.unchanged += result.totals[RowResult.IMPORT_TYPE_SKIP]
    outcome.new += result.totals[RowResult.IMPORT_TYPE_NEW]
    outcome.changed += result.totals[RowResult.IMPORT_TYPE_UPDATE]
    for invalid in result.invalid_rows:
        outcome.faults += _faults(sheet, numbers[invalid.number - 1], invalid.error)
    for row in result.rows:
        if row.is_valid() and len(outcome.told) < ROWS_TOLD:
            outcome.told.append({"name": row.object_repr, "is_new": row.is_new(), "changes": row.told})


def _faults(sheet: SheetResource, number: int, error: ValidationError) -> Iterator[Fault]:
    told = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, reasons in told.items():
        column = sheet.fields[name].column_name if name in sheet.fields else "–"
        yield Fault(number, column, " ".join(reasons))


def _columns(sheet: SheetResource, header: list[str]) -> list[str]:
    """Return the field that each heading names; raise ``Unreadable`` for those that name none, or one twice."""
    by_heading = {heading: name for name, column in sheet.fields.items() for heading in column.headings}
    names = [by_heading.get(fold(heading)) for heading in header]
    if None in names:
        unknown = ", ".join(f"“{heading[:60]}”" for heading, name in zip(header, names, strict=True) if name is None)
        raise Unreadable(_("These headings are not known: %(headings)s.") % {"headings": unknown})
    if len(set(names)) < len(names):
        raise Unreadable(_("A heading stands twice."))
    if "slug" not in names:
        raise Unreadable(_("The column “%(heading)s” is missing.") % {"heading": sheet.fields["slug"].column_name})
    return names


def _filled(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * width][:width]
