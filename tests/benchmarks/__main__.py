"""``python -m tests.benchmarks finding | load``: measure, print a table, and as the last line what a program can read."""

import argparse
import json
import os
import signal
import sys

from tests.benchmarks import finding, load
from tests.benchmarks.goals import as_json, table


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))  # so that the servers that were started end too
    busy_before = os.getloadavg()[0]
    rows = options.measure(options)
    print(f"\n{table(rows)}\n", flush=True)
    print(f"{os.cpu_count()} cores; load {busy_before:.1f} before it began (0 is a machine to itself)", flush=True)
    if options.json:
        print(json.dumps(as_json(rows)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    commands = parser.add_subparsers(required=True)
    lists = commands.add_parser("finding", help="lists and search against the floor and the peers")
    lists.set_defaults(measure=finding.measure)
    lists.add_argument("--sizes", type=_sizes, default=[1_000, 10_000, 100_000], help="networks, such as 1000,10000")
    lists.add_argument("--on", type=_names, default=["sqlite", "postgresql"], help="databases: sqlite,postgresql")
    lists.add_argument("--quick", action="store_true", help="few and short rounds: minutes, not exact")
    writing = commands.add_parser("load", help="reads and writes at once")
    writing.set_defaults(measure=load.measure)
    writing.add_argument("--size", type=int, default=10_000, help="networks")
    writing.add_argument("--reads", type=int, default=200, help="reads a second")
    writing.add_argument("--writes", type=int, default=20, help="writes a second")
    writing.add_argument("--seconds", type=int, default=120, help="how long it is read and written at once")
    for command in (lists, writing):
        command.add_argument("--json", action="store_true", help="end with one line of JSON")
    return parser


def _sizes(text: str) -> list[int]:
    return sorted(int(size) for size in _names(text))


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
