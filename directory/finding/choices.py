"""Which networks have which value of each facet, as bits: choosing is OR and AND, counting is adding up bits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

WORD = 64


@dataclass(frozen=True, slots=True)
class Choices:
    """A row of bits for each value, a bit for each network. ``spans`` tells which rows are whose facet's."""

    spans: dict[str, range]
    places: dict[str, dict[str, int]]
    bits: np.ndarray
    size: int

    @classmethod
    def of(cls, values: Mapping[str, Sequence[str]], chosen: Sequence[bytes]) -> Choices:
        """Put together the bits of networks 0, 1, 2 …, each given as the numbers (uint16) of its values.

        ``values`` lists the keys of each facet; their numbers go on from one facet to the next.
        """
        spans, places, start = {}, {}, 0
        for facet, keys in values.items():
            spans[facet] = range(start, start + len(keys))
            places[facet] = {key: start + number for number, key in enumerate(keys)}
            start += len(keys)
        numbers = np.frombuffer(b"".join(chosen), np.uint16)
        lengths = np.fromiter((len(one) // 2 for one in chosen), np.int64, len(chosen))
        whole_words = -(-len(chosen) // WORD) * WORD
        flags = np.zeros((start, whole_words), bool)
        flags[numbers, np.repeat(np.arange(len(chosen)), lengths)] = True
        return cls(spans, places, np.packbits(flags, axis=1, bitorder="little").view(np.uint64), len(chosen))

    def updated(self, chosen_by_row: Mapping[int, bytes]) -> Choices:
        """Return the bits when the networks in some rows have other values."""
        bits = self.bits.copy()
        for row, chosen in chosen_by_row.items():
            word, bit = divmod(row, WORD)
            bits[:, word] &= ~np.uint64(1 << bit)
            bits[np.frombuffer(chosen, np.uint16), word] |= np.uint64(1 << bit)
        return replace(self, bits=bits)

    def packed(self, flags: np.ndarray) -> np.ndarray:
        """Return flags, one a network, as bits."""
        padded = np.zeros(self.bits.shape[1] * WORD, bool)
        padded[: self.size] = flags
        return np.packbits(padded, bitorder="little").view(np.uint64)

    def any_of(self, facet: str, keys: frozenset[str]) -> np.ndarray:
        """Return the bits of the networks that have any of the values."""
        places = [self.places[facet][key] for key in keys if key in self.places[facet]]
        return np.bitwise_or.reduce(self.bits[places], axis=0) if places else np.zeros(self.bits.shape[1], np.uint64)

    def count(self, facet: str, within: np.ndarray) -> dict[str, int]:
        """Return how many of the networks ``within`` have each value of the facet."""
        span = self.spans[facet]
        return dict(zip(self.places[facet], _ones(self.bits[span.start : span.stop] & within), strict=True))

    def count_all(self, within: np.ndarray) -> dict[str, dict[str, int]]:
        """Return ``count`` for every facet."""
        counts = _ones(self.bits & within)
        return {
            facet: dict(zip(self.places[facet], counts[span.start : span.stop], strict=True))
            for facet, span in self.spans.items()
        }

    def count_each(self, facet: str, masks: np.ndarray) -> list[list[int]]:
        """Return for each value of the facet, in order, how many of the networks in each of some rows of bits have it."""
        span = self.spans[facet]
        return np.bitwise_count(self.bits[span.start : span.stop, None] & masks).sum(axis=2, dtype=np.int64).tolist()

    def how_many(self, facet: str, keys: Iterable[str | None] | None = None) -> np.ndarray:
        """Return for each network how many of the values it has; of all the facet's values when none are given."""
        places = self.places[facet]
        rows = [places[key] for key in (places if keys is None else keys) if key in places]
        flags = np.unpackbits(self.bits[rows].view(np.uint8), axis=1, bitorder="little", count=self.size)
        return flags.sum(axis=0, dtype=np.int64)

    def flags(self, bits: np.ndarray) -> np.ndarray:
        """Return bits as flags, one a network: what ``packed`` undoes."""
        return np.unpackbits(bits.view(np.uint8), bitorder="little", count=self.size).view(bool)

    def rows(self, bits: np.ndarray) -> np.ndarray:
        """Return the networks whose bit is set, in order."""
        return np.flatnonzero(self.flags(bits))


def _ones(bits: np.ndarray) -> list[int]:
    """Return how many bits are set in each row."""
    return np.bitwise_count(bits).sum(axis=1, dtype=np.int64).tolist()
