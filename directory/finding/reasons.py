"""Why a network was found: the places in its texts where the words of a search were read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from directory.finding.entries import NetworkEntry
from directory.finding.words import tokens

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


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of one searched part of a network, in pieces that were read as a searched word and pieces that were not."""

    field: str
    language: str
    pieces: tuple[tuple[str, bool], ...]


def reasons(network: NetworkEntry, texts: Iterable[tuple[str, str, str]], words: frozenset[str]) -> list[Reason]:
    """Return the three most telling reasons; ``texts`` are the network's searched texts, ``words`` all that counted as found."""
    found = [
        Reason(field, language, _around(text, spans))
        for number, (field, language, text) in enumerate(texts)
        if (spans := [span for span, read_as in _words_of(network, number, text) if not read_as.isdisjoint(words)])
    ]
    found.sort(key=lambda reason: (TOLD_FIRST.index(reason.field), reason.language != get_language()))
    first_of_each = {reason.field: reason for reason in reversed(found)}
    return [reason for reason in found if first_of_each[reason.field] is reason][:MOST_REASONS]


def _words_of(network: NetworkEntry, number: int, text: str) -> list[tuple[tuple[int, int], frozenset[str]]]:
    """Return where each word of the text stands and the folded words it is indexed by; worked out once an entry."""
    key = ("words", number)
    if key not in network.fragments:
        network.fragments[key] = [(match.span(), frozenset(tokens(match.group()))) for match in WRITTEN_WORD.finditer(text)]
    return network.fragments[key]


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
