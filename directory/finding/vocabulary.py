"""The words of one edition: what a word of a search may mean among them, and what it may have been meant to be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from copy import copy
from functools import cached_property

import numpy as np

from directory.finding.compounds import Compounds
from directory.finding.ordered import moved_on
from directory.finding.postings import TERMS, Postings, missing
from directory.finding.spellings import Spellings
from directory.finding.words import ENGLISH, STOPWORDS, SWEDISH, stem
from directory.text import bare

SAME_WORD, SAME_WORD_WITHOUT_RINGS, BEGINNING, PART, IN_PARTS, OTHER_WORD, OTHER_LANGUAGE = 1.0, 0.6, 0.5, 0.7, 0.35, 0.4, 0.25
"""How good a reading is: a form of the word, one typed without å ä ö, its beginning, a compound it is part of, all parts
of it as a compound, a synonym, a synonym in the other language."""
LANGUAGES = (SWEDISH, ENGLISH)
SHORTEST_BEGUN = 2
MOST_READINGS = 1_000


class Beginnings:
    """Words in order, to find those that begin alike, each with the number of its term."""

    def __init__(self):
        self._words: list[tuple[str, int]] = []

    def following(self, added: Collection[tuple[str, int]], gone: Collection[tuple[str, int]]) -> Beginnings:
        later = Beginnings()
        later._words = moved_on(self._words, added, gone)
        return later

    def numbers(self, start: str) -> list[int]:
        first, last = bisect_left(self._words, (start,)), bisect_left(self._words, (start + "\U0010ffff",))
        return [number for _word, number in self._words[first:last]]


class Vocabulary:
    """The terms of an edition, and the ways from a typed word to them."""

    def __init__(self):
        self.terms, self.frequencies = np.empty(0, np.uint32), np.empty(0, np.int64)
        self._by_stem: dict[tuple[str, str], tuple[int, ...]] = {}
        self._by_bare: dict[tuple[str, str], frozenset[str]] = {}
        self._beginnings, self._beginnings_without_rings = Beginnings(), Beginnings()
        self._compounds = Compounds()

    def following(self, postings: Postings) -> Vocabulary:
        """Return the vocabulary of a later edition, made of this one and the difference."""
        added, gone = _difference(postings.terms, self.terms), _difference(self.terms, postings.terms)
        later = copy(self)
        later.__dict__.pop("_spellings", None)
        later.terms, later.frequencies = postings.terms, postings.frequencies
        if added or gone:
            later._change(added, gone)
        return later

    def _change(self, added: dict[int, tuple[str, str]], gone: dict[int, tuple[str, str]]) -> None:
        self._by_stem, self._by_bare = dict(self._by_stem), dict(self._by_bare)
        for number, (word, language) in gone.items():
            key = language, stem(word, language)
            self._by_stem[key] = tuple(other for other in self._by_stem[key] if other != number)
        for number, (word, language) in added.items():
            root = stem(word, language)
            self._by_stem[language, root] = (*self._by_stem.get((language, root), ()), number)
            if bare(word) != word:
                for typed in (bare(root), stem(bare(word), language)):
                    self._by_bare[language, typed] = self._by_bare.get((language, typed), frozenset()) | {root}
        self._beginnings = self._beginnings.following(_numbered(added), _numbered(gone))
        self._beginnings_without_rings = self._beginnings_without_rings.following(_without_rings(added), _without_rings(gone))
        self._compounds = self._compounds.following(_swedish(added), _swedish(gone))

    @property
    def words(self) -> list[tuple[str, str]]:
        """All words, each with the language of the text it stands in."""
        return [TERMS.words[number] for number in self.terms.tolist()]

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
        for whole in self._compounds.holding(word) if SWEDISH in languages else ():
            found.setdefault(TERMS.number(whole, SWEDISH), PART)
        if len(word) >= SHORTEST_BEGUN and (may_go_on or (may_go_on is None and not found)):
            for number in self._beginning_with(word):
                found.setdefault(number, BEGINNING)
            for number in self._beginnings_without_rings.numbers(word):
                found.setdefault(number, BEGINNING * SAME_WORD_WITHOUT_RINGS)
        return dict(list(found.items())[:MOST_READINGS])

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the stems of the known words a compound is made of; empty when it is none."""
        return self._compounds.parts(word)

    def spelled(self, word: str) -> list[int]:
        """Return the numbers of the terms with this very spelling, at most one for each language."""
        numbers = [TERMS.find(word, language) for language in LANGUAGES]
        return [number for number in numbers if number is not None and np.isin(number, self.terms)]

    def corrections(self, word: str, most: int, slips: int | None = None) -> list[str]:
        """Return known words so many slips of the finger away from ``word``, the likeliest first; see ``Spellings.near``."""
        return self._spellings.near(word, most, slips)

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
        numbers = np.array(self._beginnings.numbers(start), np.uint32)
        commonest_first = np.argsort(-self.frequencies[np.searchsorted(self.terms, numbers)], kind="stable")
        return numbers[commonest_first[:MOST_READINGS]].tolist()

    @cached_property
    def _spellings(self) -> Spellings:
        telling = {place: word for place, (word, _language) in enumerate(self.words) if word not in STOPWORDS}
        return Spellings(list(telling.values()), self.frequencies[list(telling)])


def _difference(terms: np.ndarray, others: np.ndarray) -> dict[int, tuple[str, str]]:
    """Return the telling words (with their language) of ``terms`` that are not among the others, by number."""
    words = {number: TERMS.words[number] for number in missing(terms, others).tolist()}
    return {number: word for number, word in words.items() if word[0] not in STOPWORDS}


def _numbered(words: dict[int, tuple[str, str]]) -> list[tuple[str, int]]:
    return [(word, number) for number, (word, _language) in words.items()]


def _without_rings(words: dict[int, tuple[str, str]]) -> list[tuple[str, int]]:
    """Return the words that have rings or dots without them, each with its number."""
    return [(bare(word), number) for word, number in _numbered(words) if bare(word) != word]


def _swedish(words: dict[int, tuple[str, str]]) -> list[str]:
    return [word for word, language in words.values() if language == SWEDISH]
