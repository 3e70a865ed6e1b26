"""Where a found word stands in a text: quickly told for plain words, as for all others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.finding.reasons import WRITTEN_WORD, _plain_spans, _words_of

PIECES = ["mat", "Mat", "skolmat", "it", "drift", "-", " ", ", ", "AB", "04", "é", "e\u0301", "ß", "İ", "Ａ", "_", "å"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def slowly(text: str, words: frozenset[str]) -> list[tuple[int, int]]:
    return [one.span() for one in WRITTEN_WORD.finditer(text) if not _words_of(one.group()).isdisjoint(words)]


@given(
    text=st.lists(st.sampled_from(PIECES), max_size=12).map("".join), chosen=st.sets(st.integers(0, 20), min_size=1, max_size=3)
)
def test_plain_words_are_marked_where_all_words_are(text, chosen):
    known = sorted(_words_of(text))
    words = frozenset(known[number % len(known)] for number in chosen) if known else frozenset()
    quick = _plain_spans(text, words)

    assert quick is None or quick == slowly(text, words)


@pytest.mark.parametrize(
    ("text", "words", "spans"),
    [
        ("Om mat och Mat.", {"mat"}, [(3, 6), (11, 14)]),
        ("Om skolmat.", {"skolmat"}, [(3, 10)]),
        ("Om it-drift, drift", {"drift"}, None),
        ("AB04", {"ab"}, None),
        ("Ett idéforum", {"ideforum"}, None),
    ],
)
def test_what_is_written_otherwise_than_it_is_compared_is_left_to_the_slow_way(text, words, spans):
    assert _plain_spans(text, frozenset(words)) == spans
