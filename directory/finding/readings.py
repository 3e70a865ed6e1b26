"""Where the words of searches were found in one edition, remembered while it lasts."""

import numpy as np

from directory.finding.postings import TERMS, Postings
from directory.finding.vocabulary import LANGUAGES, Vocabulary

MOST_SETS = 2_000
MOST_ROWS = 1_000_000
"""How many rows are remembered before all is forgotten: some 8 MB."""


class Readings:
    """Reads words by the vocabulary and scores them by the postings of one edition; the same word is read once."""

    def __init__(self, vocabulary: Vocabulary, postings: Postings):
        self._vocabulary, self._postings = vocabulary, postings
        self._remembered: dict[tuple, tuple[np.ndarray, np.ndarray, frozenset[str]]] = {}
        self._rows = 0
        self._sets: dict[frozenset[str], frozenset[str]] = {}

    def of(
        self, word: str, *, languages: tuple[str, ...] = LANGUAGES, may_go_on: bool | None = None
    ) -> tuple[np.ndarray, np.ndarray, frozenset[str]]:
        """Return the rows in which a word is found, how well it fits each, and the spellings it was found by."""
        key = (word, languages, may_go_on)
        found = self._remembered.get(key)
        if found is None:
            terms = self._vocabulary.readings(word, languages=languages, may_go_on=may_go_on)
            rows, weights = self._postings.score(terms)
            found = rows, weights, frozenset(TERMS.words[number][0] for number in terms)
            self._remember(key, found)
        return found

    def spelled(self, word: str) -> np.ndarray:
        """Return a flag for each row: whether the word stands there in this very spelling."""
        flags = np.zeros(self._postings.size, bool)
        flags[self._postings.score(dict.fromkeys(self._vocabulary.spelled(word), 1.0))[0]] = True
        return flags

    def once(self, words: frozenset[str]) -> frozenset[str]:
        """Return the one set that stands for all equal ones, so that to compare two searches' words is to look once."""
        return self._sets.setdefault(words, words) if len(self._sets) < MOST_SETS else words

    def _remember(self, key: tuple, found: tuple) -> None:
        self._rows += len(found[0]) + 1
        if self._rows > MOST_ROWS:
            self._remembered, self._rows = {}, len(found[0]) + 1
        self._remembered[key] = found
