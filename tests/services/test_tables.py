"""Tables are read as people save them, and what is made to harm is refused in time, in little memory, and with the reason."""

import io
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

from directory.admin.importing import preview
from directory.models import Network
from directory.services import tables, xlsx
from directory.services.tables import MOST_ROWS, Table, Unreadable, read_table
from tests.services.hostile_tables import HOSTILE, MEGABYTE, archive, cell, sheet
from tests.services.hostile_tables import xlsx as workbook

pytestmark = pytest.mark.looks

SECONDS = 2
TABLE = Table(["Adressnamn", "Namn"], [(2, ["are", "Åre; köp"]), (3, ["b", 'två\nrader "citat"'])])
CSV = 'Adressnamn;Namn\r\nare;"Åre; köp"\r\nb;"två\nrader ""citat"""\r\n'


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        preview(Network, read_table(content))
    return str(refused.value)


def cpu_seconds() -> float:
    return sum(os.times()[:4])


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_time_and_in_the_readers_language(name):
    content = HOSTILE[name]()
    before = cpu_seconds()

    swedish = refusal(content)

    assert cpu_seconds() - before < SECONDS
    with translation.override("en"):
        assert refusal(content) != swedish


@pytest.mark.django_db
def test_hostile_files_are_refused_in_little_memory():
    """The process that reads XLSX has a limit of its own."""
    assert xlsx.MEMORY <= 96 * MEGABYTE
    peaks = {}
    for name, make in HOSTILE.items():
        content = make()
        tracemalloc.start()
        refusal(content)
        peaks[name] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert max(peaks.values()) < 64 * MEGABYTE, max(peaks, key=peaks.get)


def test_at_least_forty_files_are_tried():
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_as_it_is_saved(encoding, separator):
    text = CSV.replace(";", separator).replace(f"Åre{separator}", "Åre;")

    assert read_table(text.encode(encoding)) == TABLE


def test_csv_of_windows_has_its_own_signs():
    assert read_table("Adressnamn;Namn\na;Ett – två €\n".encode("cp1252")).rows == [(2, ["a", "Ett – två €"])]


def test_empty_rows_are_passed_over_and_counted():
    assert read_table(b"Adressnamn;Namn\n;\n\na;b\n;;;\n").rows == [(4, ["a", "b"])]


def test_xlsx_is_read_as_excel_shows_it():
    book = openpyxl.Workbook()
    for row in (["Adressnamn", "Namn"], ["are", "Åre; köp"], [], ["b", 'två\nrader "citat"'], [None, 2012], ["c", 2012.0]):
        book.active.append(row)
    book.create_sheet("Två").append(["a"])
    book.save(stream := io.BytesIO())

    table = read_table(stream.getvalue())

    assert table.header == TABLE.header
    assert table.rows == [(2, TABLE.rows[0][1]), (4, TABLE.rows[1][1]), (5, ["", "2012"]), (6, ["c", "2012"])]


def test_xlsx_whose_first_sheet_lies_elsewhere_and_whose_texts_have_runs_is_read():
    texts = "<sst><si><r><t>Na</t></r><r><t>mn</t></r><rPh><t>nej</t></rPh></si></sst>"
    content = workbook('<row><c t="s"><v>0</v></c></row>', **{"xl/sharedStrings.xml": texts})

    assert read_table(content).header == ["Namn"]


def test_most_rows_are_read_and_one_more_refused():
    rows = [b"Adressnamn", *(b"a%d" % number for number in range(MOST_ROWS))]

    assert len(read_table(b"\n".join(rows)).rows) == MOST_ROWS
    with pytest.raises(Unreadable, match="10000"):
        read_table(b"\n".join([*rows, b"b"]))


@pytest.mark.parametrize(("content", "row"), [(CSV.encode() + b'c;"d', 4), (CSV.encode() + b"c;d;e\n", 4), (b"a;b\n\n\na;\0", 4)])
def test_refusal_names_the_row(content, row):
    with translation.override("sv"), pytest.raises(Unreadable, match=rf"Rad {row}\b"):
        read_table(content)


def test_reading_that_takes_too_long_is_ended(monkeypatch):
    def take_too_long(command, **options):
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(tables.subprocess, "run", take_too_long)

    with pytest.raises(Unreadable):
        read_table(workbook(cell("a")))


@pytest.mark.parametrize("limit", ["MEMORY", "CPU_SECONDS"])
def test_reader_of_xlsx_has_limits_that_the_system_holds(limit):
    """Whatever the file does, the process ends by itself."""
    greedy = {"MEMORY": "bytearray(200 * 2**20)", "CPU_SECONDS": "xlsx.spin()"}[limit]
    program = (
        f"import sys; sys.path.insert(0, {str(Path(xlsx.__file__).parent)!r}); import xlsx\n"
        "def spin():\n    while True: pass\n"
        f"xlsx.spin, xlsx.CPU_SECONDS = spin, 1\nxlsx.rows = lambda content: iter([{greedy}])\nxlsx.main()"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], input=b"", capture_output=True, timeout=60, check=False)

    assert done.stdout == b'"large"\n' if limit == "MEMORY" else done.returncode < 0


@pytest.mark.parametrize("name", ["one long text in every cell", "a part above the others", "entities in the texts"])
def test_reader_refuses_by_itself(name):
    """In this process, where its branches are seen."""
    with pytest.raises(xlsx.Refused):
        list(xlsx.rows(HOSTILE[name]()))


def test_reader_yields_rows_in_this_process_too():
    assert list(xlsx.rows(workbook(cell("a", "B1")))) == [(1, ["", "a"])]
    assert archive({"a": sheet("")})
