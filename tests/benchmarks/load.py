"""A site that is written to and read at once: does it answer, how much later, and does every reader see every write?

After each write is answered its word, new to the directory, is searched for until the network that was written is
found by it, over connections to whichever worker; how often and how long is what is told of visibility.
"""

import asyncio
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import databases
from tests.benchmarks.addresses import Readers, unheard_word
from tests.benchmarks.clients import Answers, Client, at_a_pace
from tests.benchmarks.goals import Goal, Row
from tests.benchmarks.servers import site

BEHIND_MILLISECONDS = 500
LONGEST_UNSEEN_SECONDS = 5
SECONDS_BETWEEN_LOOKS = 0.02
GOALS = [
    Goal("errors", "answers that were errors or took 20 s", "reads and writes", 0, 0, lower_is_better=True),
    Goal("p99_ratio", "p99 of reads while written to", "p99 while not", 5, 2, "×", lower_is_better=True),
    Goal("unseen", "writes not seen within a second", "reads after the write", 0, 0, lower_is_better=True),
]


@dataclass
class Seen:
    """For each write: how long after its answer it was found, None if never, and how many looks that took."""

    milliseconds: list[float | None] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)

    def told(self) -> str:
        found = Answers([one for one in self.milliseconds if one is not None])
        first = sum(one == 1 and ms is not None for one, ms in zip(self.looks, self.milliseconds, strict=True))
        lost = self.milliseconds.count(None)
        spread = f"half within {found.percentile(0.5):.0f} ms, 99 % within {found.percentile(0.99):.0f} ms"
        return f"{len(self.looks)} writes, {first} seen at the first look, {spread}, {lost} not in {LONGEST_UNSEEN_SECONDS} s"


def measure(options) -> list[Row]:
    """Read for a quarter of the time, then read and write for all of it; end in any case."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="natverkskartan-benchmark-")))
        url = stack.enter_context(databases.sqlite_copy(options.size, folder))
        server = stack.enter_context(site(url, folder))
        server.wake("/natverk/")
        return asyncio.run(_measured(server.url, options))


async def _measured(url: str, options) -> list[Row]:
    size, seconds = options.size, options.seconds
    addresses = ["/natverk/" + search.query() for search in Readers(size).searches(4_000)]
    client, seen = Client(url), Seen()
    try:
        await at_a_pace(20, 3, lambda number: client.ask(addresses[-number]))
        print("reading …", file=sys.stderr, flush=True)
        idle = await at_a_pace(options.reads, seconds / 4, lambda number: client.ask(addresses[number % len(addresses)]))
        print("reading and writing …", file=sys.stderr, flush=True)
        reads, writes = await asyncio.gather(
            at_a_pace(options.reads, seconds, lambda number: client.ask(addresses[number % len(addresses)])),
            at_a_pace(options.writes, seconds, lambda number: _write_and_look(client, size, number, seen)),
        )
    finally:
        client.close()
    return _rows(idle, reads, writes, seen)


async def _write_and_look(client: Client, size: int, number: int, seen: Seen) -> None:
    slug, word = f"konstgjort-natverk-{number % size + 1:06}", unheard_word(number)
    await client.ask(f"/benchmark/rename/{slug}/{word}/", method="POST")
    answered, looks = time.monotonic(), 0
    while time.monotonic() - answered < LONGEST_UNSEEN_SECONDS:
        looks += 1
        if slug.encode() in await client.ask(f"/natverk/?q={word}"):
            seen.milliseconds.append((time.monotonic() - answered) * 1_000)
            break
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    else:
        seen.milliseconds.append(None)
    seen.looks.append(looks)


def _rows(idle: Answers, reads: Answers, writes: Answers, seen: Seen) -> list[Row]:
    errors = [*idle.errors, *reads.errors, *writes.errors]
    asked = len(writes.milliseconds) + len(writes.errors)
    in_time = sum(one is not None and one <= 1_000 for one in seen.milliseconds)
    counted = f"{len(reads.milliseconds)} reads, {len(writes.milliseconds)} writes"
    return [
        Row(GOALS[0], len(errors), f"{counted}; {errors[0]}" if errors else counted),
        _p99_row(idle, reads),
        Row(GOALS[2], asked - in_time, f"{asked} writes asked for; {seen.told()}"),
    ]


def _p99_row(idle: Answers, reads: Answers) -> Row:
    """Compare nothing with a site that did not keep up with its readers alone."""
    told = f"{_spread(reads)} against {_spread(idle)}"
    if idle.errors or idle.percentile(0.5) > BEHIND_MILLISECONDS:
        return Row(GOALS[1], None, f"the site did not keep up even while nobody wrote: {told}")
    return Row(GOALS[1], reads.percentile(0.99) / idle.percentile(0.99), told)


def _spread(answers: Answers) -> str:
    return f"p50 {answers.percentile(0.5):.1f}, p99 {answers.percentile(0.99):.0f} ms"
