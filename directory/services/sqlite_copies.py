"""SQLite's own way to copy a database that others write to, whole or not at all."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

LONGEST_WAIT_SECONDS = 60
SUFFIX = ".sqlite3"


def dump(database: dict, file: Path) -> dict[str, int]:
    """Copy the database as it stands at one moment into ``file`` and return how many rows each table had then."""
    with closing(_opened(database["NAME"], "ro")) as live, closing(sqlite3.connect(file)) as copy:
        live.execute("BEGIN")
        counts = _counts(live)
        _copy(live, copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return counts


@contextmanager
def tried(database: dict, file: Path) -> Iterator[tuple[dict[str, int], set[tuple[str, str]]]]:
    """Restore ``file`` into memory and yield its rows by table and its migrations; ValueError says what is wrong with it."""
    try:
        with closing(_opened(file, "ro")) as kept, closing(sqlite3.connect(":memory:")) as scratch:
            _copy(kept, scratch)
            _refuse_broken(scratch)
            yield _counts(scratch), set(scratch.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.Error as error:
        raise ValueError(f"SQLite cannot read it: {error}") from None


def replace(database: dict, file: Path) -> None:
    """Make the live database what ``file`` holds, in one transaction of SQLite's, seen by those who have it open."""
    try:
        with closing(_opened(file, "ro")) as kept, closing(sqlite3.connect(database["NAME"], timeout=20)) as live:
            live.execute("PRAGMA journal_mode=WAL")
            _copy(kept, live)
    except sqlite3.Error as error:
        raise ValueError(f"SQLite could not write it: {error}") from None


def _opened(file: Path | str, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(file).absolute().as_uri()}?mode={mode}", uri=True, timeout=20, isolation_level=None)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy all pages in one step; whoever holds the target for too long is not waited for for ever."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS

    def look_at_the_clock(_status, remaining, _total) -> None:
        if remaining and time.monotonic() > deadline:
            raise sqlite3.OperationalError("the database is locked")

    source.backup(target, progress=look_at_the_clock)


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
    return {name: connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for (name,) in tables}  # noqa: S608


def _refuse_broken(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise ValueError("its pages are damaged")
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise ValueError("rows in it refer to rows that are not there")
