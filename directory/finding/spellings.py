"""Known words a slip or two of the finger away from a typed one."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.finding.words import STOPWORDS

SHORTEST = 4
LETTERS_FOR_TWO_SLIPS = 8
LETTERS_CHANGED_BY_A_SLIP = 2
PLACES = 32


class Spellings:
    """All words that have a number, to look for those near another.

    A slip changes which letters a word has by two at most, and its length by one. Both are compared for all words at
    once, so that only a few need their distance measured.
    """

    def __init__(self):
        self._words: list[tuple[str, str]] = []
        self._letters, self._lengths = np.empty(0, np.uint32), np.empty(0, np.int64)

    def following(self, words: list[tuple[str, str]], count: int) -> Spellings:
        """Return the spellings of the first ``count`` words of a list that only grows."""
        if count == len(self._letters):
            return self
        later, new = Spellings(), [word for word, _language in words[len(self._letters) : count]]
        later._words = words
        later._letters = np.concatenate((self._letters, np.fromiter(map(_letters, new), np.uint32, len(new))))
        later._lengths = np.concatenate((self._lengths, np.fromiter(map(_length, new), np.int64, len(new))))
        return later

    def near(self, word: str, frequencies: np.ndarray, most: int, slips: int | None = None) -> list[str]:
        """Return the nearest, commonest and longest words first; by default within the slips a word of that length may have.

        ``frequencies`` tells in how many networks each of the words stands.
        """
        if len(word) < SHORTEST or word.isdigit():
            return []
        slips = slips or (2 if len(word) >= LETTERS_FOR_TWO_SLIPS else 1)
        changed = np.bitwise_count(self._letters ^ np.uint32(_letters(word)))
        alike = (np.abs(self._lengths - len(word)) <= slips) & (changed <= LETTERS_CHANGED_BY_A_SLIP * slips)
        places = np.flatnonzero(alike & (self._lengths >= SHORTEST - 1) & (frequencies > 0)).tolist()
        commonness: dict[str, int] = defaultdict(int)
        for place in places:
            commonness[self._words[place][0]] += int(frequencies[place])
        near = process.extract(word, list(commonness), scorer=OSA.distance, score_cutoff=slips, limit=None, processor=None)
        ranked = sorted((distance, -commonness[other], -len(other), other) for other, distance, _place in near)
        return [other for *_rank, other in ranked[:most]]


def _length(word: str) -> int:
    """Return how many letters a word has; one that tells nothing is as none, and near no other."""
    return 0 if word in STOPWORDS else len(word)


def _letters(word: str) -> int:
    """Return the letters of a word as bits, several letters to a bit."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % PLACES
    return bits
