"""How soon a committed change is seen: by the next request of the process that wrote, and by another process."""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.addresses import unheard_word
from tests.benchmarks.servers import Server, site

LONGEST_SECONDS = 30
SECONDS_BETWEEN_ASKING = 0.005
SLUG = "konstgjort-natverk-000001"


@dataclass(frozen=True)
class Freshness:
    """Milliseconds from a write's answer to the first page that shows it, for each write; and whether that was the next page."""

    same_process: list[float]
    was_next: list[bool]
    other_process: list[float]


def freshness(database_url: str, data: Path, *, writes: int) -> Freshness:
    """Write through one server; look through it, and through another one of the same database, each with one process."""
    told = Freshness([], [], [])
    with site(database_url, data, workers=1) as writer, site(database_url, data, workers=1) as other:
        for server in (writer, other):
            seen_after(server, "inget", pages=1)
        for number in range(writes):
            milliseconds, pages = _write_and_look(writer, writer, unheard_word(2 * number))
            told.same_process.append(milliseconds)
            told.was_next.append(pages == 1)
            told.other_process.append(_write_and_look(writer, other, unheard_word(2 * number + 1))[0])
    return told


def median_and_worst(milliseconds: list[float]) -> str:
    return f"median {statistics.median(milliseconds):.0f} ms, worst {max(milliseconds):.0f} ms of {len(milliseconds)}"


def _write_and_look(writer: Server, reader: Server, word: str) -> tuple[float, int]:
    """Return the milliseconds and the number of pages until the word was seen. The word is new to the directory."""
    writer.post(f"/benchmark/rename/{SLUG}/{word}/")
    return seen_after(reader, word)


def seen_after(server: Server, word: str, *, pages: int = 10_000) -> tuple[float, int]:
    """Ask for the word until the network is found by it, or ``pages`` have been asked for."""
    started = time.monotonic()
    for page in range(1, pages + 1):
        found = SLUG.encode() in server.get(f"/natverk/?q={word}")[0]
        if found or page == pages:
            return (time.monotonic() - started) * 1_000, page
        if time.monotonic() - started > LONGEST_SECONDS:
            raise TimeoutError(f"a change was not seen in {LONGEST_SECONDS} seconds")
        time.sleep(SECONDS_BETWEEN_ASKING)
    raise AssertionError("pages is at least one")
