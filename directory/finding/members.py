"""Which agencies are members of which networks: what to choose from when there are thousands of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from directory.finding.columns import stretches
from directory.finding.entries import AgencyEntry, NetworkEntry


@dataclass(frozen=True, slots=True)
class Members:
    """For each membership its network's row and its agency's place in ``agencies``, in the order of the rows."""

    agencies: tuple[AgencyEntry, ...]
    place_by_slug: dict[str, int]
    rows: np.ndarray
    places: np.ndarray
    starts: np.ndarray
    """Where the memberships of each row begin."""
    size: int

    @classmethod
    def of(cls, agencies: tuple[AgencyEntry, ...], networks: Sequence[NetworkEntry]) -> Members:
        lengths = np.fromiter((len(network.member_ids) for network in networks), np.int64, len(networks))
        ids = np.fromiter(chain.from_iterable(network.member_ids for network in networks), np.int64, lengths.sum())
        known = np.fromiter((agency.id for agency in agencies), np.int64, len(agencies))
        by_id = np.argsort(known)
        places = by_id[np.searchsorted(known, ids, sorter=by_id)].astype(np.uint32)
        place_by_slug = {agency.slug: place for place, agency in enumerate(agencies)}
        rows, starts = np.repeat(np.arange(len(networks), dtype=np.uint32), lengths), np.concatenate(([0], np.cumsum(lengths)))
        return cls(agencies, place_by_slug, rows, places, starts, len(networks))

    def rows_of(self, slug: str) -> np.ndarray:
        """Return the rows of the networks that an agency is a member of, in order."""
        return self.rows[self.places == self.place_by_slug[slug]]

    def any_of(self, slugs: Iterable[str]) -> np.ndarray:
        """Return a flag for each network: whether any of the agencies is a member."""
        flags = np.zeros(self.size, bool)
        chosen = [self.place_by_slug[slug] for slug in slugs if slug in self.place_by_slug]
        flags[self.rows[np.isin(self.places, chosen)]] = True
        return flags

    def count(self, rows: np.ndarray) -> np.ndarray:
        """Return for each agency, by place, of how many of the networks in these rows it is a member."""
        return np.bincount(self.places[stretches(self.starts[rows], self.starts[rows + 1])], minlength=len(self.agencies))
