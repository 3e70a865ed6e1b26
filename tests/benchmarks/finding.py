"""Lists and search against what they set out to be: every goal measured in one run, ratios within it."""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import databases
from tests.benchmarks.addresses import Readers
from tests.benchmarks.datasette import TABLE, datasette
from tests.benchmarks.driving import NO_READER, Rounds, Target, take_turns
from tests.benchmarks.freshness import freshness, median_and_worst
from tests.benchmarks.goals import Goal, NotMeasured, Row, number
from tests.benchmarks.servers import Server, site

MAIN = 10_000
ADDRESSES = 4_000
LIST = "/natverk/"
GUIDE = "/hitta/"
FLOOR = "/benchmark/floor/"
GOALS = [
    Goal("not_modified_sqlite", "304", "floor, SQLite", 0.95, 1.7),
    Goal("not_modified_postgresql", "304", "floor, PostgreSQL", 0.60, 0.9),
    Goal("warm_sqlite", "warm page", "floor, SQLite", 0.80, 1.25),
    Goal("warm_postgresql", "warm page", "floor, PostgreSQL", 0.55, 0.9),
    Goal("uncached_sqlite", "uncached, 4,000 addresses, 10k", "floor, SQLite", 0.18, 0.30),
    Goal("uncached_postgresql", "uncached, 4,000 addresses, 10k", "floor, PostgreSQL", 0.18, 0.30),
    Goal("emptied_sqlite", "every cache emptied, 10k", "floor, SQLite", 0.10, 0.15),
    Goal("emptied_postgresql", "every cache emptied, 10k", "floor, PostgreSQL", 0.10, 0.15),
    Goal("growth_1k_10k", "growth of the uncached page", "1k → 10k", 1.3, 1.1, "×", lower_is_better=True),
    Goal("growth_10k_100k", "growth of the uncached page", "10k → 100k", 2.5, 1.5, "×", lower_is_better=True),
    Goal("guide_sqlite", "guide's answer to 4,000 needs, 10k", "uncached page, SQLite", 3, 1.5, "×", lower_is_better=True),
    Goal(
        "guide_postgresql", "guide's answer to 4,000 needs, 10k", "uncached page, PostgreSQL", 3, 1.5, "×", lower_is_better=True
    ),
    Goal("datasette_1k", "uncached page, one client", "Datasette, 1k", 12, 20, "×"),
    Goal("datasette_10k", "uncached page, one client", "Datasette, 10k", 25, 50, "×"),
    Goal("datasette_100k", "uncached page, one client", "Datasette, 100k", 40, 100, "×"),
    Goal("naive_sqlite", "uncached page under load, 10k", "naive Django, SQLite", 40, 100, "×"),
    Goal("naive_postgresql", "uncached page under load, 10k", "naive Django, PostgreSQL", 300, 1_000, "×"),
    Goal("seen_by_same_process", "change seen by the next request", "same process, 10k", 1, 1),
    Goal("seen_by_other_process", "change seen", "another process, 10k", 1_000, 50, " ms", lower_is_better=True),
    Goal("memory_100k", "memory of the snapshot", "one process, 100k", 100, 50, " MB", lower_is_better=True),
    Goal("words", "word cases answered", "the fixed list", 100, 100, " %"),
]


@dataclass
class Findings:
    """What has been measured so far, by the keys of goals: a value, None if it could not be, and how or why."""

    told: dict[str, tuple[float | None, str]] = field(default_factory=dict)

    def tell(self, key: str, value: float, note: str = "") -> None:
        self.told[key] = value, note
        print(f"{key}: {number(value)} ({note})", file=sys.stderr, flush=True)

    @contextmanager
    def about(self, *keys: str) -> Iterator[None]:
        """Let what goes wrong inside be the reason why those of the goals that are still open were not measured."""
        try:
            yield
        except (NotMeasured, OSError, RuntimeError, subprocess.SubprocessError) as error:
            for key in keys:
                self.told.setdefault(key, (None, str(error)))

    def rows(self) -> list[Row]:
        return [Row(goal, *self.told.get(goal.key, (None, "not asked for"))) for goal in GOALS]


@dataclass(frozen=True)
class Effort:
    """How long is measured."""

    rounds: int
    seconds: float
    writes: int


QUICK, FULL = Effort(3, 2, 4), Effort(5, 3, 10)


def measure(options) -> list[Row]:
    """Measure what the options ask for; each part stands by itself, and one that fails leaves the others be."""
    found, effort, sizes = Findings(), QUICK if options.quick else FULL, options.sizes
    with tempfile.TemporaryDirectory(prefix="natverkskartan-benchmark-") as folder:
        parts = Parts(found, effort, sizes, Path(folder))
        parts.words()
        parts.memory()
        if "sqlite" in options.on:
            parts.sqlite_under_load()
            parts.datasette()
            parts.freshness()
        if "postgresql" in options.on:
            parts.postgresql_under_load()
    return found.rows()


@dataclass(frozen=True)
class Parts:
    """The parts of the run. Each tells what it found."""

    found: Findings
    effort: Effort
    sizes: list[int]
    folder: Path

    def words(self) -> None:
        with self.found.about("words"):
            answered, asked = _word_cases()
            self.found.tell("words", 100 * answered / asked, f"{answered} of {asked} cases")

    def memory(self) -> None:
        with self.found.about("memory_100k"):
            for size in self.sizes:
                told = _memory(size, self.folder)
                note = f"resident, {told['words']:,} words, built in {told['seconds']:.1f} s"
                print(f"{size:,} networks: {told['megabytes']:.0f} MB {note}", file=sys.stderr, flush=True)
                if size == 100_000:
                    self.found.tell("memory_100k", told["megabytes"], note)
            self._need(100_000)

    def sqlite_under_load(self) -> None:
        with self.found.about(*_keys("sqlite"), "growth_1k_10k", "growth_10k_100k"), ExitStack() as stack:
            servers = {size: stack.enter_context(self._sqlite_site(size)) for size in self.sizes}
            targets = {_uncached(size): _uncached_target(server, size) for size, server in servers.items()}
            if MAIN in servers:
                targets |= _targets(servers[MAIN], stack.enter_context(self._sqlite_site(MAIN)))
            rounds = take_turns(targets, rounds=self.effort.rounds, seconds=self.effort.seconds)
            self._tell_growth(rounds)
            self._need(MAIN)
            self._tell_shares(rounds, "sqlite")

    def postgresql_under_load(self) -> None:
        with self.found.about(*_keys("postgresql")), ExitStack() as stack:
            self._need(MAIN)
            url = stack.enter_context(databases.postgresql(MAIN, self.folder))
            server, other = (stack.enter_context(site(url, self.folder)) for _one in range(2))
            targets = {_uncached(MAIN): _uncached_target(server, MAIN)} | _targets(server, other)
            self._tell_shares(take_turns(targets, rounds=self.effort.rounds, seconds=self.effort.seconds), "postgresql")

    def datasette(self) -> None:
        """Ask both, one client at a time, for the same networks."""
        for size, key in ((1_000, "datasette_1k"), (10_000, "datasette_10k"), (100_000, "datasette_100k")):
            with self.found.about(key), ExitStack() as stack:
                self._need(size)
                searches = Readers(size).searches(ADDRESSES)
                ours, theirs = (
                    stack.enter_context(self._sqlite_site(size)),
                    stack.enter_context(datasette(databases.sqlite_file(size), self.folder)),
                )
                targets = {
                    "ours": Target(ours, [LIST + s.query() for s in searches], NO_READER, clients=1),
                    "Datasette": Target(
                        theirs,
                        [TABLE + s.datasette_query() for s in searches],
                        clients=1,
                        idle="/-/versions.json",
                        is_slow=True,
                    ),
                }
                rounds = take_turns(targets, rounds=self.effort.rounds, seconds=self.effort.seconds)
                self._compare(rounds, key, "ours", "Datasette")

    def freshness(self) -> None:
        with self.found.about("seen_by_same_process", "seen_by_other_process"), ExitStack() as stack:
            self._need(MAIN)
            url = stack.enter_context(databases.sqlite_copy(MAIN, self.folder))
            told = freshness(url, self.folder, writes=self.effort.writes)
            share = statistics.mean(told.was_next)
            self.found.tell("seen_by_same_process", share, f"that page took {median_and_worst(told.same_process)}")
            self.found.tell("seen_by_other_process", max(told.other_process), median_and_worst(told.other_process))

    def _sqlite_site(self, size: int):
        return _site_on(databases.sqlite_copy(size, self.folder), self.folder)

    def _need(self, size: int) -> None:
        if size not in self.sizes:
            raise NotMeasured(f"{size:,} is not among the sizes")

    def _tell_growth(self, rounds: Rounds) -> None:
        for key, small, large in (("growth_1k_10k", 1_000, 10_000), ("growth_10k_100k", 10_000, 100_000)):
            with self.found.about(key):
                self._need(small)
                self._need(large)
                self._compare(rounds, key, _uncached(small), _uncached(large))

    def _tell_shares(self, rounds: Rounds, database: str) -> None:
        uncached = _uncached(MAIN)
        self._compare(rounds, f"not_modified_{database}", "304", "floor")
        self._compare(rounds, f"warm_{database}", "warm", "floor")
        self._compare(rounds, f"uncached_{database}", uncached, "floor")
        self._compare(rounds, f"emptied_{database}", "emptied", "floor")
        self._compare(rounds, f"naive_{database}", uncached, "naive")
        self._compare(rounds, f"guide_{database}", uncached, "guide")

    def _compare(self, rounds: Rounds, key: str, name: str, to: str) -> None:
        with self.found.about(key):
            self.found.tell(key, rounds.ratio(name, to), rounds.told(name, to))


def _keys(database: str) -> list[str]:
    """Return the keys of the goals that hold for either database."""
    return [goal.key for goal in GOALS if goal.key.endswith(f"_{database}")]


@contextmanager
def _site_on(database, folder: Path) -> Iterator[Server]:
    with database as url, site(url, folder) as server:
        yield server


def _uncached(size: int) -> str:
    return f"uncached {size:,}"


def _uncached_target(server: Server, size: int) -> Target:
    return Target(server, [LIST + search.query() for search in Readers(size).searches(ADDRESSES)], NO_READER)


def _targets(server: Server, other: Server) -> dict[str, Target]:
    """Return all that is asked of the main size, but the uncached page; of the ``other`` what would spoil its caches."""
    queries = [search.query() for search in Readers(MAIN).searches(ADDRESSES)]
    _body, headers = server.get(LIST)
    return {
        "floor": Target(server, [FLOOR], NO_READER),
        "304": Target(server, [LIST], {"If-None-Match": headers["ETag"]}),
        "warm": Target(server, [LIST]),
        "guide": Target(server, [GUIDE + need.query() for need in Readers(MAIN).needs(ADDRESSES)], NO_READER),
        "emptied": Target(other, ["/benchmark/emptied/" + query for query in queries], NO_READER),
        "naive": Target(other, ["/benchmark/naive/" + query for query in queries], NO_READER, clients=4, is_slow=True),
    }


def _memory(size: int, folder: Path) -> dict:
    variables = databases.environment(folder, f"sqlite:///{databases.sqlite_file(size)}")
    return json.loads(_output([sys.executable, "-m", "tests.benchmarks.memory"], variables).splitlines()[-1])


def _word_cases() -> tuple[int, int]:
    """Return how many of the word cases are answered, and how many there are. Those known not to be yet are not."""
    variables = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = _output([sys.executable, "-m", "pytest", "-q", "tests/finding/test_word_cases.py"], variables)
    counts = {
        word: int(count) for count, word in re.findall(r"(\d+) (passed|failed|xfailed|xpassed|error)", told.splitlines()[-1])
    }
    if "passed" not in counts or "error" in counts:
        raise NotMeasured(f"the word cases could not be asked: {told.splitlines()[-1]}")
    return counts["passed"], sum(counts.values())


def _output(command: list[str], variables: dict[str, str]) -> str:
    return subprocess.run(
        command, cwd=databases.ROOT, env=variables, check=False, stdout=subprocess.PIPE, text=True, timeout=900
    ).stdout.strip()
