"""``manage.py start``: from an empty folder to a site with its worker, what it says, and how it ends."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from directory.management.commands.start import as_typed, local_url, split_address
from tests.machine import free_port
from tests.started import started

QUICK_SECONDS = 20
pytestmark = pytest.mark.looks

OF_THE_SITE = ("DATABASE_URL", "DATA_DIR", "LOCAL_URL")


@dataclass(frozen=True)
class Site:
    """A site on SQLite files of its own."""

    folder: Path
    port: int

    @property
    def environment(self) -> dict[str, str]:
        return unset() | {"DATA_DIR": str(self.folder / "data"), "EMAIL_URL": "consolemail://"}

    @property
    def quick(self) -> float:
        """In how many seconds a start is quick: twenty, or on a slow machine what the first took that loaded the catalogue."""
        return max(QUICK_SECONDS, float((self.folder / "seconds").read_text()))

    @property
    def said(self) -> str:
        return (self.folder / "log").read_text()

    @contextmanager
    def start(self) -> Iterator[subprocess.Popen]:
        with (self.folder / "log").open("w") as log, started(self.port, self.environment, log) as process:
            yield process

    def page(self, path: str = "/") -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
            return answer.read().decode()

    def database(self, statement: str) -> list:
        with sqlite3.connect(self.folder / "data" / "natverkskartan.sqlite3") as connection:
            rows = connection.execute(statement).fetchall()
        connection.close()
        return rows


def unset() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OF_THE_SITE}


def children(pid: int) -> dict[int, str]:
    """Return the command line of each process that the one with this id has begun."""
    pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(pid): Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in pids}


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site that has been started once, and ended."""
    one, began = Site(tmp_path_factory.mktemp("start"), free_port()), time.monotonic()
    with one.start():
        assert "<h1" in one.page()
        (one.folder / "seconds").write_text(str(time.monotonic() - began))
    return one


def test_greeting_tells_how_many_networks_where_and_how_to_go_on(site):
    first, hint, sign_in, stop = site.said.splitlines()[:4]

    assert re.fullmatch(rf"1\d\d networks at http://localhost:{site.port}/", first)
    assert hint.startswith(f"Make an administrator with: DATA_DIR={site.folder}/data ")
    assert sign_in == f"Then sign in at http://localhost:{site.port}/admin/"
    assert stop == "Stop with Ctrl-C."


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_second_run_is_quick_loses_nothing_and_ends_with_its_worker(site, asked):
    site.database("UPDATE directory_network SET purpose = 'Skrivet av en redaktör.' WHERE slug = 'soi'")
    known = site.database("SELECT count(*) FROM directory_network")
    began = time.monotonic()
    with site.start() as process:
        assert time.monotonic() - began < site.quick
        assert "Skrivet av en redaktör." in site.page("/natverk/soi/")
        assert site.database("SELECT count(*) FROM directory_network") == known

        begun = children(process.pid)
        assert len([line for line in begun.values() if line.endswith("manage.py work ")]) == 1
        process.send_signal(asked)
        process.wait(timeout=30)
    assert [line for pid, line in begun.items() if is_running(pid)] == []
    socket.create_server(("127.0.0.1", site.port)).close()


def test_hint_makes_an_administrator_of_this_site(site):
    hint = re.search("Make an administrator with: (.*)", site.said)[1]
    command = f"{hint} --noinput --username asa --email asa@example.se"
    environment = unset() | {"DJANGO_SUPERUSER_PASSWORD": "ett-långt-lösenord"}
    subprocess.run(["sh", "-c", command], cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.DEVNULL)

    assert site.database("SELECT username FROM auth_user") == [("asa",)]


def test_taken_port_is_refused_in_clear_words_before_anything_is_made(tmp_path):
    one = Site(tmp_path, free_port())
    with socket.create_server(("127.0.0.1", one.port)):
        command = [sys.executable, "manage.py", "start", f"127.0.0.1:{one.port}"]
        answer = subprocess.run(command, cwd=settings.BASE_DIR, env=one.environment, capture_output=True, text=True, check=False)

    assert answer.returncode == 1
    assert f"Cannot serve at 127.0.0.1:{one.port}: Address already in use." in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (one.folder / "data" / "natverkskartan.sqlite3").exists()


@pytest.mark.parametrize("address", ["", "localhost", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:http"])
def test_bad_address_is_refused(address):
    with pytest.raises(CommandError, match="is not an address and port, such as 127"):
        call_command("start", address)


@pytest.mark.parametrize(
    ("address", "host", "port", "url"),
    [
        ("127.0.0.1:8231", "127.0.0.1", 8231, "http://localhost:8231"),
        ("8231", "127.0.0.1", 8231, "http://localhost:8231"),
        ("0.0.0.0:8231", "0.0.0.0", 8231, "http://localhost:8231"),  # noqa: S104
        ("[::1]:8231", "::1", 8231, "http://[::1]:8231"),
        ("nat.example:80", "nat.example", 80, "http://nat.example:80"),
    ],
)
def test_address_is_read_and_told(address, host, port, url):
    assert split_address(address) == (host, port)
    assert local_url(host, port) == url


def test_hint_names_what_is_below_this_folder_as_it_is_typed(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.setattr(sys, "argv", ["manage.py", "start"])
    monkeypatch.delenv("DATA_DIR")

    assert as_typed("createsuperuser") == ".venv/bin/python manage.py createsuperuser"
    monkeypatch.setenv("DATA_DIR", "my files")
    assert as_typed("createsuperuser") == "DATA_DIR='my files' .venv/bin/python manage.py createsuperuser"
