"""Which networks hold which words, and how much each counts: columns of numbers, put together anew for each edition."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from directory.finding.words import tokens

FREQUENCY_HALF = 3.0
"""The weighted frequency at which a word has half of all it can count (BM25's k)."""
LENGTH_COUNTS = 0.4
"""How far a long text makes each of its words count less (BM25's b)."""
LONGEST_REMEMBERED = 160


@dataclass(frozen=True, slots=True)
class Field:
    """One searched part of a network: how much a word in it counts, and its usual number of words."""

    weight: float
    usual_length: int


FIELDS = {
    "name": Field(10, 4),
    "other_names": Field(9, 3),
    "focus": Field(4, 16),
    "purpose": Field(3, 25),
    "place": Field(3, 3),
    "organiser": Field(2, 4),
    "topics": Field(1.5, 12),
    "members": Field(1, 30),
    "who": Field(1, 8),
    "exchanges": Field(1, 8),
    "about_focus": Field(0.5, 100),
}


class Terms:
    """Numbers for words, each with the language of the text it stood in; a word keeps its number as long as the process."""

    def __init__(self):
        self.words: list[tuple[str, str]] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def find(self, word: str, language: str) -> int | None:
        """Return the number of a word that has one."""
        return self._numbers.get((word, language))

    def number(self, word: str, language: str) -> int:
        key = (word, language)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.words)
            self.words.append(key)
        return number


TERMS = Terms()
Weighed = tuple[bytes, bytes]
"""The words of one network: their numbers (uint32) and weights (float32), as bytes."""


@lru_cache(maxsize=20_000)
def _numbers(text: str, language: str) -> tuple[int, ...]:
    """Return the numbers of the words of a text; those of names and lists recur in many networks."""
    return tuple(TERMS.number(word, language) for word in tokens(text))


def weigh(parts: Iterable[tuple[str, str, str]]) -> Weighed:
    """Return the numbers (uint32) and weights (float32) of all words in ``parts``, each (field, language, text), as bytes.

    BM25F: a word's frequencies in all fields are weighted and added before they are dampened, so that standing in two
    fields is not counted as two words.
    """
    numbers_by_field: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for name, language, text in parts:
        numbers_by_field[name].append((_numbers if len(text) <= LONGEST_REMEMBERED else _numbers.__wrapped__)(text, language))
    frequency: dict[int, float] = defaultdict(float)
    for name, several in numbers_by_field.items():
        field, length = FIELDS[name], sum(map(len, several))
        share = field.weight / (1 - LENGTH_COUNTS + LENGTH_COUNTS * length / field.usual_length)
        for number in chain.from_iterable(several):
            frequency[number] += share
    numbers = np.fromiter(frequency.keys(), np.uint32, len(frequency))
    weights = np.fromiter(frequency.values(), np.float32, len(frequency))
    return numbers.tobytes(), (weights / (weights + FREQUENCY_HALF)).astype(np.float32).tobytes()


@dataclass(frozen=True, slots=True)
class Postings:
    """For the term at place i of ``terms``: the networks ``rows[starts[i]:starts[i + 1]]`` and how much it counts in each."""

    terms: np.ndarray
    starts: np.ndarray
    rows: np.ndarray
    weights: np.ndarray
    size: int

    @classmethod
    def of(cls, weighed: Sequence[Weighed]) -> Postings:
        """Put together the postings of networks 0, 1, 2 …, each given as ``weigh`` returned it."""
        numbers, rows, weights = _columns(weighed, range(len(weighed)))
        order = np.argsort(_pairs(numbers, rows), kind="stable")
        terms, frequencies = np.unique(numbers, return_counts=True)
        return cls(terms, _starts(frequencies), rows[order], weights[order], len(weighed))

    def updated(self, gone: Mapping[int, Weighed], fresh: Mapping[int, Weighed], row_of_row: np.ndarray, size: int) -> Postings:
        """Return the postings of ``size`` networks: these, without those in the rows ``gone``, and with the fresh ones by row.

        ``row_of_row`` tells where each of these rows is then.
        """
        numbers, rows, _weights = _columns(gone.values(), list(gone))
        places = np.searchsorted(self.terms, numbers)
        at, frequencies = self._positions(places, rows), self.frequencies
        np.subtract.at(frequencies, places, 1)
        still = frequencies > 0
        moved = row_of_row[np.delete(self.rows, at)].astype(np.uint32)
        rest = Postings(self.terms[still], _starts(frequencies[still]), moved, np.delete(self.weights, at), size)
        return rest._with(*_columns(fresh.values(), list(fresh)))

    def _with(self, numbers: np.ndarray, rows: np.ndarray, weights: np.ndarray) -> Postings:
        """Return these postings and others, given as columns."""
        order = np.argsort(_pairs(numbers, rows), kind="stable")
        numbers, rows, weights = numbers[order], rows[order], weights[order]
        new = missing(np.unique(numbers), self.terms)
        before = np.searchsorted(self.terms, new)
        terms, frequencies = np.insert(self.terms, before, new), np.insert(self.frequencies, before, 0)
        here = Postings(terms, _starts(frequencies), self.rows, self.weights, self.size)
        places = np.searchsorted(terms, numbers)
        at = here._positions(places, rows)
        np.add.at(frequencies, places, 1)
        return Postings(
            terms, _starts(frequencies), np.insert(self.rows, at, rows), np.insert(self.weights, at, weights), self.size
        )

    def _positions(self, places: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return where in ``rows`` the postings of terms (by place) in networks (by row) stand, or would."""
        firsts, lasts = self.starts[places].tolist(), self.starts[places + 1].tolist()
        found = (first + self.rows[first:last].searchsorted(row) for first, last, row in zip(firsts, lasts, rows, strict=True))
        return np.fromiter(found, np.int64, len(rows))

    @property
    def frequencies(self) -> np.ndarray:
        """In how many networks each term stands."""
        return np.diff(self.starts)

    def score(self, factor_by_term: dict[int, float]) -> tuple[np.ndarray, np.ndarray]:
        """Return the networks that hold any of the terms, in order, and how well each holds the best of them.

        The terms stand for one word of a search; ``factor_by_term`` says how good a reading of it each is.
        """
        places, factors = np.searchsorted(self.terms, list(factor_by_term)).tolist(), list(factor_by_term.values())
        slices = [slice(self.starts[place], self.starts[place + 1]) for place in places]
        if not slices:
            return np.empty(0, np.uint32), np.empty(0, np.float32)
        if len(slices) == 1:
            rows, weights = self.rows[slices[0]], self.weights[slices[0]] * np.float32(factors[0])
        else:
            best = np.zeros(self.size, np.float32)
            rows = np.concatenate([self.rows[one] for one in slices])
            weights = np.concatenate(
                [self.weights[one] * np.float32(factor) for one, factor in zip(slices, factors, strict=True)]
            )
            np.maximum.at(best, rows, weights)
            rows = np.flatnonzero(best).astype(np.uint32)
            weights = best[rows]
        return rows, weights

    def rarity(self, frequency: int) -> float:
        """Return how much a word that stands in ``frequency`` networks tells (BM25's idf)."""
        return math.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))


def _columns(weighed: Collection[Weighed], rows: Sequence[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return term numbers, rows and weights of networks as ``weigh`` returned them, one after the other."""
    numbers = np.frombuffer(b"".join(one for one, _weights in weighed), np.uint32)
    weights = np.frombuffer(b"".join(weights for _one, weights in weighed), np.float32)
    lengths = np.fromiter((len(one) // 4 for one, _weights in weighed), np.int64, len(weighed))
    return numbers, np.repeat(np.asarray(rows, np.uint32), lengths), weights


def missing(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return those of some numbers, in order, that are not among others, in order too."""
    if not len(others):
        return some
    nearest = others[np.minimum(np.searchsorted(others, some), len(others) - 1)]
    return some[nearest != some]


def _pairs(numbers: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return term and row as one number each, in whose order postings stand."""
    return numbers.astype(np.uint64) << np.uint64(32) | rows


def _starts(frequencies: np.ndarray) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(frequencies)))
