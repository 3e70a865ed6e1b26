"""Known words a slip or two of the finger away from a typed one."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
LETTERS_FOR_TWO_SLIPS = 8
LETTERS_CHANGED_BY_A_SLIP = 2
PLACES = 32


class Spellings:
    """Words with how often each stands in the edition, to look for those near another.

    A slip changes which letters a word has by two at most, and its length by one. Both are compared for all words at
    once, so that only a few need their distance measured.
    """

    def __init__(self, words: Sequence[str], frequencies: np.ndarray):
        self._words, self._frequencies = words, frequencies
        self._letters = np.fromiter(map(_letters, words), np.uint32, len(words))
        self._lengths = np.fromiter(map(len, words), np.int64, len(words))

    def near(self, word: str, most: int, slips: int | None = None) -> list[str]:
        """Return the nearest, commonest and longest words first; by default within the slips a word of that length may have."""
        if len(word) < SHORTEST or word.isdigit():
            return []
        slips = slips or (2 if len(word) >= LETTERS_FOR_TWO_SLIPS else 1)
        changed = np.bitwise_count(self._letters ^ np.uint32(_letters(word)))
        alike = (np.abs(self._lengths - len(word)) <= slips) & (changed <= LETTERS_CHANGED_BY_A_SLIP * slips)
        places = np.flatnonzero(alike & (self._lengths >= SHORTEST - 1)).tolist()
        commonness: dict[str, int] = defaultdict(int)
        for place in places:
            commonness[self._words[place]] += int(self._frequencies[place])
        near = process.extract(word, list(commonness), scorer=OSA.distance, score_cutoff=slips, limit=None, processor=None)
        ranked = sorted((distance, -commonness[other], -len(other), other) for other, distance, _place in near)
        return [other for *_rank, other in ranked[:most]]


@lru_cache(maxsize=500_000)
def _letters(word: str) -> int:
    """Return the letters of a word as bits, several letters to a bit."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % PLACES
    return bits
