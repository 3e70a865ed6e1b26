"""Servers of our own on loopback: started, waited for, and ended."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from pathlib import Path

from tests.benchmarks.databases import ROOT, environment
from tests.machine import free_port

LONGEST_START_SECONDS = 180
LONGEST_ANSWER_SECONDS = 900
WORKERS = 2
CALLS_TO_WAKE = 24
QUICK_SECONDS = 0.4
"""In which an idle server answers so many trifling calls."""


@dataclass(frozen=True)
class Server:
    """Something that answers at ``url``, which ends without a slash, by a process and its children."""

    url: str
    pid: int

    def get(self, address: str, **headers: str) -> tuple[bytes, Message]:
        """Return the body and the headers of an answer."""
        return self._open(urllib.request.Request(self.url + address, headers=headers))

    def post(self, address: str) -> bytes:
        return self._open(urllib.request.Request(self.url + address, data=b"", method="POST"))[0]

    def wake(self, address: str, headers: dict[str, str] | None = None) -> None:
        """Ask so much at once that every worker answers, and so has its snapshot."""
        with ThreadPoolExecutor(CALLS_TO_WAKE) as pool:
            list(pool.map(lambda _number: self._answers(address, headers or {}), range(CALLS_TO_WAKE)))

    def wait_until_idle(self, address: str) -> None:
        """Wait until what was asked before has been answered: until every worker answers quickly."""
        deadline = time.monotonic() + LONGEST_ANSWER_SECONDS
        before = float("-inf")
        while time.monotonic() - before > QUICK_SECONDS and time.monotonic() < deadline:
            before = time.monotonic()
            self.wake(address)

    def processor_seconds(self) -> float:
        """Return how long its processes have worked, in user and system mode; nothing is known of a database server's."""
        return sum(_processor_seconds(pid) for pid in _family(self.pid))

    def _answers(self, address: str, headers: dict[str, str]) -> None:
        try:
            self.get(address, **headers)
        except urllib.error.HTTPError as answer:
            if answer.code != HTTPStatus.NOT_MODIFIED:
                raise

    @staticmethod
    def _open(request: urllib.request.Request) -> tuple[bytes, Message]:
        with urllib.request.urlopen(request, timeout=LONGEST_ANSWER_SECONDS) as answer:
            return answer.read(), answer.headers


@contextmanager
def site(database_url: str, data: Path, *, workers: int = WORKERS) -> Iterator[Server]:
    """Run the site with the benchmarks' addresses: granian, WSGI, so many workers of one thread each."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "networks_site.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(workers), "--blocking-threads", "1", "--log-level", "error",
    ]  # fmt: skip
    with running(command, port, "/benchmark/floor/", environment(data, database_url)) as server:
        yield server


@contextmanager
def running(command: list[str], port: int, address: str, variables: dict[str, str], log: int | None = None) -> Iterator[Server]:
    """Run a server until the block ends; it is ready when ``address`` is answered. Its errors go to this shell, or to ``log``."""
    process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, stderr=log)
    try:
        server = Server(f"http://127.0.0.1:{port}", process.pid)
        _wait_for(server, address, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from _family(int(child))


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wait_for(server: Server, address: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[2]} ended before it answered")
        try:
            server.get(address)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{server.url} did not answer in {LONGEST_START_SECONDS} seconds")
