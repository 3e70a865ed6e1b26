"""What a text is about: the focus areas that its words speak of."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from directory.finding.postings import TERMS, Postings
from directory.finding.readings import Readings
from directory.finding.vocabulary import PART, Vocabulary
from directory.finding.words import STOPWORDS, chunks

Parts = tuple[str, ...]
"""A folded word in the parts it was written in."""
PART_OF_A_WORD, WORD_IN_PARTS, WORD_ALSO_IN_PARTS = 0.35, 0.7, 0.2
HALF_SURE = 0.4
"""How much must speak of a focus area for it to count half."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One focus area a text speaks of: how surely (0 to 1), and the words that do."""

    key: str
    sureness: float
    words: tuple[str, ...]


class Topics:
    """The phrases that speak of each focus area, read as search texts are: with forms, compounds and missing rings.

    A phrase of several words speaks only when all of them are there.
    """

    def __init__(self, phrases: Iterable[tuple[str, str, str]]):
        """``phrases`` are (key of a focus area, phrase, language), area after area."""
        self.keys: list[str] = []
        self._first: list[int] = []
        lengths, weighed = [], []
        for key, phrase, language in phrases:
            if key not in self.keys[-1:]:
                self.keys.append(key)
                self._first.append(len(lengths))
            numbers = {TERMS.number("".join(parts), language) for parts in chunks(phrase) if "".join(parts) not in STOPWORDS}
            lengths.append(len(numbers))
            weighed.append((np.array(sorted(numbers), np.uint32).tobytes(), np.ones(len(numbers), np.float32).tobytes()))
        self._lengths = np.array(lengths)
        postings = Postings.of(weighed)
        self._vocabulary = Vocabulary().following(postings)
        self._readings = Readings(self._vocabulary, postings)

    def spoken_of(self, words: Iterable[Parts], plain: Collection[Parts] = ()) -> list[Topic]:
        """Return the focus areas that the words speak of, the surest first.

        The ``plain`` ones, said in every need, tell something only in a phrase of several words.
        """
        told = [*words, *plain]
        found = np.array([self._phrases_with(parts) for parts in told]).reshape(-1, len(self._lengths))
        found *= np.count_nonzero(found, axis=0) >= self._lengths
        found[len(told) - len(plain) :] *= self._lengths > 1
        by_area = np.maximum.reduceat(found, self._first, axis=1)
        by_area *= self._telling(np.count_nonzero(by_area, axis=1))[:, None]
        strength = by_area.sum(axis=0)
        topics = [
            Topic(self.keys[place], float(strength[place] / (strength[place] + HALF_SURE)), self._best(by_area[:, place], told))
            for place in np.flatnonzero(strength).tolist()
        ]
        return sorted(topics, key=lambda topic: -topic.sureness)

    def _phrases_with(self, parts: Parts) -> np.ndarray:
        """Return how surely the word stands in each phrase."""
        found = self._one("".join(parts))
        worth = WORD_ALSO_IN_PARTS if found.any() else WORD_IN_PARTS
        for piece in parts if len(parts) > 1 else self._vocabulary.parts(parts[0]):
            found = np.maximum(found, self._one(piece) * worth)
        return found

    def _one(self, word: str) -> np.ndarray:
        rows, weights, _words = self._readings.of(word, may_go_on=False)
        found = np.zeros(len(self._lengths), np.float32)
        found[rows] = np.where(np.isclose(weights, PART), PART_OF_A_WORD, weights)
        return found

    def _telling(self, areas: np.ndarray) -> np.ndarray:
        """Return how much a word tells that speaks of so many areas: all it can when of one, less the more they are."""
        return np.log(1 + len(self.keys) / np.maximum(areas, 1)) / math.log(1 + len(self.keys))

    @staticmethod
    def _best(shares: np.ndarray, words: list[Parts]) -> tuple[str, ...]:
        return tuple("-".join(words[place]) for place in np.argsort(-shares, kind="stable").tolist() if shares[place] > 0)
