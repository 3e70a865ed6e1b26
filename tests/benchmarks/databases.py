"""Generated databases: SQLite files kept between runs of the same code, and databases of a PostgreSQL of our own."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.benchmarks.goals import NotMeasured
from tests.machine import MISSING_POSTGRESQL, running_postgresql

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = "directory/catalogue/reference.json"
MADE_FROM = (
    "directory/services/artificial*.py",
    "directory/models/*.py",
    "directory/migrations/*.py",
    "directory/text.py",
    REFERENCE,
)
SITE_VARIABLES = ("SITE_URL", "SECRET_KEY", "EMAIL_URL", "CURATOR_EMAIL", "TRUSTED_PROXIES", "DEBUG", "DATABASE_URL")
LONGEST_SECONDS = 1_200


def environment(data: Path, database_url: str) -> dict[str, str]:
    """Return the variables of a local site that keeps its files in ``data``, whatever this shell has set."""
    kept = {name: value for name, value in os.environ.items() if name not in SITE_VARIABLES}
    return kept | {
        "DATA_DIR": str(data),
        "DATABASE_URL": database_url,
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.site_settings",
    }


def cache_folder() -> Path:
    """Return where generated databases are kept: in DATA_DIR if it is set, else among temporary files."""
    folder = Path(os.environ.get("DATA_DIR") or tempfile.gettempdir()) / "natverkskartan-benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sqlite_file(size: int) -> Path:
    """Return the file of a generated database, made now unless this code has made it before."""
    kept = cache_folder() / f"{_code()}-{size}.sqlite3"
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=cache_folder()) as folder:
            draft = Path(folder) / "draft.sqlite3"
            _fill(environment(Path(folder), f"sqlite:///{draft}"), size)
            draft.rename(kept)
    return kept


@contextmanager
def sqlite_copy(size: int, folder: Path) -> Iterator[str]:
    """Yield the address of a copy of the generated database that may be written to."""
    copy = Path(tempfile.mkdtemp(dir=folder)) / "copy.sqlite3"
    shutil.copy(sqlite_file(size), copy)
    yield f"sqlite:///{copy}"


@contextmanager
def postgresql(size: int, folder: Path) -> Iterator[str]:
    """Yield the address of a generated database of its own on the tests' PostgreSQL."""
    with running_postgresql() as server:
        if server is None:
            raise NotMeasured(MISSING_POSTGRESQL)
        name = f"benchmark_{os.getpid()}"
        url = urlsplit(server)._replace(path=f"/{name}").geturl()
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            try:
                _fill(environment(folder, url), size)
                with psycopg.connect(url, autocommit=True) as filled:
                    filled.execute("ANALYZE")
                yield url
            finally:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _fill(variables: dict[str, str], size: int) -> None:
    print(f"making a database of {size:,} networks …", file=sys.stderr, flush=True)
    for command in (["migrate", "-v0"], ["import_catalogue", REFERENCE, "-v0"], ["generate_networks", str(size), "-v0"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=variables | {"DEBUG": "true", "DJANGO_SETTINGS_MODULE": "networks_site.settings"},
            check=True,
            timeout=LONGEST_SECONDS,
        )


def _code() -> str:
    """Return a short name for the code that databases are made by."""
    files = [file for pattern in MADE_FROM for file in sorted(ROOT.glob(pattern))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
