"""What this machine offers to the tests: PostgreSQL, Chromium, Java, and how to install what is missing."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
JAVA = shutil.which("java")
MISSING_POSTGRESQL = "its programs are not on this machine; install them with: apt-get install postgresql"
MISSING_CHROMIUM = "Chromium is not on this machine; install it with: apt-get install chromium"
MISSING_JAVA = "Java is not on this machine; install it with: apt-get install default-jre-headless"


def is_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true")


def need(program: str | None, missing: str) -> str:
    """Return the program's path; skip the test that needs it, or fail it in CI, when the machine has none."""
    if program is None:
        (pytest.fail if is_ci() else pytest.skip)(missing)
    return program


@contextmanager
def running_postgresql() -> Iterator[str | None]:
    """Yield the address of an empty PostgreSQL of our own, ended afterwards; None where the machine has no programs.

    DATABASE_URL, if it names a PostgreSQL, is used instead and left running.
    """
    given = os.environ.get("DATABASE_URL", "")
    programs = _newest_programs()
    if given.startswith("postgres"):
        yield given
    elif programs is None:
        yield None
    else:
        with tempfile.TemporaryDirectory(prefix="natverkskartan-") as folder:
            yield from _own_cluster(programs, Path(folder))


def _own_cluster(programs: Path, folder: Path) -> Iterator[str]:
    data, port = folder / "data", free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def call(program: str, *arguments: str) -> None:
        subprocess.run([*as_owner, str(programs / program), *arguments], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    call("initdb", "-D", str(data), "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
    call("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgres://tests@127.0.0.1:{port}/postgres"
    finally:
        call("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def _newest_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs: Debian's, or those on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda program: int(program.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).parent if found else None


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
