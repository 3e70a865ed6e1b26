"""Which networks hold which words, and how much each counts: columns of numbers, of which an edition changes a few."""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

import numpy as np

from directory.finding.columns import stretches
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
        self._numbering = threading.Lock()

    def find(self, word: str, language: str) -> int | None:
        """Return the number of a word that has one."""
        return self._numbers.get((word, language))

    def known(self, words: Iterable[str], language: str) -> list[int]:
        """Return the numbers of words that all have one."""
        numbers = self._numbers
        return [numbers[word, language] for word in words]

    def number(self, word: str, language: str) -> int:
        key = (word, language)
        number = self._numbers.get(key)
        return self._number_of_new(key) if number is None else number

    def _number_of_new(self, key: tuple[str, str]) -> int:
        with self._numbering:
            if key not in self._numbers:
                self.words.append(key)
                self._numbers[key] = len(self.words) - 1
            return self._numbers[key]


TERMS = Terms()
Weighed = tuple[bytes, bytes]
"""The words of one network: their numbers (uint32) and weights (float32), as bytes."""
Column = tuple[np.ndarray, np.ndarray]
"""The rows (uint32) of the networks that hold a word, in order, and how much it counts in each (float32)."""
NO_WORDS: Weighed = b"", b""
NOWHERE: Column = np.empty(0, np.uint32), np.empty(0, np.float32)
MOST_CHANGED = 2_000
"""How many columns may differ from the base before all are put together to a new one."""


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
class Columns:
    """For each term number: the networks ``rows[starts[number]:starts[number + 1]]`` and how much it counts in each."""

    starts: np.ndarray
    rows: np.ndarray
    weights: np.ndarray

    def of(self, number: int) -> Column:
        if number + 1 >= len(self.starts):
            return NOWHERE
        here = slice(self.starts[number], self.starts[number + 1])
        return self.rows[here], self.weights[here]

    def scaled(self, numbers: np.ndarray, factors: np.ndarray) -> Column:
        """Return the columns of several terms one after the other, each weight multiplied by the term's factor."""
        end = len(self.starts) - 1
        starts, ends = self.starts[np.minimum(numbers, end)], self.starts[np.minimum(numbers + 1, end)]
        here = stretches(starts, ends)
        return self.rows[here], self.weights[here] * np.repeat(factors, ends - starts)


@dataclass(frozen=True, slots=True)
class Postings:
    """Which networks (``rows``) hold each term, and how much it counts in each, when there are ``size`` networks.

    ``changed`` has the terms whose column is another than in ``base``; ``frequencies`` tells for each term number in how
    many networks it stands; ``touched`` are the terms whose column is another than in the edition before; None
    where any may be.
    """

    base: Columns
    changed: Mapping[int, Column]
    frequencies: np.ndarray
    size: int
    touched: frozenset[int] | None = None

    @classmethod
    def of(cls, weighed: Sequence[Weighed]) -> Postings:
        """Put together the postings of networks 0, 1, 2 …, each given as ``weigh`` returned it."""
        numbers = np.frombuffer(b"".join(one for one, _weights in weighed), np.uint32)
        weights = np.frombuffer(b"".join(weights for _one, weights in weighed), np.float32)
        lengths = np.fromiter((len(one) // 4 for one, _weights in weighed), np.int64, len(weighed))
        rows = np.repeat(np.arange(len(weighed), dtype=np.uint32), lengths)
        order = np.argsort(numbers, kind="stable")
        frequencies = np.bincount(numbers, minlength=len(TERMS.words))
        return cls(Columns(_starts(frequencies), rows[order], weights[order]), {}, frequencies, len(weighed))

    def updated(self, gone: Mapping[int, Weighed], fresh: Mapping[int, Weighed], row_of_row: np.ndarray | None) -> Postings:
        """Return the postings without those of the networks in the rows ``gone``, and with the fresh ones by row.

        ``row_of_row`` tells where each row is then, when not all stay where they are.
        """
        if row_of_row is None:
            return self._changed({row: (gone[row], one) for row, one in fresh.items()})
        rest = self._changed({row: (one, NO_WORDS) for row, one in gone.items()})
        moved = rest._moved(row_of_row, self.size - len(gone) + len(fresh))
        return replace(moved._changed({row: (NO_WORDS, one) for row, one in fresh.items()}), touched=None)

    def _changed(self, networks: Mapping[int, tuple[Weighed, Weighed]]) -> Postings:
        """Return the postings when the networks in some rows have other words, given as those before and after."""
        changes: dict[int, list[tuple[int, float | None]]] = defaultdict(list)
        for row, words in networks.items():
            before, after = map(_weights, words)
            for number in before.keys() | after.keys():
                if before.get(number) != after.get(number):
                    changes[number].append((row, after.get(number)))
        changed, frequencies = dict(self.changed), np.zeros(len(TERMS.words), np.int64)
        frequencies[: len(self.frequencies)] = self.frequencies
        for number, rows in changes.items():
            changed[number] = column = _edited(self.column(number), rows)
            frequencies[number] = len(column[0])
        later = Postings(self.base, changed, frequencies, self.size, frozenset(changes))
        return later if len(changed) <= MOST_CHANGED else replace(later, base=later.together(), changed={})

    def _moved(self, row_of_row: np.ndarray, size: int) -> Postings:
        """Return the postings when the networks are in other rows; columns in ``base`` that are not read may name any row."""
        base = replace(self.base, rows=row_of_row[self.base.rows])
        changed = {number: (row_of_row[rows], weights) for number, (rows, weights) in self.changed.items()}
        return Postings(base, changed, self.frequencies, size)

    def column(self, number: int) -> Column:
        """Return the rows of the networks that hold a term, in order, and how much it counts in each."""
        return self.changed[number] if number in self.changed else self.base.of(number)

    def together(self) -> Columns:
        """Return all columns as one base."""
        numbers = np.array(sorted(self.changed), np.int64)
        is_changed = np.zeros(len(self.frequencies), bool)
        is_changed[numbers] = True
        before = np.zeros(len(self.frequencies), np.int64)
        before[: len(self.base.starts) - 1] = np.diff(self.base.starts)
        stays, there = ~np.repeat(is_changed, before), np.repeat(is_changed, self.frequencies)
        rows, weights = np.empty(len(there), np.uint32), np.empty(len(there), np.float32)
        for place, (column, all_of_them) in enumerate(((self.base.rows, rows), (self.base.weights, weights))):
            all_of_them[~there] = column[stays]
            all_of_them[there] = np.concatenate([column[:0], *(self.changed[number][place] for number in numbers.tolist())])
        return Columns(_starts(self.frequencies), rows, weights)

    def score(self, numbers: np.ndarray, factors: np.ndarray) -> Column:
        """Return the networks that hold any of the terms, in order, and how well each holds the best of them.

        The terms stand for one word of a search; the factors say how good a reading of it each is.
        """
        changed = self.changed.keys() & numbers.tolist()
        stays = ~np.isin(numbers, list(changed)) if changed else slice(None)
        rows, weights = self.base.scaled(numbers[stays], factors[stays])
        if changed:
            factor_of = dict(zip(numbers.tolist(), factors, strict=True))
            rows = np.concatenate((rows, *(self.changed[number][0] for number in changed)))
            weights = np.concatenate((weights, *(self.changed[number][1] * factor_of[number] for number in changed)))
        if len(numbers) < 2:
            return rows, weights
        best = np.zeros(self.size, np.float32)
        np.maximum.at(best, rows, weights)
        rows = np.flatnonzero(best).astype(np.uint32)
        return rows, best[rows]

    def rarity(self, frequency: int) -> float:
        """Return how much a word that stands in ``frequency`` networks tells (BM25's idf)."""
        return math.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))


def _weights(weighed: Weighed) -> dict[int, float]:
    """Return the words of one network, each with its weight."""
    numbers, weights = weighed
    return dict(zip(np.frombuffer(numbers, np.uint32).tolist(), np.frombuffer(weights, np.float32).tolist(), strict=True))


def _edited(column: Column, changes: Iterable[tuple[int, float | None]]) -> Column:
    """Return a column with other weights in some rows; a weight of None says that the row is no longer in it."""
    rows, weights = column
    for row, weight in changes:
        at = int(rows.searchsorted(row))
        after = at + (at < len(rows) and rows[at] == row)
        here = [] if weight is None else [row]
        rows = np.concatenate((rows[:at], np.array(here, np.uint32), rows[after:]))
        weights = np.concatenate((weights[:at], np.array([weight][: len(here)], np.float32), weights[after:]))
    return rows, weights


def _starts(frequencies: np.ndarray) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(frequencies)))
