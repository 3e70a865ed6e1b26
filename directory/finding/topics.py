"""What a text is about: the focus areas that its words speak of."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from directory.finding.postings import TERMS, Postings
from directory.finding.readings import Readings
from directory.finding.vocabulary import PART, SAME_WORD_WITHOUT_RINGS, Vocabulary
from directory.finding.words import STOPWORDS, SWEDISH, chunks
from directory.text import bare

Parts = tuple[str, ...]
"""A folded word in the parts it was written in."""
PART_OF_A_WORD, WORD_IN_PARTS, WORD_ALSO_IN_PARTS = 0.2, 0.7, 0.2
HALF_SURE = 0.4
"""How much must speak of a focus area for it to count half."""
HARDLY_SURE = 0.1
"""Less sure than this it is not spoken of: a part of a word may be anything."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One focus area a text speaks of: how surely (0 to 1), and the words that do."""

    key: str
    sureness: float
    words: tuple[str, ...]


class Topics:
    """The phrases that speak of each focus area, read as search texts are: with forms, compounds and missing rings.

    A phrase of several words speaks only when all of them are there. What is found is a row for each word of a text and a
    column for each word of each phrase.
    """

    def __init__(self, phrases: Iterable[tuple[str, str, str]]):
        """``phrases`` are (key of a focus area, phrase, language), area after area."""
        read = [(key, numbers) for key, phrase, language in phrases if (numbers := _numbers(phrase, language))]
        self.keys = list(dict.fromkeys(key for key, _words in read))
        words = [(key, place, number) for place, (key, numbers) in enumerate(read) for number in numbers]
        self._area_starts = _starts([key for key, _place, _number in words])
        self._phrase_starts = _starts([place for _key, place, _number in words])
        self._lengths = np.array([len(numbers) for _key, numbers in read], np.int64)
        self._stands_alone = np.repeat(self._lengths == 1, self._lengths)
        one = np.float32(1).tobytes()
        postings = Postings.of([(np.uint32(number).tobytes(), one) for _key, _place, number in words])
        self._vocabulary = Vocabulary().following(postings)
        self._readings = Readings(self._vocabulary, postings)

    def spoken_of(self, words: Iterable[Parts], plain: Collection[Parts] = (), language: str = SWEDISH) -> list[Topic]:
        """Return the focus areas that the words of a text in that language speak of, the surest first.

        The ``plain`` ones, said in every need, tell something only in a phrase of several words.
        """
        told = [*words, *plain]
        if not told or not self.keys:
            return []
        lacks_rings = all(word == bare(word) for parts in told for word in parts)
        found = np.array([self._phrases_with(parts, language, lacks_rings) for parts in told])
        found *= np.repeat(np.logical_and.reduceat(found.any(axis=0), self._phrase_starts), self._lengths)
        found[len(told) - len(plain) :] *= ~self._stands_alone
        by_area = np.maximum.reduceat(found, self._area_starts, axis=1)
        by_area *= self._telling(by_area)
        strength = by_area.sum(axis=0)
        sureness = strength / (strength + HALF_SURE)
        topics = [
            Topic(self.keys[place], float(sureness[place]), self._best(by_area[:, place], told))
            for place in np.flatnonzero(sureness >= HARDLY_SURE).tolist()
        ]
        return sorted(topics, key=lambda topic: -topic.sureness)

    def _phrases_with(self, parts: Parts, language: str, lacks_rings: bool) -> np.ndarray:
        """Return how surely the word is each word of the phrases."""
        found = self._one("".join(parts), language, lacks_rings)
        worth = WORD_ALSO_IN_PARTS if found.any() else WORD_IN_PARTS
        if len(parts) == 1:
            parts = self._vocabulary.parts(parts[0]) if language == SWEDISH else ()
        for piece in parts:
            found = np.maximum(found, self._one(piece, language, lacks_rings) * worth)
        return found

    def _one(self, word: str, language: str, lacks_rings: bool) -> np.ndarray:
        """Return how surely it is each word of the phrases: in any form in its own language, as it is spelled in the other.

        It may have lost its rings only in a text that has none: a stad is no städ. What stands in no phrase but as a part
        of other words is too common to tell: the plan of a category plan.
        """
        rows, weights, _words = self._readings.of(word, languages=(language,), may_go_on=False)
        found, is_part = self._readings.spelled(word).astype(np.float32), np.isclose(weights, PART)
        if not is_part.all():
            weights = np.where(is_part, PART_OF_A_WORD, weights)
            found[rows] = np.maximum(found[rows], weights * (lacks_rings | ~np.isclose(weights, SAME_WORD_WITHOUT_RINGS)))
        return found

    def _telling(self, by_area: np.ndarray) -> np.ndarray:
        """Return how much each word tells: all it can when it speaks of one area alone, less the more it speaks of as surely."""
        best = by_area.max(axis=1, keepdims=True)
        areas = by_area.sum(axis=1, keepdims=True) / np.where(best > 0, best, 1)
        return np.log(1 + len(self.keys) / np.maximum(areas, 1)) / math.log(1 + len(self.keys))

    @staticmethod
    def _best(shares: np.ndarray, words: list[Parts]) -> tuple[str, ...]:
        return tuple("-".join(words[place]) for place in np.argsort(-shares, kind="stable").tolist() if shares[place] > 0)


def _numbers(phrase: str, language: str) -> list[int]:
    words = dict.fromkeys("".join(parts) for parts in chunks(phrase))
    return [TERMS.number(word, language) for word in words if word not in STOPWORDS]


def _starts(values: list) -> list[int]:
    """Return the places where another value begins."""
    return [place for place, value in enumerate(values) if place == 0 or value != values[place - 1]]
