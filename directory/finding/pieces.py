"""Which of very many words hold a piece, by the three letters that fewest of them have in a row."""

from collections.abc import Collection

import numpy as np

LETTERS = 3
BITS_OF_A_LETTER = 21


class Pieces:
    """Words, and for every three letters the places of the words in which they stand in a row."""

    def __init__(self, words: list[str]):
        self._words = words
        letters = _letters("\n".join([*words, ""]))
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        word_of_letter = np.repeat(np.arange(len(words), dtype=np.uint32), lengths + 1)
        codes = _codes(letters)
        is_within = word_of_letter[: len(codes)] == word_of_letter[LETTERS - 1 :]
        is_within &= letters[LETTERS - 1 :] != ord("\n")
        order = np.argsort(codes[is_within], kind="stable")
        self._places = word_of_letter[: len(codes)][is_within][order]
        self._codes, firsts = np.unique(codes[is_within][order], return_index=True)
        self._starts = np.append(firsts, len(order))

    def words_with(self, pieces: Collection[str]) -> set[str]:
        """Return the words in which any of the pieces stands, each of three letters or more."""
        return {word for piece in pieces for word in self._likely(piece) if piece in word}

    def _likely(self, piece: str) -> list[str]:
        codes = _codes(_letters(piece))
        at = np.searchsorted(self._codes, codes)
        if not len(self._codes) or (self._codes[np.minimum(at, len(self._codes) - 1)] != codes).any():
            return []
        rarest = at[np.argmin(self._starts[at + 1] - self._starts[at])]
        return [self._words[place] for place in self._places[self._starts[rarest] : self._starts[rarest + 1]].tolist()]


def _letters(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def _codes(letters: np.ndarray) -> np.ndarray:
    """Return each three letters in a row as one number."""
    bits = np.uint64(BITS_OF_A_LETTER)
    return (letters[:-2] << bits | letters[1:-1]) << bits | letters[2:]
