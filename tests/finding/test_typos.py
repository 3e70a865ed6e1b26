"""One letter of any long word of the real catalogue dropped, swapped, doubled or replaced: it is found all the same."""

import random

import pytest

from directory.finding import Criteria, Snapshot, current_snapshot, find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

SHORTEST, WORDS, LETTERS = 6, 300, "abcdefghijklmnopqrstuvwxyzåäö"
FOUND_IN = 5


def with_a_slip(word: str, chance: random.Random) -> list[str]:
    place = chance.randrange(len(word) - 1)
    before, here, after = word[:place], word[place], word[place + 1 :]
    slips = [
        before + after,
        before + after[0] + here + after[1:],
        before + here + here + after,
        before + chance.choice(LETTERS) + after,
    ]
    return [slip for slip in slips if slip != word]


def found(snapshot: Snapshot, text: str, most: int | None = None) -> set[int]:
    return {network.id for network in find(snapshot, Criteria(text=text)).networks[:most]}


def test_of_words_with_a_slip_95_in_100_are_found_among_the_first_five():
    snapshot, chance = current_snapshot(), random.Random(20261125)  # noqa: S311  the same slips every time
    words = sorted({word for word, _language in snapshot.vocabulary.words if len(word) >= SHORTEST and word.isalpha()})
    cases = [(word, slip) for word in chance.sample(words, WORDS) for slip in with_a_slip(word, chance)]
    missed = [(word, slip) for word, slip in cases if found(snapshot, slip, FOUND_IN).isdisjoint(found(snapshot, word))]

    assert len(cases) > 3 * WORDS
    assert len(missed) <= 0.05 * len(cases), missed


def test_a_corrected_word_is_said_and_a_known_one_is_never_corrected():
    snapshot = current_snapshot()

    assert find(snapshot, Criteria(text="upphandlng")).corrected == {"upphandlng": "upphandling"}
    assert find(snapshot, Criteria(text="upphandling")).corrected == {}
