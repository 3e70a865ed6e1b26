"""The words of one edition: what a word of a search may mean among them, and what it may have been meant to be."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from functools import cached_property

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.finding.compounds import Compounds
from directory.finding.postings import TERMS, Postings
from directory.finding.words import ENGLISH, STOPWORDS, SWEDISH, stem
from directory.text import bare

SAME_WORD, SAME_WORD_WITHOUT_RINGS, BEGINNING, PART, IN_PARTS, OTHER_WORD, OTHER_LANGUAGE = 1.0, 0.6, 0.5, 0.7, 0.35, 0.4, 0.25
"""How good a reading is: a form of the word, one typed without å ä ö, its beginning, a compound it is part of, all parts
of it as a compound, a synonym, a synonym in the other language."""
LANGUAGES = (SWEDISH, ENGLISH)
SHORTEST_BEGUN = 2
MOST_READINGS = 400
SHORTEST_CORRECTED = 4
LETTERS_FOR_TWO_TYPOS = 8


class Beginnings:
    """Words in order, to find those that begin alike, each with its place among the terms."""

    def __init__(self, words: Iterable[tuple[str, int]]):
        pairs = sorted(words)
        self._words, self._places = [word for word, _place in pairs], [place for _word, place in pairs]

    def places(self, start: str) -> list[int]:
        return self._places[bisect_left(self._words, start) : bisect_left(self._words, start + "\U0010ffff")]


class Vocabulary:
    """The terms of an edition by place, and the ways from a typed word to them. Built once for each set of terms."""

    def __init__(self, postings: Postings):
        self.terms, self.frequencies = postings.terms, postings.frequencies
        self.words = [TERMS.words[number] for number in postings.terms.tolist()]
        self._by_stem: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_bare: dict[tuple[str, str], set[str]] = defaultdict(set)
        for place, (word, language) in enumerate(self.words):
            if word in STOPWORDS:
                continue
            root = stem(word, language)
            self._by_stem[language, root].append(place)
            if bare(word) != word:
                self._by_bare[language, bare(root)].add(root)
                self._by_bare[language, stem(bare(word), language)].add(root)

    def following(self, postings: Postings) -> Vocabulary:
        """Return the vocabulary of a later edition, sharing all it can with this one."""
        if not np.array_equal(self.terms, postings.terms):
            return Vocabulary(postings)
        same = copy(self)
        same.frequencies = postings.frequencies
        same.__dict__.pop("_commonness", None)
        return same

    def readings(self, word: str, *, languages: tuple[str, ...] = LANGUAGES, may_go_on: bool | None = None) -> dict[int, float]:
        """Return the places of the terms that a folded word may mean, and how good a reading each is.

        ``may_go_on`` says whether longer words that begin with it count too; by default, if nothing else is found.
        """
        found: dict[int, float] = {}
        for language in languages:
            root = stem(word, language)
            self._add(found, [root], language, SAME_WORD)
            if bare(word) == word:
                self._add(found, self._by_bare.get((language, root), ()), language, SAME_WORD_WITHOUT_RINGS)
        for whole in self._compounds.holding(word) if SWEDISH in languages else ():
            found.setdefault(self._swedish[whole], PART)
        if len(word) >= SHORTEST_BEGUN and (may_go_on or (may_go_on is None and not found)):
            for place in self._beginning_with(word):
                found.setdefault(place, BEGINNING)
            for place in self._sorted_without_rings.places(word):
                found.setdefault(place, BEGINNING * SAME_WORD_WITHOUT_RINGS)
        return dict(list(found.items())[:MOST_READINGS])

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the stems of the known words a compound is made of; empty when it is none."""
        return self._compounds.parts(word)

    def corrections(self, word: str, most: int, slips: int | None = None) -> list[str]:
        """Return known words so many slips of the finger away from ``word``: the nearest, commonest and longest first.

        By default, as many slips as a word of that length may have.
        """
        if len(word) < SHORTEST_CORRECTED or word.isdigit():
            return []
        slips = slips or (2 if len(word) >= LETTERS_FOR_TWO_TYPOS else 1)
        near = process.extract(word, self._spellings, scorer=OSA.distance, score_cutoff=slips, limit=None, processor=None)
        near = [(distance, -self._commonness[spelling], -len(spelling), spelling) for spelling, distance, _index in near]
        return [spelling for *_rank, spelling in sorted(near)[:most]]

    def completions(self, start: str, most: int) -> list[str]:
        """Return the words that begin so and go on, the commonest first."""
        words = dict.fromkeys(self.words[place][0] for place in self._beginning_with(start))
        return [word for word in words if word != start][:most]

    def _add(self, found: dict[int, float], roots, language: str, factor: float) -> None:
        for root in roots:
            for place in self._by_stem.get((language, root), ()):
                found.setdefault(place, factor)

    def _beginning_with(self, start: str) -> list[int]:
        """Return the places of the words that begin so, the commonest first."""
        return sorted(self._sorted.places(start), key=lambda place: -self.frequencies[place])[:MOST_READINGS]

    @cached_property
    def _sorted(self) -> Beginnings:
        return Beginnings((word, place) for place, (word, _language) in enumerate(self.words) if word not in STOPWORDS)

    @cached_property
    def _sorted_without_rings(self) -> Beginnings:
        pairs = ((bare(word), word, place) for place, (word, _language) in enumerate(self.words))
        return Beginnings((typed, place) for typed, word, place in pairs if typed != word)

    @cached_property
    def _compounds(self) -> Compounds:
        return Compounds(list(self._swedish))

    @cached_property
    def _swedish(self) -> dict[str, int]:
        return {word: place for place, (word, language) in enumerate(self.words) if language == SWEDISH}

    @cached_property
    def _commonness(self) -> dict[str, int]:
        counts: dict[str, int] = defaultdict(int)
        for (word, _language), frequency in zip(self.words, self.frequencies.tolist(), strict=True):
            counts[word] += frequency
        return counts

    @cached_property
    def _spellings(self) -> list[str]:
        return [word for word in self._commonness if len(word) >= SHORTEST_CORRECTED - 1]
