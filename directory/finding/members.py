"""Which agencies are members of which networks: what to choose from when there are thousands of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from directory.finding.entries import AgencyEntry, NetworkEntry


@dataclass(frozen=True, slots=True)
class Members:
    """For each membership its network's row and its agency's place in ``agencies``, in the order of the rows."""

    agencies: tuple[AgencyEntry, ...]
    place_by_slug: dict[str, int]
    rows: np.ndarray
    places: np.ndarray
    size: int

    @classmethod
    def of(cls, agencies: tuple[AgencyEntry, ...], networks: Sequence[NetworkEntry]) -> Members:
        place_by_id = {agency.id: place for place, agency in enumerate(agencies)}
        lengths = np.fromiter((len(network.member_ids) for network in networks), np.int64, len(networks))
        places = np.fromiter((place_by_id[pk] for network in networks for pk in network.member_ids), np.uint32, lengths.sum())
        place_by_slug = {agency.slug: place for place, agency in enumerate(agencies)}
        return cls(agencies, place_by_slug, np.repeat(np.arange(len(networks), dtype=np.uint32), lengths), places, len(networks))

    def any_of(self, slugs: Iterable[str]) -> np.ndarray:
        """Return a flag for each network: whether any of the agencies is a member."""
        flags = np.zeros(self.size, bool)
        chosen = [self.place_by_slug[slug] for slug in slugs if slug in self.place_by_slug]
        flags[self.rows[np.isin(self.places, chosen)]] = True
        return flags

    def count(self, flags: np.ndarray) -> np.ndarray:
        """Return for each agency, by place, of how many of the flagged networks it is a member."""
        return np.bincount(self.places[flags[self.rows]], minlength=len(self.agencies))
