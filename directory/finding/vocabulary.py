"""The words of one edition: what a word of a search may mean among them, and what it may have been meant to be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from copy import copy
from functools import cached_property

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.finding.postings import TERMS, Postings
from directory.finding.words import ENGLISH, STOPWORDS, SWEDISH, stem
from directory.text import bare

SAME_WORD, SAME_WORD_WITHOUT_RINGS, BEGINNING, PART, OTHER_WORD = 1.0, 0.6, 0.5, 0.7, 0.4
"""How good a reading is: a form of the word, one typed without å ä ö, its beginning, a part of a compound, a synonym."""
SHORTEST_BEGUN = 2
SHORTEST_PART, SHORTEST_SOUGHT_PART, MOST_PARTS = 3, 3, 4
LINKING_LETTERS = "soueai"
MOST_READINGS = 400
SHORTEST_CORRECTED = 4
LETTERS_FOR_TWO_TYPOS = 6


class Vocabulary:
    """The terms of an edition by place, and the ways from a typed word to them. Built once for each set of terms."""

    def __init__(self, postings: Postings):
        self.terms, self.frequencies = postings.terms, postings.frequencies
        self.words = [TERMS.words[number] for number in postings.terms.tolist()]
        self._by_stem: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_bare: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._parts: dict[str, tuple[str, ...]] = {}
        for place, (word, language) in enumerate(self.words):
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

    def readings(self, word: str, *, may_go_on: bool | None = None) -> dict[int, float]:
        """Return the places of the terms that a folded word may mean, and how good a reading each is.

        ``may_go_on`` says whether longer words that begin with it count too; by default, if nothing else is found.
        """
        found: dict[int, float] = {}
        for language in (SWEDISH, ENGLISH):
            root = stem(word, language)
            self._add(found, [root], language, SAME_WORD)
            if bare(word) == word:
                self._add(found, self._by_bare.get((language, root), ()), language, SAME_WORD_WITHOUT_RINGS)
        for place in self._holding(stem(word, SWEDISH)):
            found.setdefault(place, PART)
        if len(word) >= SHORTEST_BEGUN and (may_go_on or (may_go_on is None and not found)):
            for place in self._beginning_with(word):
                found.setdefault(place, BEGINNING)
        return dict(list(found.items())[:MOST_READINGS])

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the stems of the known words a compound is made of, few and long ones first; empty when it is none."""
        if word not in self._parts:
            self._parts[word] = self._split(word, MOST_PARTS)
        return self._parts[word]

    def corrections(self, word: str, most: int) -> list[str]:
        """Return known words a slip or two of the finger away from ``word``, the nearest and commonest first."""
        if len(word) < SHORTEST_CORRECTED or word.isdigit():
            return []
        slips = 2 if len(word) >= LETTERS_FOR_TWO_TYPOS else 1
        near = process.extract(word, self._spellings, scorer=OSA.distance, score_cutoff=slips, limit=None, processor=None)
        near = [(distance, -self._commonness[spelling], spelling) for spelling, distance, _index in near]
        return [spelling for _distance, _commonness, spelling in sorted(near)[:most]]

    def completions(self, start: str, most: int) -> list[str]:
        """Return the words that begin so and go on, the commonest first."""
        words = dict.fromkeys(self.words[place][0] for place in self._beginning_with(start))
        return [word for word in words if word != start and word not in STOPWORDS][:most]

    def _add(self, found: dict[int, float], roots, language: str, factor: float) -> None:
        for root in roots:
            for place in self._by_stem.get((language, root), ()):
                found.setdefault(place, factor)

    def _beginning_with(self, start: str) -> list[int]:
        """Return the places of the words that begin so, the commonest first."""
        words, places = self._sorted
        first, last = bisect_left(words, start), bisect_left(words, start + "\U0010ffff")
        return sorted(places[first:last], key=lambda place: -self.frequencies[place])[:MOST_READINGS]

    def _holding(self, root: str) -> list[int]:
        """Return the places of the Swedish compounds of which one part has this stem."""
        if len(root) < SHORTEST_SOUGHT_PART:
            return []
        text, starts, places = self._swedish
        found = {bisect_left(starts, match.start() + 1) - 1 for match in re.finditer(re.escape(root), text)}
        return [places[one] for one in sorted(found) if root in self._split(self.words[places[one]][0], MOST_PARTS, root)]

    def _split(self, word: str, most: int, sought: str = "") -> tuple[str, ...]:
        """Cut off the longest known last part that leaves a known beginning, whole or itself a compound.

        A ``sought`` stem is known to be a word, though it may stand by itself nowhere in the edition.
        """
        several: tuple[str, ...] = ()
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head, tail = word[:cut], self._known(word[cut:], sought)
            if tail is None:
                continue
            for beginning in (head, head[:-1]) if head[-1] in LINKING_LETTERS else (head,):
                known = self._known(beginning, sought)
                if known is not None:
                    return known, tail
                if most > 2 and not several:
                    rest = self._split(beginning, most - 1, sought)
                    several = (*rest, tail) if rest else ()
        return several

    def _known(self, word: str, sought: str) -> str | None:
        """Return the stem of a word that stands by itself somewhere in the edition, else None."""
        if len(word) < SHORTEST_PART or word in STOPWORDS:
            return None
        root = stem(word, SWEDISH)
        return root if root == sought or (len(root) >= SHORTEST_PART and (SWEDISH, root) in self._by_stem) else None

    @cached_property
    def _sorted(self) -> tuple[list[str], list[int]]:
        pairs = sorted((word, place) for place, (word, _language) in enumerate(self.words))
        return [word for word, _place in pairs], [place for _word, place in pairs]

    @cached_property
    def _swedish(self) -> tuple[str, list[int], list[int]]:
        """All Swedish words as one text, where each starts in it, and its place."""
        pairs = [(word, place) for place, (word, language) in enumerate(self.words) if language == SWEDISH]
        starts = np.cumsum([0, *(len(word) + 1 for word, _place in pairs)])[:-1].tolist()
        return "\n".join(word for word, _place in pairs), starts, [place for _word, place in pairs]

    @cached_property
    def _commonness(self) -> dict[str, int]:
        counts: dict[str, int] = defaultdict(int)
        for (word, _language), frequency in zip(self.words, self.frequencies.tolist(), strict=True):
            counts[word] += frequency
        return counts

    @cached_property
    def _spellings(self) -> list[str]:
        return [word for word in self._commonness if len(word) >= SHORTEST_CORRECTED - 1]
