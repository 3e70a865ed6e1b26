"""Texts and searches that nobody thought of: read without an error, with little work, and nothing passed over in silence."""

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from directory.finding import Criteria, current_snapshot, find, suggest
from directory.finding.wording import read
from directory.finding.words import ENGLISH, SWEDISH, stem, tokens
from directory.text import LONGEST_QUERY, MOST_WORDS, fold

INVENTED = settings(
    max_examples=200, deadline=None, database=None, print_blob=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SECONDS = 0.05
TRIES = 3
SIGNS = st.sampled_from(["-", '"', "”", "„", " ", " -", "\u00ad", "a\u030a", "ﬁ", "ＡＢ", "04", "it-drift", "avtal", "s", "och"])

any_text = st.one_of(st.text(max_size=200), st.lists(SIGNS, max_size=60).map("".join))
long_text = st.builds(lambda word, times: f"{word} "[: 100_000 // times] * times, st.text(min_size=1), st.integers(1, 200))


def seconds_for(work, *arguments) -> float:
    """Return the processor's least time of a few tries."""
    spent = []
    for _ in range(TRIES):
        started = time.thread_time()
        work(*arguments)
        spent.append(time.thread_time() - started)
        if spent[-1] < SECONDS:
            break
    return min(spent)


@INVENTED
@given(st.one_of(any_text, long_text))
@example("avtal" * 40)
@example("\ufdfa" * 5_000)
@example("upphandling" * 9_000)
@example("a " * 200)
def test_any_text_is_analysed_in_no_time(text):
    assert seconds_for(tokens, text) < SECONDS
    assert all(fold(word) == word and " " not in word for word in tokens(text))


@INVENTED
@given(st.text(max_size=40).map(fold), st.sampled_from([SWEDISH, ENGLISH]))
def test_stem_of_a_stem_is_a_stem_and_never_nothing(word, language):
    assert bool(stem(word, language)) == bool(word)


@INVENTED
@given(st.one_of(any_text, long_text))
def test_eight_words_are_used_and_every_other_is_named(text):
    wording = read(text)

    assert len(wording.words) + len(wording.excluded) <= MOST_WORDS
    assert seconds_for(read, text) < SECONDS
    assert wording.is_empty or not wording.is_meaningless or not wording.words
    assert len("".join(wording.left_out)) <= 20 * LONGEST_QUERY


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
class TestSearching:
    @INVENTED
    @given(any_text, st.booleans())
    @example("avtal" * 40, True)
    @example("upphandlings" * 16, False)
    def test_any_search_is_answered_in_no_time(self, text, is_being_typed):
        snapshot = current_snapshot()
        find(snapshot, Criteria())
        asked = Criteria(text=text, is_being_typed=is_being_typed)

        assert seconds_for(find, snapshot, asked) < SECONDS
        assert list(find(snapshot, asked).networks) == list(find(snapshot, asked).networks)

    @INVENTED
    @given(any_text)
    def test_any_start_is_completed_in_no_time(self, text):
        assert seconds_for(suggest, current_snapshot(), text) < SECONDS
