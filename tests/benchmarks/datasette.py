"""The peer that shows any SQLite table as pages with facets: Datasette, in a virtual environment of its own."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.benchmarks.databases import cache_folder
from tests.benchmarks.goals import NotMeasured
from tests.benchmarks.servers import Server, running
from tests.machine import free_port

RELEASE = "datasette==0.65.*"
TABLE = "/directory/networks"
EXPORT = """
ATTACH ? AS made;
CREATE TABLE networks (
    id INTEGER PRIMARY KEY, name TEXT, purpose TEXT, organiser TEXT, level TEXT, kind TEXT, life TEXT, openness TEXT,
    focus_areas TEXT, counties TEXT
);
INSERT INTO networks SELECT id, name, purpose, organiser, level, kind, life, openness,
    (SELECT json_group_array(a.slug) FROM made.directory_network_focus_areas f
     JOIN made.directory_focusarea a ON a.id = f.focusarea_id WHERE f.network_id = n.id),
    (SELECT json_group_array(c.code) FROM made.directory_network_counties nc
     JOIN made.directory_county c ON c.id = nc.county_id WHERE nc.network_id = n.id)
    FROM made.directory_network n;
CREATE INDEX networks_level ON networks (level);
CREATE INDEX networks_kind ON networks (kind);
CREATE INDEX networks_openness ON networks (openness);
CREATE VIRTUAL TABLE networks_fts USING fts5 (name, purpose, organiser, content="networks", content_rowid="id");
INSERT INTO networks_fts (networks_fts) VALUES ('rebuild');
ANALYZE;
"""
LIMITS = {"sql_time_limit_ms": 60_000, "facet_time_limit_ms": 60_000, "default_page_size": 20}
"""Datasette gives up early by default; here it may take the time it needs."""


@contextmanager
def datasette(database: Path, folder: Path) -> Iterator[Server]:
    """Serve the networks of a generated database as one table with full text search and indexed facets."""
    port, export = free_port(), folder / "directory.db"
    _export(database, export)
    settings = [part for name, value in LIMITS.items() for part in ("--setting", name, str(value))]
    command = [str(_program()), "serve", "-i", str(export), "--host", "127.0.0.1", "--port", str(port), *settings]
    with running(command, port, "/-/versions.json", dict(os.environ), subprocess.DEVNULL) as server:
        yield server


def _export(database: Path, export: Path) -> None:
    export.unlink(missing_ok=True)
    attach, *rest = EXPORT.strip().split(";\n")
    with closing(sqlite3.connect(export)) as connection, connection:
        connection.execute(attach, [str(database)])
        connection.executescript(";\n".join(rest))


def _program() -> Path:
    """Return Datasette's program, installed now unless an earlier run has; it is no part of the site's requirements."""
    folder = cache_folder() / "datasette"
    program = folder / "bin/datasette"
    if not program.exists():
        print("installing Datasette …", file=sys.stderr, flush=True)
        try:
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
            pip = [str(folder / "bin/pip"), "install", "--quiet", "--disable-pip-version-check", RELEASE]
            subprocess.run(pip, check=True, timeout=300, stderr=subprocess.DEVNULL)
        except subprocess.SubprocessError as error:
            raise NotMeasured(f"Datasette could not be installed: {error}") from None
    return program
