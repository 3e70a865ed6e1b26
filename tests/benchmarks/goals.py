"""What was set out to be reached, and what was measured: a row a goal, met or missed, in a table and as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import ge, le


class NotMeasured(Exception):
    """Something could not be measured here; says why."""


@dataclass(frozen=True)
class Goal:
    """A number to reach: ``must`` at the least, ``reach`` if it can be done. ``unit`` follows the numbers."""

    key: str
    what: str
    against: str
    must: float
    reach: float
    unit: str = ""
    lower_is_better: bool = False

    def is_met(self, value: float, bar: float) -> bool:
        return (le if self.lower_is_better else ge)(value, bar)


@dataclass(frozen=True)
class Row:
    """A goal and what was measured; ``value`` is None where nothing could be, and ``note`` says why."""

    goal: Goal
    value: float | None
    note: str = ""

    @property
    def is_met(self) -> bool:
        return self.value is not None and self.goal.is_met(self.value, self.goal.must)

    @property
    def verdict(self) -> str:
        if self.value is None:
            return "NOT MEASURED"
        if not self.is_met:
            return "MISSED"
        return "reached" if self.goal.is_met(self.value, self.goal.reach) else "met"

    def cells(self) -> tuple[str, ...]:
        goal, at_most = self.goal, "≤ " if self.goal.lower_is_better else ""
        bars = (f"{at_most}{number(bar)}{goal.unit}" for bar in (goal.must, goal.reach))
        measured = "–" if self.value is None else f"{number(self.value)}{goal.unit}"
        return goal.what, goal.against, measured, *bars, self.verdict, self.note


HEAD = ("goal", "against", "measured", "must", "reach for", "", "how")


def number(value: float) -> str:
    """Return a number with three telling digits."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a table in Markdown."""
    cells = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def as_json(rows: Iterable[Row]) -> dict:
    """Return every number by its goal's key, None where it was not measured, and the keys of the goals that are ``missed``."""
    rows = list(rows)
    numbers = {row.goal.key: row.value and round(row.value, 4) for row in rows}
    return numbers | {"missed": [row.goal.key for row in rows if not row.is_met]}
