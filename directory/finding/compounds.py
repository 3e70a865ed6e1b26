"""Swedish compounds: which known words a word is made of, and which words it is a part of."""

from __future__ import annotations

import re
from collections.abc import Collection
from copy import copy
from os.path import commonprefix

from directory.finding.layered import LayeredDict, LayeredList
from directory.finding.pieces import Pieces
from directory.finding.words import SELF_EVIDENT, STOPWORDS, SWEDISH, stem

SHORTEST_PART, MOST_PARTS, MOST_ASKED = 3, 4, 2_000
LINKING_LETTERS = "soueai"
SHORTEST_TELLING_PART, LONGEST_ENDING = 5, 5
"""From how many letters a part is believed though what it stands beside is no known word."""
UNKNOWN_TAIL = re.compile("[^aeio].{4,}")  # inköp|schefer, not kommun|ikation
LETTERS_A_FORM_MAY_CHANGE = 2
"""How many of a stem's last letters may differ in another form of the word: vatten, vattn."""
PARTS_OF_TWO_LETTERS = frozenset({"el", "it", "eu"})
UNKNOWN_TAIL_OF_TWO_LETTERS = re.compile("[^aeio].{5,}")
PREFIXES = frozenset(
    """av an be bi bort efter er fram för före ge genom hem in inne kring med mellan miss mot ned ner om på sam till ur ut över
    under upp ute van vid å åter""".split()  # noqa: SIM905  a text is easier to read and to add to
)
"""What makes another word rather than a compound: a handling is no part of an upphandling."""
ENDS_IN_PREFIX = re.compile(f"(?:{'|'.join(prefix for prefix in PREFIXES if len(prefix) >= SHORTEST_PART)})$")


class Compounds:
    """The Swedish words of an edition, taken apart against each other. Texts of words are folded, parts are stems."""

    def __init__(self):
        self._words: LayeredList[str] = LayeredList([])
        self._pieces = Pieces([])
        self._forms: LayeredDict[str, tuple[str, ...]] = LayeredDict()
        self._beginnings: LayeredDict[str, bool] = LayeredDict()
        self._parts: LayeredDict[str, tuple[str, ...]] = LayeredDict()
        self._wholes: LayeredDict[str, tuple[str, ...]] = LayeredDict()
        self._asked: dict[str, tuple[str, ...]] = {}
        self.retold: frozenset[str] = frozenset()
        """The stems that are parts of other words than in the edition before."""

    def following(self, added: Collection[str], gone: Collection[str]) -> Compounds:
        """Return the compounds of a later edition: what is new is taken apart, and what holds a part that is new or gone."""
        later, is_first = copy(self), not (self._words.base or self._words.added)
        later._words, later._asked = self._words.moved_on(added, gone), {}
        if later._words.base is not self._words.base:
            later._pieces = Pieces(later._words.base)
        later._forms = self._forms.regrouped(_by_root(gone), _by_root(added))
        begun = {some[:SHORTEST_PART]: True for word in added for some in (word, stem(word, SWEDISH))}
        later._beginnings = self._beginnings.moved_on(begun)
        turned = {root for root, _word in (*_by_root(added), *_by_root(gone)) if (root in later._forms) != (root in self._forms)}
        later._take_apart(added if is_first else {*added, *later._holding_a_form_of(turned)}, gone)
        return later

    def _holding_a_form_of(self, roots: set[str]) -> list[str]:
        """Return the words that may have one of these as a part."""
        return self._containing([root[: max(SHORTEST_PART, len(root) - LETTERS_A_FORM_MAY_CHANGE)] for root in roots])

    def _take_apart(self, words: Collection[str], gone: Collection[str]) -> None:
        """Learn the parts of these words, and forget those of the words that are gone."""
        now = {word: self._split(word, MOST_PARTS) for word in words} | dict.fromkeys(gone, ())
        other = {word: parts for word, parts in now.items() if parts != self._parts.get(word, ())}
        before = [(root, word) for word in other for root in dict.fromkeys(self._parts.get(word, ()))]
        after = [(root, word) for word, parts in other.items() for root in dict.fromkeys(parts)]
        self._wholes = self._wholes.regrouped(before, after)
        self.retold = frozenset(root for root, _word in (*before, *after))
        self._parts = self._parts.moved_on({word: parts or None for word, parts in other.items()})

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the stems of the known words a compound is made of, few and long ones first; empty when it is none."""
        if word not in self._asked:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            parts = self._parts.get(word) or self._split(word, MOST_PARTS)
            self._asked[word] = tuple(part for part in parts if part not in SELF_EVIDENT)
        return self._asked[word]

    def holding(self, word: str) -> list[str]:
        """Return the words of which ``word``, or another form of it, is one part."""
        if word in PARTS_OF_TWO_LETTERS:
            return self._beginning_with_two_letters(word)
        root = stem(word, SWEDISH)
        if root in self._forms:
            wholes = set(self._wholes.get(root, ()))
        else:
            wholes = {whole for whole in self._containing([root]) if root in self._split(whole, MOST_PARTS, root)}
        telling = self._telling(word, self._forms.get(root, ()))
        beginning = commonprefix(telling)  # noqa: RUF071  of words, not of paths
        unknown = set(self._containing([beginning] if len(beginning) >= SHORTEST_PART else telling)) - wholes
        for form in telling:
            wholes |= {whole for whole in unknown if form in whole and self._tells(whole, form, root)}
        return sorted(wholes)

    def telling_forms(self, word: str) -> list[str] | None:
        """Return the forms of a word, without an ending, that tell it is a part where they stand; None for an unknown word."""
        forms = self._forms.get(stem(word, SWEDISH))
        return None if forms is None else self._telling(word, forms)

    @staticmethod
    def _telling(word: str, forms: Collection[str]) -> list[str]:
        return [form for form in {form.rstrip("ae") for form in (word, *forms)} if len(form) >= SHORTEST_TELLING_PART]

    def _containing(self, pieces: list[str]) -> list[str]:
        """Return the words in which any of the pieces stands, in order."""
        telling = [piece for piece in pieces if len(piece) >= SHORTEST_PART]
        added = (word for word in self._words.added if any(piece in word for piece in telling))
        return sorted([*self._words.kept(self._pieces.words_with(telling)), *added])

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

    def _known(self, word: str, sought: str = "") -> str | None:
        """Return the stem of a word that stands by itself somewhere in the edition, else None."""
        if word[:SHORTEST_PART] not in self._beginnings and not sought.startswith(word[:SHORTEST_PART]):
            return None
        if len(word) < SHORTEST_PART or word in STOPWORDS or word in PREFIXES:
            return None
        root = stem(word, SWEDISH)
        return root if root == sought or (len(root) >= SHORTEST_PART and root in self._forms and root not in PREFIXES) else None

    def _tells(self, whole: str, form: str, root: str) -> bool:
        """Tell whether ``form`` stands in a word as its part, beside letters that may be a word used nowhere else."""
        place = whole.index(form)
        head, tail = whole[:place], whole[place + len(form) :]
        if head and (len(head) < SHORTEST_PART or ENDS_IN_PREFIX.search(head)):
            return False
        if UNKNOWN_TAIL.fullmatch(tail):
            return True
        return bool(head) and len(tail) <= LONGEST_ENDING and stem(whole[place:], SWEDISH) == root

    def _beginning_with_two_letters(self, word: str) -> list[str]:
        tails = {whole: whole[len(word) :] for whole in self._words.between(word, word + "\U0010ffff")}
        return [whole for whole, tail in tails.items() if self._known(tail) or UNKNOWN_TAIL_OF_TWO_LETTERS.fullmatch(tail)]


def _by_root(words: Collection[str]) -> list[tuple[str, str]]:
    return [(stem(word, SWEDISH), word) for word in words]
