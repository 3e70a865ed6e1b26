"""Files made to harm whoever opens them, or broken in the ways files are, each by what is the matter with it."""

import codecs
import io
import struct
import zipfile
from collections.abc import Callable

MEGABYTE = 2**20
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
WORKBOOK = f'{HEAD}<workbook {MAIN} {RELATED}><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
LINKS = '<Relationships xmlns="r"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def sheet(rows: str, before: str = "") -> str:
    return f"{HEAD}{before}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def cell(text: str, reference: str = "A1") -> str:
    return f'<row r="1"><c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def xlsx(rows: str = "", *, kind: int = zipfile.ZIP_DEFLATED, **parts: str | bytes) -> bytes:
    """Return a workbook of one sheet; ``parts`` replace or add parts, two underscores standing for a slash."""
    named = {name.replace("__", "/"): content for name, content in parts.items()}
    held = {"xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": LINKS, "xl/worksheets/sheet1.xml": sheet(rows)} | named
    return archive(held, kind)


def archive(parts: dict[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def with_part(name: str) -> bytes:
    return archive({"xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": LINKS, name: "x"})


def encrypted() -> bytes:
    """Return a workbook whose parts say that they are encrypted."""
    content = bytearray(xlsx(cell("a")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


def smaller_than_it_says() -> bytes:
    """Return a workbook whose sheet unpacks to far more than its size in the list of parts."""
    content = bytearray(xlsx(cell("a" * 30 * MEGABYTE)))
    at = content.find(b"PK\x01\x02", content.find(b"PK\x01\x02", content.find(b"PK\x01\x02") + 1) + 1)
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(content)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "more than two megabytes": lambda: b"a;b\n" * 700_000,
    "147 megabytes in a sheet": lambda: xlsx(xl__media__a=b"\0" * 147 * MEGABYTE),
    "33 megabytes in a sheet": lambda: xlsx(cell("a" * 33 * MEGABYTE)),
    "31 megabytes in one cell": lambda: xlsx(cell("a" * 31 * MEGABYTE)),
    "31 megabytes in one attribute": lambda: xlsx(f'<row r="1" a="{"a" * 31 * MEGABYTE}"/>'),
    "31 megabytes of blanks": lambda: xlsx(" " * 31 * MEGABYTE),
    "31 megabytes of a comment": lambda: xlsx(f"<!--{'a' * 31 * MEGABYTE}-->"),
    "31 megabytes of shared texts": lambda: xlsx(**{"xl/sharedStrings.xml": f"<sst><si><t>{'a' * 31 * MEGABYTE}</t></si></sst>"}),
    "millions of shared texts": lambda: xlsx(**{"xl/sharedStrings.xml": f"<sst>{'<si/>' * 6_000_000}</sst>"}),
    "millions of empty rows": lambda: xlsx("<row/>" * 5_000_000),
    "millions of empty cells": lambda: xlsx(f"<row>{'<c/>' * 7_000_000}</row>"),
    "millions of rows": lambda: xlsx("<row><c><v>1</v></c></row>" * 1_000_000),
    "millions of elements that mean nothing": lambda: xlsx("<x/>" * 7_000_000),
    "one long text in every cell": lambda: xlsx(
        "<row>" + '<c t="s"><v>0</v></c>' * 40 + "</row>" + ("<row>" + '<c t="s"><v>0</v></c>' * 40 + "</row>") * 9_000,
        **{"xl/sharedStrings.xml": f"<sst><si><t>{'a' * 20_000}</t></si></sst>"},
    ),
    "a million columns": lambda: xlsx("<row>" + "".join(f"<c><v>{n}</v></c>" for n in range(300_000)) + "</row>"),
    "a cell in the last column": lambda: xlsx(cell("a", "XFD1")),
    "a cell in no column": lambda: xlsx(cell("a", "ÅÄÖ1")),
    "a cell far out": lambda: xlsx(cell("a", f"{'Z' * 1000}1")),
    "a row of a number too long": lambda: xlsx(f'<row r="{"9" * 10_000}x"><c><v>1</v></c></row>'),
    "ten thousand sheets": lambda: archive({f"xl/worksheets/sheet{n}.xml": "" for n in range(10_000)}),
    "201 parts": lambda: archive({f"a{n}": "" for n in range(201)}),
    "elements nested a million deep": lambda: xlsx("<a>" * 1_000_000 + "</a>" * 1_000_000),
    "entities in entities": lambda: xlsx(**{"xl/worksheets/sheet1.xml": sheet(cell("&b;"), BOMB)}),
    "entities in the texts": lambda: xlsx(**{"xl/sharedStrings.xml": f"{BOMB}<sst><si><t>&b;</t></si></sst>"}),
    "entities in the workbook": lambda: xlsx(**{"xl/workbook.xml": f"{BOMB}{WORKBOOK.removeprefix(HEAD)}"}),
    "an entity from another file": lambda: xlsx(**{"xl/worksheets/sheet1.xml": sheet(cell("&a;"), OUTSIDE)}),
    "an entity that is not defined": lambda: xlsx(cell("&a;")),
    "a part above the others": lambda: with_part("../../../etc/cron.d/x"),
    "a part at the root": lambda: with_part("/etc/passwd"),
    "a part as Windows writes it": lambda: with_part("..\\..\\x.exe"),
    "parts with a password": encrypted,
    "a part larger than it says": smaller_than_it_says,
    "a compression that takes memory": lambda: xlsx(cell("a"), kind=zipfile.ZIP_LZMA),
    "another compression": lambda: xlsx(cell("a"), kind=zipfile.ZIP_BZIP2),
    "old Excel": lambda: codecs.decode("d0cf11e0a1b11ae1", "hex") + b"\0" * 5_000,
    "a zip of something else": lambda: archive({"a.txt": "a"}),
    "a zip cut off": lambda: xlsx(cell("a"))[:-40],
    "a zip with its middle lost": lambda: (one := xlsx(cell("a" * 5_000)))[:400] + b"\0" * 200 + one[600:],
    "the beginning of a zip": lambda: b"PK\x03\x04",
    "a workbook of no sheet": lambda: xlsx(**{"xl/workbook.xml": "<workbook/>"}),
    "a sheet that is missing": lambda: archive({"xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": LINKS}),
    "a sheet that is no XML": lambda: xlsx(**{"xl/worksheets/sheet1.xml": "<row><c>"}),
    "a sheet of no XML letters": lambda: xlsx(**{"xl/worksheets/sheet1.xml": b"\xff\xfe\x00\x00" * 100}),
    "a text that is not there": lambda: xlsx('<row><c t="s"><v>99</v></c></row>'),
    "a text of no number": lambda: xlsx('<row><c t="s"><v>x</v></c></row>'),
    "an empty sheet": lambda: xlsx(),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100,
    "a program": lambda: b"\x7fELF" + b"\0\1\2\3" * 10_000,
    "a null character": lambda: b"Adressnamn;Namn\nett;a\0b\n",
    "a quotation mark that is not closed": lambda: 'Adressnamn;Namn\nett;"a\ntvå;b\n'.encode(),
    "a quotation mark after a cell": lambda: b'Adressnamn;Namn\nett;"a"b\n',
    "nothing but line breaks": lambda: b"\n" * 2_000_000,
    "nothing but separators": lambda: b";" * 2_000_000,
    "a cell of two megabytes": lambda: b"Adressnamn;Namn\nett;" + b"a" * 2_000_000,
    "eleven thousand rows": lambda: b"Adressnamn;Namn\n" + b"".join(b"a%d;b\n" % n for n in range(11_000)),
    "more cells than headings": lambda: b"Adressnamn;Namn\nett;a;b;c\n",
    "half of a UTF-16 letter": lambda: b"\xff\xfe" + "Adressnamn".encode("utf-16-le") + b"\x41",
    "headings of another table": lambda: b"Foo;Bar\n1;2\n",
    "a heading twice": lambda: b"Adressnamn;Namn;Namn\n1;2;3\n",
    "no address names": lambda: b"Namn\nett\n",
}  # fmt: skip
