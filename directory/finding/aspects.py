"""What networks are judged by for a need, how much each aspect weighs, and what one judgement is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from directory.finding.entries import NetworkEntry


@dataclass(frozen=True, slots=True)
class Weight:
    """How many points an aspect of a network gives at most, when it is not known, and when it does not fit; and why."""

    fits: float
    unknown: float
    fails: float
    why: str

    @property
    def points(self) -> tuple[float, float, float]:
        return self.fits, self.unknown, self.fails


class Aspect(StrEnum):
    """What networks are judged by, in the order in which it is told."""

    FOCUS = "focus"
    WORDS = "words"
    CPV = "cpv"
    WHO = "who"
    COUNTY = "county"
    COUNTRY = "country"
    KIND = "kind"
    MODE = "mode"
    RHYTHM = "rhythm"
    EXCHANGE = "exchange"
    OPENNESS = "openness"
    LIFE = "life"


WEIGHTS = {
    Aspect.FOCUS: Weight(100, 0, 0, "What it works with is what a network is sought for."),
    Aspect.WORDS: Weight(100, 0, 0, "Its own words tell what no list of areas does, rare ones most: as much as all areas."),
    Aspect.CPV: Weight(30, 0, 0, "What is bought is told of few networks, so not being told is held against none."),
    Aspect.WHO: Weight(10, 0, 0, "To be let in is taken for granted, and better stated than not; not to be is a hard fact."),
    Aspect.COUNTY: Weight(60, -10, -50, "One close by can be visited; one of other counties is hardly ever open to a visitor."),
    Aspect.COUNTRY: Weight(40, -40, -50, "Another country has other rules and another language, unless that is what is sought."),
    Aspect.KIND: Weight(10, 0, 0, "Who wants to learn wants peers; who wants to procure together wants those who do."),
    Aspect.MODE: Weight(15, 0, 0, "How one can meet decides whether one comes, but can be talked about."),
    Aspect.RHYTHM: Weight(15, 0, 0, "How often, likewise."),
    Aspect.EXCHANGE: Weight(15, 0, 0, "For each thing wished for: what members give one another is what one joins for."),
    Aspect.OPENNESS: Weight(20, 0, -30, "Asked only by those who want to join now."),
    Aspect.LIFE: Weight(10, 0, 0, "To be known to be alive breaks ties; to have ended is a hard fact."),
}
"""In round numbers, set on 24 graded needs together; ``manage.py judge_matching`` tells how well they do."""
SUBJECT = (Aspect.FOCUS, Aspect.WORDS, Aspect.CPV)


class Verdict(StrEnum):
    FITS = "fits"
    UNKNOWN = "unknown"
    FAILS = "fails"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class Reason:
    """One aspect of one network, judged: ``values`` are what it is about, as keys of a list or words of the need."""

    aspect: Aspect
    verdict: Verdict
    points: float
    values: tuple[str, ...] = ()


Values = Callable[[NetworkEntry, int], tuple[str, ...]]


class Judged:
    """One aspect of all networks, by row: in what share it fits, and where it is not known, fails or rules out.

    ``shares`` are (fits, unknown, fails) by row, which the weight of the aspect makes ``points`` of. ``lacking`` returns what
    was wished for and a network lacks: told, and weighed already by its smaller share.
    """

    def __init__(
        self,
        aspect: Aspect,
        fits: np.ndarray,
        values: Values,
        *,
        unknown: np.ndarray | None = None,
        fails: np.ndarray | None = None,
        bars: np.ndarray | None = None,
        lacking: Values | None = None,
    ):
        none = np.zeros(len(fits), bool)
        self.aspect, self.values, self.lacking = aspect, values, lacking
        self.bars = none if bars is None else bars
        fails = ~(fits > 0) & (self.bars if fails is None else fails | self.bars)
        unknown = none if unknown is None else unknown & ~(fits > 0) & ~fails
        self.fails = fails
        self._flags = {Verdict.BARS: self.bars, Verdict.FAILS: fails, Verdict.FITS: fits > 0, Verdict.UNKNOWN: unknown}
        self.shares = np.array([fits, unknown, fails], np.float64)
        self.points = np.array(WEIGHTS[aspect].points) @ self.shares

    def reasons(self, network: NetworkEntry, row: int) -> Iterator[Reason]:
        """Yield what is to be told of the network in that row: the verdict, if there is one, and what it lacks."""
        verdict = next((verdict for verdict, flags in self._flags.items() if flags[row]), None)
        if verdict:
            yield Reason(self.aspect, verdict, float(self.points[row]), self.values(network, row))
        if self.lacking and (lacking := self.lacking(network, row)):
            yield Reason(self.aspect, Verdict.FAILS, 0.0, lacking)
