"""A search text, read: which words must be there, which must not, and which must stand side by side."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from directory.finding.words import SELF_EVIDENT, STOPWORDS, SWEDISH, chunks, stem
from directory.text import LONGEST_QUERY, MOST_WORDS

PIECE = re.compile(r'(-?)(?:["“”„]([^"“”„]*)["“”„]|(\S+))')


@dataclass(frozen=True, slots=True)
class Wording:
    """What a search asks of texts: folded words, each in the parts it was written in.

    ``left_out`` are the words beyond the eight that are used.
    """

    words: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    left_out: tuple[str, ...] = ()
    is_meaningless: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.excluded or self.is_meaningless)


def read(text: str, *, is_being_typed: bool = False) -> Wording:
    """Return what ``text`` asks for: words, ``"phrases in quotes"`` and ``-unwanted`` ones.

    Words that tell nothing, or nothing beside others, are passed over, but for the last of a text that is being typed:
    it may be the start of another.
    """
    words, phrases, excluded = {}, [], {}
    for minus, quoted, plain in _pieces(text[:LONGEST_QUERY]):
        found = chunks(quoted or plain)
        (excluded if minus else words).update(dict.fromkeys(found))
        if quoted and not minus and len(found) > 1:
            phrases.append(tuple(part for parts in found for part in parts))
    begun = list(words)[-1:] if is_being_typed else []
    telling = [word for word in words if word[0] not in STOPWORDS or word in begun] or list(words)
    telling = [word for word in telling if stem(word[0], SWEDISH) not in SELF_EVIDENT] or telling
    used, unwanted = telling[:MOST_WORDS], list(excluded)[: max(0, MOST_WORDS - len(telling))]
    return Wording(
        words=tuple(used),
        phrases=tuple(phrases),
        excluded=tuple(unwanted),
        left_out=tuple("".join(word) for word in [*telling[MOST_WORDS:], *list(excluded)[len(unwanted) :]]),
        is_meaningless=bool(text.strip()) and not telling and not excluded,
    )


def without_unwanted(text: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Return ``text`` without what stands after a minus, and the words that stand there, however many they are."""
    unwanted = dict.fromkeys(parts for minus, quoted, plain in PIECE.findall(text) if minus for parts in chunks(quoted or plain))
    return PIECE.sub(lambda piece: " " if piece[1] else piece[0], text), tuple(unwanted)


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (minus, quoted text, plain text): the plain words between two others as one, as AB 04 is."""
    for is_plain, pieces in groupby(PIECE.findall(text), key=lambda piece: not piece[0] and not piece[1]):
        if is_plain:
            yield "", "", " ".join(single for _minus, _quoted, single in pieces)
        else:
            yield from pieces
