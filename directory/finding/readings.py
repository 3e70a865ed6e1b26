"""Where the words of searches were found in one edition, remembered while it lasts."""

import numpy as np

from directory.finding.postings import TERMS, Postings
from directory.finding.vocabulary import LANGUAGES, Vocabulary

MOST_ROWS = 1_000_000
"""How many rows are remembered before all is forgotten: some 8 MB."""


class Readings:
    """Reads words by the vocabulary and scores them by the postings of one edition; the same word is read once."""

    def __init__(self, vocabulary: Vocabulary, postings: Postings):
        self._vocabulary, self._postings = vocabulary, postings
        self._remembered: dict[tuple, tuple[np.ndarray, np.ndarray, frozenset[str]]] = {}
        self._rows = 0

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

    def _remember(self, key: tuple, found: tuple) -> None:
        self._rows += len(found[0]) + 1
        if self._rows > MOST_ROWS:
            self._remembered, self._rows = {}, len(found[0]) + 1
        self._remembered[key] = found
