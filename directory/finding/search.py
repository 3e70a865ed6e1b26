"""Which networks fit a search text, and how well: words read with their forms, parts and likely misspellings."""

from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from directory.finding.entries import NetworkEntry
from directory.finding.snapshot import Snapshot
from directory.finding.vocabulary import IN_PARTS, LANGUAGES, OTHER_LANGUAGE, OTHER_WORD
from directory.finding.wording import Wording
from directory.finding.words import chunks, stem

LETTERS_OF_A_SURE_SLIP = 8
"""From how many letters a word one slip away from a known one is taken for it, rather than for a compound nobody wrote."""


@dataclass(frozen=True, slots=True)
class Match:
    """The networks in which all words were found, as flags and scores by row; what was read into the words.

    ``corrected`` tells which typed word was taken for which; ``words`` are all spellings that count as found.
    """

    flags: np.ndarray
    scores: np.ndarray
    words: frozenset[str] = frozenset()
    corrected: dict[str, str] = field(default_factory=dict)


class Search:
    """One search text against one snapshot."""

    def __init__(self, snapshot: Snapshot, wording: Wording, *, is_being_typed: bool = False):
        self.snapshot, self.wording, self.is_being_typed = snapshot, wording, is_being_typed
        self.size = snapshot.postings.size
        self.words: set[str] = set()
        self.corrected: dict[str, str] = {}

    def match(self) -> Match:
        flags, scores = np.ones(self.size, bool), np.zeros(self.size, np.float32)
        if self.wording.is_meaningless:
            flags[:] = False
        for number, parts in enumerate(self.wording.words):
            found = self._score(parts, is_last=number == len(self.wording.words) - 1)
            flags &= found > 0
            scores += found
        for phrase in self.wording.phrases:
            self._keep_phrase(flags, phrase)
        for parts in self.wording.excluded:
            flags &= self._score_written(parts, may_go_on=False) == 0
        return Match(flags, scores, self.snapshot.readings.once(frozenset(self.words)), self.corrected)

    def each(self) -> list[np.ndarray]:
        """Return for each word how well each network holds it, whether or not the others stand there too."""
        return [self._score(parts, is_last=False) for parts in self.wording.words]

    def _score(self, parts: tuple[str, ...], *, is_last: bool) -> np.ndarray:
        """Return how well each network holds the word: as one, in its parts, as other words for it, or as corrected."""
        word = "".join(parts)
        found = self._score_written(parts, may_go_on=True if is_last and self.is_being_typed else None)
        if not found.any() and len(word) >= LETTERS_OF_A_SURE_SLIP:
            found = self._score_corrected(word, slips=1)
        if len(parts) == 1 and word not in self.corrected:
            found = np.maximum(found, self._score_parts(self.snapshot.vocabulary.parts(word)) * IN_PARTS)
        if not found.any():
            found = self._score_corrected(word)
        return found * np.float32(self.snapshot.postings.rarity(np.count_nonzero(found)))

    def _score_written(self, parts: tuple[str, ...], *, may_go_on: bool | None = None) -> np.ndarray:
        found = self._score_one("".join(parts), may_go_on=may_go_on)
        if len(parts) > 1:
            found = np.maximum(found, self._score_parts(parts))
        for (other, language), worth in self._said_otherwise("".join(parts)).items():
            found = np.maximum(found, self._score_parts(other, languages=(language,), may_go_on=False) * worth)
        return found

    def _said_otherwise(self, word: str) -> dict[tuple[tuple[str, ...], str], float]:
        """Return the other ways to say the word, with their language, and what each is worth."""
        ways: dict[tuple[tuple[str, ...], str], float] = {}
        for language in LANGUAGES:
            for way in self.snapshot.terms.synonyms.get((language, stem(word, language)), ()):
                ways[way] = max(ways.get(way, 0), OTHER_WORD if way[1] == language else OTHER_LANGUAGE)
        return ways

    def _score_parts(self, parts: tuple[str, ...], **how) -> np.ndarray:
        """Return the score of the least good part, where all of them are found, read as ``how`` says."""
        if not parts:
            return np.zeros(self.size, np.float32)
        return np.minimum.reduce([self._score_one(part, **how) for part in parts])

    def _score_one(self, word: str, **how) -> np.ndarray:
        rows, weights, words = self.snapshot.readings.of(word, **how)
        scores = np.zeros(self.size, np.float32)
        scores[rows] = weights
        self.words |= words
        return scores

    def _score_corrected(self, word: str, slips: int | None = None) -> np.ndarray:
        for better in self.snapshot.vocabulary.corrections(word, most=1, slips=slips):
            self.corrected[word] = better
            return self._score_one(better)
        return np.zeros(self.size, np.float32)

    def _keep_phrase(self, flags: np.ndarray, phrase: tuple[str, ...]) -> None:
        """Leave out the networks in whose texts the words of the phrase do not stand side by side."""
        for part in dict.fromkeys(phrase):
            flags &= self.snapshot.readings.spelled(part)
        sought = f" {' '.join(phrase)} "
        for row in np.flatnonzero(flags).tolist():
            flags[row] = sought in self._spoken(self.snapshot.networks[row])

    def _spoken(self, network: NetworkEntry) -> str:
        """Return the words of all texts of a network, a line each text; put together once."""
        if "spoken" not in network.fragments:
            texts = self.snapshot.searched_texts(network)
            lines = (" ".join(chain.from_iterable(chunks(text))) for _field, _language, text in texts)
            network.fragments["spoken"] = " \n ".join(["", *lines, ""])
        return network.fragments["spoken"]
