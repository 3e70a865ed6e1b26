"""How good the matching is: what graded needs get, beside plain searches, and with weights chosen on other needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from directory.finding.aspects import WEIGHTS
from directory.finding.matching import Matches, Need
from directory.finding.search import Search
from directory.finding.snapshot import Snapshot
from directory.finding.wording import Wording
from directory.finding.words import STOPWORDS, chunks

TOP, BEST_GRADE = 5, 3
FACTORS_TRIED = (0.0, 0.5, 1.5, 2.0)


@dataclass(frozen=True)
class GradedNeed:
    """A need, and how well networks answer it: grades from 0 to 3 by slug. What has no grade counts as 0."""

    id: str
    language: str
    need: Need
    grades: Mapping[str, int]


@dataclass(frozen=True)
class Figures:
    """How good one ranking is: nDCG@5, recall of grade 3 in the top five, one over the place of the first grade 3.

    The last two are None when no network has that grade.
    """

    ndcg: float
    recall: float | None
    reciprocal_rank: float | None


def judge(ranking: Sequence[str], grades: Mapping[str, int]) -> Figures:
    """Judge a ranking of slugs by the grades; a grade gains 2^grade - 1, a place discounts by log2 (Burges et al. 2005)."""
    best = [slug for slug, grade in grades.items() if grade == BEST_GRADE]
    ideal = _gained(sorted(grades.values(), reverse=True)[:TOP])
    gained = _gained([grades.get(slug, 0) for slug in ranking[:TOP]])
    first = next((place for place, slug in enumerate(ranking, 1) if slug in best), None)
    return Figures(
        gained / ideal if ideal else 1.0,
        sum(slug in best for slug in ranking[:TOP]) / len(best) if best else None,
        (1 / first if first else 0.0) if best else None,
    )


def mean(figures: Iterable[Figures]) -> dict[str, float]:
    """Return the means as ``ndcg@5``, ``recall3@5`` and ``mrr``, each over the needs that have one."""
    several = list(figures)
    return {
        "ndcg@5": round(_mean(one.ndcg for one in several), 4),
        "recall3@5": round(_mean(one.recall for one in several), 4),
        "mrr": round(_mean(one.reciprocal_rank for one in several), 4),
    }


def plain_search(snapshot: Snapshot, text: str) -> list[str]:
    """Return the networks that hold any of the words of a text, best first: the search of the list, were it to ask for any."""
    words = tuple(parts for parts in dict.fromkeys(chunks(text)) if "".join(parts) not in STOPWORDS)
    worth = np.sum([np.zeros(len(snapshot.networks)), *Search(snapshot, Wording(words=words)).each()], axis=0)
    found = np.flatnonzero(worth)
    return [snapshot.networks[row].slug for row in found[np.argsort(-worth[found], kind="stable")].tolist()]


class Judged:
    """Graded needs against one snapshot; the weights can be changed without matching anew."""

    def __init__(self, snapshot: Snapshot, needs: Sequence[GradedNeed]):
        self.snapshot, self.needs = snapshot, needs
        self.matches = [Matches(snapshot, one.need) for one in needs]
        self._slugs = [network.slug for network in snapshot.networks]
        self._own_weights = np.array([weight.points for weight in WEIGHTS.values()])
        self._shares = [self._shares_of(matches) for matches in self.matches]

    def rankings(self) -> list[list[str]]:
        return [[self._slugs[row] for row in matches.ranked] for matches in self.matches]

    def left_one_out(self) -> list[Figures]:
        """Judge each need with weights chosen on all the others, starting from the present ones."""
        figures = []
        for place in range(len(self.needs)):
            others = [other for other in range(len(self.needs)) if other != place]
            figures.append(self._judge(place, self._chosen_on(others)))
        return figures

    def _chosen_on(self, places: list[int]) -> np.ndarray:
        """Return weights no single one of which could be changed, to a half or by as much, to serve these needs better."""
        weights, best = self._own_weights.copy(), -1.0
        for at in zip(*np.nonzero(self._own_weights), strict=True):
            for factor in (1.0, *FACTORS_TRIED):
                tried = weights.copy()
                tried[at] = self._own_weights[at] * factor
                served = _mean(self._judge(place, tried).ndcg for place in places)
                if served > best:
                    weights, best = tried, served
        return weights

    def _judge(self, place: int, weights: np.ndarray) -> Figures:
        scores = np.tensordot(weights, self._shares[place], axes=2)
        order = np.lexsort((-scores, self.matches[place].is_ruled_out)).tolist()
        return judge([self._slugs[row] for row in order], self.needs[place].grades)

    def _shares_of(self, matches: Matches) -> np.ndarray:
        """Return the shares of each aspect, kind of share and row; those of aspects that are not asked for are none."""
        shares = {one.aspect: one.shares for one in matches.judged}
        none = np.zeros((3, len(self._slugs)))
        return np.array([shares.get(aspect, none) for aspect in WEIGHTS])


def _gained(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


def _mean(values: Iterable[float | None]) -> float:
    stated = [value for value in values if value is not None]
    return fmean(stated) if stated else 0.0
