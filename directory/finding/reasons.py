"""Why a network was found: the places in its texts where the words of a search were read."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from directory.finding.entries import NetworkEntry
from directory.finding.words import HYPHENS, tokens

WORD_LETTER = re.compile(r"\w")
WRITTEN_WORD = re.compile(r"\w+(?:[-\u2010\u2011\u2013]\w+)*")
TOLD_FIRST = (
    "purpose",
    "focus",
    "name",
    "other_names",
    "place",
    "topics",
    "members",
    "organiser",
    "exchanges",
    "who",
    "about_focus",
)
MOST_REASONS = 3
LETTERS_BEFORE, LETTERS_AFTER = 50, 110
Texts = Iterable[tuple[str, str, str]]
"""(field, language, text) of each searched text."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of one searched part of a network, in pieces that were read as a searched word and pieces that were not."""

    field: str
    language: str
    pieces: tuple[tuple[str, bool], ...]


def reasons(
    network: NetworkEntry, texts: Callable[[], Texts], words: frozenset[str], fields: Collection[str] = TOLD_FIRST
) -> list[Reason]:
    """Return the three most telling reasons, in the reader's language where there is a choice.

    ``texts`` gives the network's searched texts, ``words`` are all that counted as found, ``fields`` those to look in.
    """
    mine, found = get_language(), []
    for told in _told(network, texts):
        if told.field in fields and (reason := told.reason(words, mine)) is not None:
            found.append(reason)
        if len(found) == MOST_REASONS:
            break
    return found


class _Told:
    """What a network tells in one field; its words are worked out when they are first needed."""

    __slots__ = ("_words", "field", "texts")

    def __init__(self, field: str, texts: list[tuple[str, str]]):
        self.field, self.texts, self._words = field, texts, None

    def reason(self, words: frozenset[str], mine: str) -> Reason | None:
        """Return where one of the words stands, in a text of the reader's own language if there is a choice."""
        if self._words is None:
            self._words = frozenset().union(*(_words_of(text) for _language, text in self.texts))
        if self._words.isdisjoint(words):
            return None
        here = [(language, text) for language, text in self.texts if not _words_of(text).isdisjoint(words)]
        language, text = next((told for told in here if told[0] == mine), here[0])
        return _reason(self.field, language, text, _words_of(text) & words)


def _told(network: NetworkEntry, texts: Callable[[], Texts]) -> list[_Told]:
    """Return what a network tells in each field, the most telling first; put together once."""
    if "told" not in network.fragments:
        by_field = defaultdict(list)
        for field, language, text in texts():
            by_field[field].append((language, text))
        network.fragments["told"] = [_Told(field, by_field[field]) for field in TOLD_FIRST if field in by_field]
    return network.fragments["told"]


def _reason(field: str, language: str, text: str, words: frozenset[str]) -> Reason:
    spans = _plain_spans(text, words)
    if spans is None:
        spans = [one.span() for one in WRITTEN_WORD.finditer(text) if not _words_of(one.group()).isdisjoint(words)]
    return Reason(field, language, _around(text, spans) if spans else ((text[:LETTERS_AFTER], False),))


def _plain_spans(text: str, words: frozenset[str]) -> list[tuple[int, int]] | None:
    """Return where the words stand in a text; None when one is written otherwise than it is compared, or with a hyphen."""
    lowered, spans = text.lower(), {}
    if len(lowered) != len(text):
        return None
    for word in words:
        known, place = len(spans), lowered.find(word)
        while place >= 0:
            end = place + len(word)
            beside = lowered[max(0, place - 1) : place] + lowered[end : end + 1]
            if "_" in beside or HYPHENS.search(beside):
                return None
            if not WORD_LETTER.search(beside):
                spans[place] = end
            place = lowered.find(word, end)
        if len(spans) == known:
            return None
    return sorted(spans.items())


@lru_cache(maxsize=50_000)
def _words_of(text: str) -> frozenset[str]:
    """Return the folded words that a text is indexed by."""
    return frozenset(tokens(text))


def _around(text: str, spans: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """Return the text near its first found word, cut between words, the found ones apart."""
    first, last = max(0, spans[0][0] - LETTERS_BEFORE), spans[0][1] + LETTERS_AFTER
    first = 0 if first == 0 else text.find(" ", first, spans[0][0]) + 1 or spans[0][0]
    last = len(text) if last >= len(text) else max(text.rfind(" ", 0, last), spans[0][1])
    return tuple(_pieces(text, first, last, [span for span in spans if span[1] <= last]))


def _pieces(text: str, first: int, last: int, spans: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    if first > 0:
        yield "… ", False
    for start, end in spans:
        yield text[first:start], False
        yield text[start:end], True
        first = end
    yield text[first:last] + (" …" if last < len(text) else ""), False
