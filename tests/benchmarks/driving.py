"""Asks a server as fast as it answers, with ``wrk``, and compares by the medians of rounds that take turns."""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.goals import NotMeasured, number
from tests.benchmarks.servers import Server

MISSING_WRK = "wrk is not on this machine; install it with: apt-get install wrk"
SCRIPT = Path(__file__).with_name("addresses.lua")
CLIENTS = 16
SLOW, WARM_UP = 4, 5
"""How many times longer a slow target's rounds are, and the round that is not counted."""
NO_READER = {"Cookie": "benchmark=1"}
"""A request with any cookie is not answered from kept pages, nor does it look for one."""


@dataclass(frozen=True)
class Target:
    """What is asked in a round: addresses in turn, by so many clients at once.

    ``idle`` is asked afterwards until the server has answered all and rests; a slow target gets longer rounds.
    """

    server: Server
    addresses: Sequence[str]
    headers: dict[str, str] = field(default_factory=dict)
    clients: int = CLIENTS
    idle: str = "/benchmark/floor/"
    is_slow: bool = False


@dataclass
class Rounds:
    """How each target answered in each round, and what was wrong with the answers of some.

    ``rates`` are answers a second; ``costs`` are milliseconds its server's processes worked for an answer, those included that
    the clients did not wait for. They say more than rates on a machine that others use too.
    """

    rates: dict[str, list[float]]
    costs: dict[str, list[float]]
    faults: dict[str, str] = field(default_factory=dict)

    def ratio(self, name: str, to: str) -> float:
        """Return the median over the rounds of how many times faster one is than the other.

        Raises ``NotMeasured`` where either was not answered, or with errors.
        """
        for target in (name, to):
            if target in self.faults:
                raise NotMeasured(self.faults[target])
            if not all(self.rates[target]):
                raise NotMeasured(f"no answer from {target} in a round")
        return statistics.median(one / other for one, other in zip(self.rates[name], self.rates[to], strict=True))

    def told(self, name: str, to: str) -> str:
        """Return both medians in words: "1,193/s against 5,677/s; 1.7 against 0.35 ms of processor time, 0.21"."""
        rate, other_rate = (statistics.median(self.rates[one]) for one in (name, to))
        cost, other_cost = (statistics.median(self.costs[one]) for one in (name, to))
        worked = f"{number(cost)} against {number(other_cost)} ms of processor time, {number(other_cost / cost)}"
        return f"{number(rate)}/s against {number(other_rate)}/s; {worked}"


def take_turns(targets: dict[str, Target], *, rounds: int, seconds: float) -> Rounds:
    """Ask each target in each round for so long; a round before the first is not counted."""
    for target in targets.values():
        target.server.wake(target.addresses[0], target.headers)
    told = Rounds({name: [] for name in targets}, {name: [] for name in targets})
    for turn in range(rounds + 1):
        for name, target in targets.items():
            worked = target.server.processor_seconds()
            longer = SLOW if target.is_slow else 1 if turn else WARM_UP
            done = _drive(target, seconds * longer, start=turn * 1_009)
            worked = target.server.processor_seconds() - worked
            if done["errors"]:
                told.faults[name] = f"{done['errors']} errors in {done['requests']} answers from {name}"
            if turn:
                told.rates[name].append(done["requests"] / done["seconds"])
                told.costs[name].append(1_000 * worked / (done["requests"] + target.clients))
        rates = (f"{name} {number(rates[-1])}/s" for name, rates in told.rates.items() if rates)
        print(f"round {turn}: {', '.join(rates)}", file=sys.stderr, flush=True)
    return told


def _drive(target: Target, seconds: float, *, start: int) -> dict:
    """Return what the script says when it is done, once the server rests again."""
    program = shutil.which("wrk")
    if program is None:
        raise NotMeasured(MISSING_WRK)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(target.addresses))
        file.flush()
        headers = [part for name, value in target.headers.items() for part in ("-H", f"{name}: {value}")]
        command = [
            program, "-t1", f"-c{target.clients}", f"-d{max(1, round(seconds))}s", "--timeout", "60s", "-s", str(SCRIPT),
            *headers, target.server.url, "--", file.name, str(start),
        ]  # fmt: skip
        told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 120).stdout
    target.server.wait_until_idle(target.idle)
    return json.loads(told.strip().splitlines()[-1])
