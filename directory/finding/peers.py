"""Which networks an agency's peers are in, and it is not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from directory.finding.entries import AgencyEntry, NetworkEntry
from directory.finding.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class PeerNetwork:
    """A network, and how many of its members are of the agency's kind and of its county."""

    network: NetworkEntry
    same_kind: int
    same_county: int


def networks_of_peers(snapshot: Snapshot, agency: AgencyEntry, most: int) -> list[PeerNetwork]:
    """Return the living networks that have most members of the agency's own kind or county, but not the agency itself.

    Agencies of another country are no peers. A network with peers of both sorts counts each of them.
    """
    members = snapshot.members
    kinds = _per_network(snapshot, [_is_peer(other, agency) and other.kind == agency.kind for other in members.agencies])
    counties = _per_network(snapshot, [_is_peer(other, agency) and other.county == agency.county for other in members.agencies])
    kinds, counties = kinds * (agency.kind is not None), counties * (agency.county is not None)
    peers = kinds + counties
    peers[members.rows_of(agency.slug)] = 0
    peers[snapshot.living :] = 0
    rows = np.argsort(-peers, kind="stable")[:most].tolist()
    return [PeerNetwork(snapshot.networks[row], int(kinds[row]), int(counties[row])) for row in rows if peers[row]]


def _is_peer(other: AgencyEntry, agency: AgencyEntry) -> bool:
    return other.country == agency.country and other.id != agency.id


def _per_network(snapshot: Snapshot, is_peer: list[bool]) -> np.ndarray:
    """Return how many members of each network are peers."""
    members = snapshot.members
    return np.bincount(members.rows, np.array(is_peer, float)[members.places], minlength=members.size)
