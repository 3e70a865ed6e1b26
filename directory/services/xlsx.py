"""Reads the first sheet of an XLSX file that may be hostile: a program of its own, with little memory and time.

It takes the file on standard input and writes each row that holds something as a line of JSON, its number and its cells;
the last line is ``null``, or the name of the reason to refuse the file. It knows nothing of the rest of the project.
"""

import json
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from xml.parsers import expat

MEMORY = 96 * 2**20
CPU_SECONDS = 10
MOST_PARTS = 200
MOST_BYTES = 32 * 2**20
MOST_ELEMENTS = 800_000
MOST_CHARACTERS = 8_000_000
MOST_ROWS = 10_001
MOST_COLUMNS = 50
PIECE = 2**16
LONGEST_MARK = 2**20
"""A mark of XML, such as a comment, is not read further than this: each piece of it is read from its beginning anew."""
WORKBOOK, LINKS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
CELL = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
WHOLE = re.compile(r"-?[0-9]{1,15}\.0*")
ENCRYPTED = 1


class Refused(Exception):
    """The file is not read; the name of the reason."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    reason = None
    try:
        for row in rows(sys.stdin.buffer.read()):
            _say(row)
    except Refused as refusal:
        reason = str(refusal)
    except MemoryError:
        reason = "large"
    except (zipfile.BadZipFile, expat.ExpatError, OSError, EOFError, LookupError, ValueError, NotImplementedError, RuntimeError):
        reason = "broken"
    _say(reason)


def _say(told) -> None:
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode(errors="replace") + b"\n")


def rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row of the first sheet that holds something."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        _check(archive.infolist())
        reading = _Reading(archive)
        sheet = reading.first_sheet()
        strings = reading.strings()
        yield from reading.rows(sheet, strings)


def _check(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise Refused("parts")
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise Refused("large")
    for part in parts:
        if part.flag_bits & ENCRYPTED:
            raise Refused("encrypted")
        if part.filename.startswith("/") or "\\" in part.filename or ".." in part.filename.split("/"):
            raise Refused("names")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("broken")
    if WORKBOOK not in {part.filename for part in parts}:
        raise Refused("no workbook")


class _Reading:
    """One reading of a file, in which elements and characters are counted over all its parts."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive, self.elements, self.characters = archive, 0, 0

    def first_sheet(self) -> str:
        """Return the name of the part that holds the first sheet."""
        sheets, targets = [], {}
        self._read(WORKBOOK, lambda name, own: sheets.append(own) if name == "sheet" else None)
        self._read(LINKS, lambda _name, own: targets.update({own.get("Id"): own.get("Target", "")}))
        link = next((value for key, value in sheets[0].items() if key.rpartition(" ")[2] == "id"), None) if sheets else None
        target = targets.get(link, "").removeprefix("/xl/")
        if not target:
            raise Refused("no workbook")
        return f"xl/{target}"

    def strings(self) -> list[str]:
        """Return the texts that cells refer to by number."""
        found, texts = [], _Texts(self)

        def start(name: str, _own: dict) -> None:
            if name == "si":
                texts.clear()
            texts.start(name)

        def end(name: str) -> None:
            texts.end(name)
            if name == "si":
                found.append(texts.told())

        if STRINGS in self.archive.namelist():
            self._read(STRINGS, start, end, texts.add)
        return found

    def rows(self, part: str, strings: list[str]) -> Iterator[tuple[int, list[str]]]:
        sheet = _Sheet(self, strings)
        yield from self._pieces(part, sheet.start, sheet.end, sheet.texts.add, sheet.take)
        yield from sheet.take()

    def count(self, characters: int) -> None:
        self.characters += characters
        if self.characters > MOST_CHARACTERS:
            raise Refused("large")

    def _count_elements(self, part: str) -> None:
        """Refuse a part of too many elements before any is parsed: in every encoding that expat reads they begin alike."""
        with self.archive.open(part) as stream:
            while piece := stream.read(PIECE):
                self.elements += piece.count(b"<") - piece.count(b"</")
                if self.elements > MOST_ELEMENTS:
                    raise Refused("large")

    def _read(self, part: str, start: Callable, end: Callable | None = None, text: Callable | None = None) -> None:
        for _nothing in self._pieces(part, start, end, text, lambda: ()):
            pass

    def _pieces(self, part: str, start: Callable, end: Callable | None, text: Callable | None, take: Callable) -> Iterator:
        """Parse a part piece by piece, and yield what ``take`` returns after each."""
        self._count_elements(part)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_definitions
        parser.StartElementHandler = lambda name, own: start(name.rpartition(" ")[2], own)
        parser.EndElementHandler = end and (lambda name: end(name.rpartition(" ")[2]))
        parser.CharacterDataHandler = text
        read = 0
        with self.archive.open(part) as stream:
            while piece := stream.read(PIECE):
                parser.Parse(piece)
                read += len(piece)
                if read - parser.CurrentByteIndex > LONGEST_MARK:
                    raise Refused("large")
                yield from take()
        parser.Parse(b"", True)


class _Texts:
    """The text of a cell or of a shared string: all its runs, but not how they are pronounced."""

    def __init__(self, reading: _Reading):
        self.reading, self.runs, self.is_text, self.is_phonetic = reading, [], False, False

    def clear(self) -> None:
        self.runs, self.is_phonetic = [], False

    def start(self, name: str) -> None:
        self.is_phonetic = self.is_phonetic or name == "rPh"
        self.is_text = name in ("t", "v") and not self.is_phonetic

    def end(self, name: str) -> None:
        self.is_phonetic = self.is_phonetic and name != "rPh"
        self.is_text = False

    def add(self, text: str) -> None:
        if self.is_text:
            self.reading.count(len(text))
            self.runs.append(text)

    def told(self) -> str:
        return "".join(self.runs)


class _Sheet:
    """The rows of a sheet, gathered while it is parsed and taken away after each piece."""

    def __init__(self, reading: _Reading, strings: list[str]):
        self.reading, self.strings, self.texts = reading, strings, _Texts(reading)
        self.number, self.cells, self.kind, self.column, self.seen = 0, [], "", 0, 0
        self.whole: list[tuple[int, list[str]]] = []

    def take(self) -> list[tuple[int, list[str]]]:
        whole, self.whole = self.whole, []
        return whole

    def start(self, name: str, own: dict) -> None:
        if name == "row":
            self.number = int(own["r"][:9]) if "r" in own else self.number + 1
            self.cells = []
        elif name == "c":
            self.kind, self.column = own.get("t", ""), _column(own["r"]) if "r" in own else len(self.cells)
            if self.column >= MOST_COLUMNS:
                raise Refused("columns")
            self.texts.clear()
        self.texts.start(name)

    def end(self, name: str) -> None:
        self.texts.end(name)
        if name == "c":
            self.cells += [""] * (self.column + 1 - len(self.cells))
            self.cells[self.column] = self._value(self.texts.told())
        elif name == "row" and any(self.cells):
            self.seen += 1
            if self.seen > MOST_ROWS:
                raise Refused("rows")
            self.whole.append((self.number, self.cells))

    def _value(self, text: str) -> str:
        """Return what a cell says: a shared text in full, a whole number without a fraction."""
        if self.kind == "s":
            told = self.strings[int(text)]
            self.reading.count(len(told))
            return told
        return text.partition(".")[0] if not self.kind and WHOLE.fullmatch(text) else text


def _column(reference: str) -> int:
    """Return the place of the column of a cell such as ``AB12``, counted from 0."""
    cell = CELL.fullmatch(reference)
    if cell is None:
        raise Refused("broken")
    place = 0
    for letter in cell[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _refuse_definitions(*_told) -> None:
    raise Refused("definitions")


if __name__ == "__main__":
    main()
