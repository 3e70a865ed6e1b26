"""Reading a table that somebody sends, CSV or XLSX, into rows of text: within limits, and refused with the reason and the row."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from directory.services import xlsx

MOST_BYTES = 2 * 2**20
MOST_ROWS = xlsx.MOST_ROWS - 1
MOST_COLUMNS = xlsx.MOST_COLUMNS
LONGEST_CELL = 20_000
SECONDS = 20
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SEPARATORS = ";,\t"


class Unreadable(Exception):
    """The file cannot be read as a table; the message says why, and at which row if at one."""


@dataclass
class Table:
    """The first row of a file, and those below that hold something, by their number in the file."""

    header: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read_table(content: bytes) -> Table:
    """Return the table in a file; raise ``Unreadable`` if it is none, or larger than it may be."""
    if not content:
        raise Unreadable(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 2 megabytes. Split it into several."))
    if content.startswith(OLD_EXCEL):
        raise Unreadable(_("This is an Excel file of the old kind, or one with a password. Save it as .xlsx without a password."))
    numbered = _xlsx_rows(content) if content.startswith(ZIP) else _csv_rows(_text(content))
    header = next(numbered, None)
    if header is None:
        raise Unreadable(_("The file is empty."))
    table = Table([cell.strip() for cell in header[1]])
    for number, cells in numbered:
        _check_row(table, number, cells)
        table.rows.append((number, cells))
    return table


def _check_row(table: Table, number: int, cells: list[str]) -> None:
    if len(table.rows) >= MOST_ROWS:
        raise Unreadable(_("The file has more than %(most)d rows. Split it into several.") % {"most": MOST_ROWS})
    if any(cell.strip() for cell in cells[len(table.header) :]):
        raise Unreadable(_("Row %(row)d has more cells than there are headings.") % {"row": number})
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise Unreadable(_too_long(number))


def _too_long(row: int) -> str:
    return _("Row %(row)d has a cell of more than %(most)d characters.") % {"row": row, "most": LONGEST_CELL}


def _xlsx_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of an XLSX file, read by a process that can do no harm."""
    command = [sys.executable, "-I", "-S", str(Path(xlsx.__file__))]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Unreadable(_refusal("large")) from None
    if done.returncode:
        raise Unreadable(_refusal("large"))
    for line in io.BytesIO(done.stdout):
        told = json.loads(line)
        if isinstance(told, str):
            raise Unreadable(_refusal(told))
        if told is not None:
            yield told[0], told[1]


def _refusal(reason: str) -> str:
    reasons = {
        "broken": _("The file is broken. Open it in the program it was made with and save it anew."),
        "columns": _("The file has more than %(most)d columns.") % {"most": MOST_COLUMNS},
        "definitions": _("The file holds definitions that no table needs. Save it anew as .xlsx."),
        "encrypted": _("The file has a password. Save it without one."),
        "large": _("The file holds more than can be read at once. Split it into several."),
        "names": _("The file holds parts whose names lead out of it. Save it anew as .xlsx."),
        "no workbook": _("This is no .xlsx file. Save the table as .xlsx or .csv."),
        "parts": _("The file has too many parts. Keep one sheet and save it anew."),
        "rows": _("The file has more than %(most)d rows. Split it into several.") % {"most": MOST_ROWS},
    }
    return reasons[reason]


def _text(content: bytes) -> str:
    """Return the text of a CSV file: UTF-8, UTF-16, or else Latin-1 as Windows writes it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif content[1::2].count(0) > len(content) // 4:
        encodings = ("utf-16-le",)
    elif content[0::2].count(0) > len(content) // 4:
        encodings = ("utf-16-be",)
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The letters of the file cannot be read. Save it as CSV UTF-8."))


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something; a row of several lines is one row, as in a spreadsheet."""
    if "\x00" in text:
        raise Unreadable(
            _("Row %(row)d holds a character that no text has.") % {"row": text[: text.index("\x00")].count("\n") + 1}
        )
    text = text.rstrip("\r\n")
    heading = text.lstrip("\r\n").partition("\n")[0]
    separator = max(SEPARATORS, key=heading.count)
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), start=1):
            if len(cells) > MOST_COLUMNS:
                raise Unreadable(_refusal("columns"))
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error:
        raise Unreadable(
            _("Row %(row)d cannot be read: a quotation mark is missing or stands alone.") % {"row": number + 1}
        ) from None
