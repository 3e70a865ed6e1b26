"""Where the words of searches were found, remembered for as long as nothing has changed it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from directory.finding.postings import TERMS, Postings
from directory.finding.vocabulary import LANGUAGES, NO_TURN, Turn, Vocabulary

MOST_SETS = 2_000
MOST_NUMBERS = 1_000_000
"""How many rows and terms are remembered before all is forgotten: some 8 MB."""
MOST_EDITIONS = 64
"""For how many editions a reading that nobody asked for is remembered."""
Meanings = tuple[np.ndarray, np.ndarray]
"""The terms that a word may mean, and how good a reading of it each is."""
Reading = tuple[np.ndarray, np.ndarray, frozenset[str]]
"""The rows in which a word is found, how well it fits each, and the spellings it was found by."""


@dataclass(frozen=True, eq=False)
class Change:
    """What an edition changed for readings: the spellings that stand elsewhere or count otherwise, and which came or went."""

    spellings: frozenset[str] = frozenset()
    turn: Turn = NO_TURN


class Kept(NamedTuple):
    """A reading, the terms it is made of, and the change since which both are right."""

    since: Change
    meanings: Meanings
    reading: Reading

    @property
    def numbers(self) -> int:
        return len(self.meanings[0]) + len(self.reading[0])


@dataclass
class Memory:
    """What was read, shared by editions that follow each other."""

    readings: dict[tuple, Kept] = field(default_factory=dict)
    numbers: int = 0
    sets: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    def keep(self, key: tuple, kept: Kept) -> None:
        before = self.readings.pop(key, None)
        self.numbers += kept.numbers - (before.numbers if before else 0)
        if self.numbers > MOST_NUMBERS:
            self.readings, self.numbers = {}, kept.numbers
        self.readings[key] = kept


class Readings:
    """Reads words by the vocabulary and scores them by the postings of one edition; the same word is read once."""

    def __init__(self, vocabulary: Vocabulary, postings: Postings):
        self._vocabulary, self._postings = vocabulary, postings
        self._memory, self._changes = Memory(), (Change(),)

    def following(self, vocabulary: Vocabulary, postings: Postings) -> Readings:
        """Return the readings of a later edition; nothing is remembered when any network may have another row."""
        later = Readings(vocabulary, postings)
        if postings.touched is None:
            return later
        change = Change(frozenset(TERMS.words[number][0] for number in postings.touched), vocabulary.turn)
        later._memory, later._changes = self._memory, (*self._changes[1 - MOST_EDITIONS :], change)
        return later

    def of(self, word: str, *, languages: tuple[str, ...] = LANGUAGES, may_go_on: bool | None = None) -> Reading:
        """Return the rows in which a word is found, how well it fits each, and the spellings it was found by."""
        key = (word, languages, may_go_on)
        kept = self._memory.readings.get(key)
        if kept is None or kept.since is not self._changes[-1]:
            kept = self._renewed(kept, word) if kept and not may_go_on else None
            kept = kept or self._read(self._vocabulary.readings(word, languages=languages, may_go_on=may_go_on))
            self._memory.keep(key, kept)
        return kept.reading

    def _read(self, found: dict[int, float]) -> Kept:
        meanings = np.fromiter(found, np.int64, len(found)), np.fromiter(found.values(), np.float32, len(found))
        spellings = frozenset([TERMS.words[number][0] for number in found])
        return Kept(self._changes[-1], meanings, (*self._postings.score(*meanings), spellings))

    def _renewed(self, kept: Kept, word: str) -> Kept | None:
        """Return what was kept of a word as it is in this edition; None if it may have other readings."""
        if kept.since not in self._changes:
            return None
        changes = self._changes[self._changes.index(kept.since) + 1 :]
        if not self._vocabulary.reads_as_before(word, [change.turn for change in changes if change.turn.text]):
            return None
        spellings = kept.reading[2]
        if all(change.spellings.isdisjoint(spellings) for change in changes):
            return kept._replace(since=self._changes[-1])
        return Kept(self._changes[-1], kept.meanings, (*self._postings.score(*kept.meanings), spellings))

    def spelled(self, word: str) -> np.ndarray:
        """Return a flag for each row: whether the word stands there in this very spelling."""
        flags = np.zeros(self._postings.size, bool)
        for number in self._vocabulary.spelled(word):
            flags[self._postings.column(number)[0]] = True
        return flags

    def once(self, words: frozenset[str]) -> frozenset[str]:
        """Return the one set that stands for all equal ones, so that to compare two searches' words is to look once."""
        sets = self._memory.sets
        return sets.setdefault(words, words) if len(sets) < MOST_SETS else words
