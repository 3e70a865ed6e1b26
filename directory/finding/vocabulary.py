"""The words of one edition: what a word of a search may mean among them, and what it may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass

import numpy as np

from directory.finding.compounds import Compounds
from directory.finding.layered import LayeredDict, LayeredList
from directory.finding.postings import TERMS, Postings
from directory.finding.spellings import Spellings
from directory.finding.words import ENGLISH, STOPWORDS, SWEDISH, stem
from directory.text import bare

SAME_WORD, SAME_WORD_WITHOUT_RINGS, BEGINNING, PART, IN_PARTS, OTHER_WORD, OTHER_LANGUAGE = 1.0, 0.6, 0.5, 0.7, 0.35, 0.4, 0.25
"""How good a reading is: a form of the word, one typed without å ä ö, its beginning, a compound it is part of, all parts
of it as a compound, a synonym, a synonym in the other language."""
LANGUAGES = (SWEDISH, ENGLISH)
SHORTEST_BEGUN, SHORTEST_KEPT = 2, 3
MOST_READINGS = 1_000
Words = dict[int, tuple[str, str]]
"""Words, each with the language of its text, by number."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What came into a vocabulary or went since the one before: all stems it is found by, and the words as lines of a text.

    ``retold`` are the stems that are parts of other compounds than before.
    """

    stems: frozenset[str] = frozenset()
    text: str = ""
    retold: frozenset[str] = frozenset()

    @classmethod
    def of(cls, words: Words, retold: frozenset[str]) -> Turn:
        stems = {stem(word, language) for word, language in words.values()}
        stems |= {typed for (_language, typed), _root in _by_bare(words)}
        spelled = [word for word, _language in words.values()]
        return cls(frozenset(stems), "\n".join(["", *spelled, *map(bare, spelled)]), retold)


NO_TURN = Turn()


class Vocabulary:
    """The terms of an edition, and the ways from a typed word to them; ``frequencies`` tells in how many networks each stands."""

    def __init__(self):
        self.frequencies = np.empty(0, np.int64)
        self._by_stem: LayeredDict[tuple[str, str], tuple[int, ...]] = LayeredDict()
        self._by_bare: LayeredDict[tuple[str, str], tuple[str, ...]] = LayeredDict()
        self._beginnings, self._beginnings_without_rings = LayeredList([]), LayeredList([])
        self._compounds, self._spellings = Compounds(), Spellings()
        self.turn = NO_TURN

    def following(self, postings: Postings) -> Vocabulary:
        """Return the vocabulary of a later edition, made of this one and the difference."""
        later = copy(self)
        later.frequencies = postings.frequencies
        later._spellings = self._spellings.following(TERMS.words, len(postings.frequencies))
        added, gone = _turned(self.frequencies, postings.frequencies)
        later.turn = NO_TURN
        if added or gone:
            later._change(added, gone)
            later.turn = Turn.of(added | gone, later._compounds.retold)
        return later

    def _change(self, added: Words, gone: Words) -> None:
        self._by_stem = self._by_stem.regrouped(_by_stem(gone), _by_stem(added))
        self._by_bare = self._by_bare.regrouped(_by_bare(gone), _by_bare(added))
        self._beginnings = self._beginnings.moved_on(_numbered(added), _numbered(gone))
        self._beginnings_without_rings = self._beginnings_without_rings.moved_on(_without_rings(added), _without_rings(gone))
        self._compounds = self._compounds.following(_swedish(added), _swedish(gone))

    @property
    def terms(self) -> np.ndarray:
        """The numbers of the terms."""
        return np.flatnonzero(self.frequencies)

    @property
    def words(self) -> list[tuple[str, str]]:
        """All words, each with the language of the text it stands in."""
        return [TERMS.words[number] for number in self.terms.tolist()]

    def _has(self, number: int | None) -> bool:
        return number is not None and number < len(self.frequencies) and bool(self.frequencies[number])

    def readings(self, word: str, *, languages: tuple[str, ...] = LANGUAGES, may_go_on: bool | None = None) -> dict[int, float]:
        """Return the numbers of the terms that a folded word may mean, and how good a reading each is.

        ``may_go_on`` says whether longer words that begin with it count too; by default, if nothing else is found.
        """
        found: dict[int, float] = {}
        for language in languages:
            root = stem(word, language)
            self._add(found, [root], language, SAME_WORD)
            if bare(word) == word:
                self._add(found, self._by_bare.get((language, root), ()), language, SAME_WORD_WITHOUT_RINGS)
        for number in TERMS.known(self._compounds.holding(word), SWEDISH) if SWEDISH in languages else ():
            found.setdefault(number, PART)
        if len(word) >= SHORTEST_BEGUN and (may_go_on or (may_go_on is None and not found)):
            for number in self._beginning_with(word):
                found.setdefault(number, BEGINNING)
            for number in _begun_so(self._beginnings_without_rings, word):
                found.setdefault(number, BEGINNING * SAME_WORD_WITHOUT_RINGS)
        return dict(list(found.items())[:MOST_READINGS])

    def reads_as_before(self, word: str, turns: Iterable[Turn]) -> bool:
        """Tell whether a word surely has the readings it had before these turns, the last of which led to this vocabulary.

        A word that stands nowhere is read by what begins so or holds it, of which any turn may change more than can be told.
        """
        telling, stems = self._compounds.telling_forms(word), {stem(word, language) for language in LANGUAGES}
        if telling is None or len(word) < SHORTEST_KEPT:
            return False
        pieces = [f"\n{word}", *telling]
        return all(
            turn.stems.isdisjoint(stems) and turn.retold.isdisjoint(stems) and not any(piece in turn.text for piece in pieces)
            for turn in turns
        )

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the stems of the known words a compound is made of; empty when it is none."""
        return self._compounds.parts(word)

    def spelled(self, word: str) -> list[int]:
        """Return the numbers of the terms with this very spelling, at most one for each language."""
        return [number for language in LANGUAGES if self._has(number := TERMS.find(word, language))]

    def corrections(self, word: str, most: int, slips: int | None = None) -> list[str]:
        """Return known words so many slips of the finger away from ``word``, the likeliest first; see ``Spellings.near``."""
        return self._spellings.near(word, self.frequencies, most, slips)

    def completions(self, start: str, most: int) -> list[str]:
        """Return the words that begin so and go on, the commonest first."""
        words = dict.fromkeys(TERMS.words[number][0] for number in self._beginning_with(start))
        return [word for word in words if word != start][:most]

    def _add(self, found: dict[int, float], roots, language: str, factor: float) -> None:
        for root in roots:
            for number in self._by_stem.get((language, root), ()):
                found.setdefault(number, factor)

    def _beginning_with(self, start: str) -> list[int]:
        """Return the numbers of the words that begin so, the commonest first."""
        numbers = np.array(_begun_so(self._beginnings, start), np.int64)
        commonest_first = np.argsort(-self.frequencies[numbers], kind="stable")
        return numbers[commonest_first[:MOST_READINGS]].tolist()


def _turned(before: np.ndarray, now: np.ndarray) -> tuple[Words, Words]:
    """Return the telling words that stand somewhere now and did not before, and those that no longer do."""
    was, is_there = np.zeros(len(now), bool), now > 0
    was[: len(before)] = before > 0
    return _words(np.flatnonzero(is_there & ~was)), _words(np.flatnonzero(was & ~is_there))


def _words(numbers: np.ndarray) -> Words:
    words = {number: TERMS.words[number] for number in numbers.tolist()}
    return {number: word for number, word in words.items() if word[0] not in STOPWORDS}


def _by_stem(words: Words) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield each word's number by its language and stem."""
    for number, (word, language) in words.items():
        yield (language, stem(word, language)), number


def _by_bare(words: Words) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the stem of each word that has rings or dots, by its language and what is typed without them."""
    for word, language in words.values():
        if bare(word) != word:
            root = stem(word, language)
            for typed in {bare(root), stem(bare(word), language)}:
                yield (language, typed), root


def _begun_so(words: LayeredList[tuple[str, int]], start: str) -> list[int]:
    return [number for _word, number in words.between((start,), (start + "\U0010ffff",))]


def _numbered(words: Words) -> list[tuple[str, int]]:
    return [(word, number) for number, (word, _language) in words.items()]


def _without_rings(words: Words) -> list[tuple[str, int]]:
    """Return the words that have rings or dots without them, each with its number."""
    return [(bare(word), number) for word, number in _numbered(words) if bare(word) != word]


def _swedish(words: Words) -> list[str]:
    return [word for word, language in words.values() if language == SWEDISH]
