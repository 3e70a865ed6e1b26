"""Answers a search from a snapshot: which networks, in which order, and how many each choice would give."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from directory.finding.snapshot import NetworkEntry, Snapshot
from directory.text import bare, fold, words

WHOLE_WORD, WORD_START, INSIDE_WORD = 1.0, 0.7, 0.3
WITHOUT_RINGS_AND_DOTS = 0.5
SHORTEST_INSIDE = 4
RHYTHMS = {"1-2": range(1, 3), "3-4": range(3, 5), "5-": range(5, 367)}
"""Meetings a year, as the filter offers them."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is asked for. Values within one field widen the search, fields narrow it; an empty one asks nothing."""

    text: str = ""
    focus: frozenset[str] = frozenset()
    county: frozenset[str] = frozenset()
    level: frozenset[str] = frozenset()
    who: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    life: frozenset[str] = frozenset()
    openness: frozenset[str] = frozenset()
    mode: frozenset[str] = frozenset()
    rhythm: frozenset[str] = frozenset()
    exchange: frozenset[str] = frozenset()


FACETS: dict[str, Callable[[NetworkEntry], Iterable[str]]] = {
    "focus": lambda n: [area.key for area in n.focus_areas],
    "county": lambda n: [county.key for county in n.counties],
    "level": lambda n: [n.level] if n.level else [],
    "who": lambda n: [kind.key for kind in n.admits],
    "kind": lambda n: [n.kind] if n.kind else [],
    "life": lambda n: [n.life or "not_stated"],
    "openness": lambda n: [n.openness or "not_stated"],
    "mode": lambda n: n.modes,
    "rhythm": lambda n: [key for key, span in RHYTHMS.items() if n.meetings_per_year in span],
    "exchange": lambda n: [exchange.key for exchange in n.exchanges],
}
"""What each field of ``Criteria`` reads off a network. "Not stated" can be asked for where it says something."""


@dataclass(frozen=True, slots=True)
class Found:
    """The networks that fit, best first, and for each facet how many networks each of its values would give."""

    networks: tuple[NetworkEntry, ...]
    counts: dict[str, dict[str, int]]


def find(snapshot: Snapshot, criteria: Criteria) -> Found:
    """Return the networks that fit ``criteria``: by how well the words match, the living first, then by name."""
    scores = _text_scores(snapshot, criteria.text)
    fitting, counts = [], {facet: Counter() for facet in FACETS}
    for network in snapshot.networks:
        if network.id not in scores:
            continue
        failed = [facet for facet in FACETS if not _fits(network, facet, getattr(criteria, facet))]
        if not failed:
            fitting.append(network)
        for facet in FACETS if not failed else failed if len(failed) == 1 else ():
            counts[facet].update(FACETS[facet](network))
    named = fold(criteria.text)
    fitting.sort(key=lambda n: (not named or named not in n.folded_names, n.has_ended, -scores[n.id]))
    return Found(tuple(fitting), counts)


def similar_networks(snapshot: Snapshot, network_id: int, most: int) -> list[NetworkEntry]:
    """Return the living networks that share most focus areas, then reach and kind, with the one given."""
    here = snapshot.network_by_id.get(network_id)
    if here is None:
        return []
    likeness = {other.id: _likeness(here, other) for other in snapshot.networks if other.id != here.id and not other.has_ended}
    nearest = sorted(likeness, key=likeness.get, reverse=True)[:most]
    return [snapshot.network_by_id[pk] for pk in nearest if likeness[pk] >= 1]


def _likeness(one: NetworkEntry, other: NetworkEntry) -> float:
    """Shared focus areas over all theirs weigh most; a shared county, level, country or kind breaks ties."""
    shared, all_areas = set(one.focus_areas) & set(other.focus_areas), set(one.focus_areas) | set(other.focus_areas)
    if not shared:
        return 0.0
    same = [
        one.level == other.level,
        one.country == other.country,
        one.kind == other.kind,
        bool(set(one.counties) & set(other.counties)),
    ]
    return 1 + 4 * len(shared) / len(all_areas) + 0.5 * sum(same)


def _fits(network: NetworkEntry, facet: str, wanted: frozenset[str]) -> bool:
    return not wanted or not wanted.isdisjoint(FACETS[facet](network))


def _text_scores(snapshot: Snapshot, text: str) -> dict[int, float]:
    """Return the score of each network in which every word is found; all networks when there are no words."""
    asked = words(text)
    if not asked:
        return dict.fromkeys(snapshot.network_by_id, 0.0) if not text.strip() else {}
    scores = {}
    for network in snapshot.networks:
        score_by_word = [_word_score(network, word) for word in asked]
        if all(score_by_word):
            scores[network.id] = sum(score_by_word)
    return scores


def _word_score(network: NetworkEntry, word: str) -> float:
    """Return how well a word is found in the network's best text; a word typed without å ä ö counts half."""
    plain = bare(word)
    return max(
        max(weight * _match(folded, word), weight * WITHOUT_RINGS_AND_DOTS * (_match(flat, plain) if plain == word else 0))
        for weight, folded, flat in network.texts
    )


def _match(text: str, word: str) -> float:
    spaced = f" {text} "
    if f" {word} " in spaced:
        return WHOLE_WORD
    if f" {word}" in spaced:
        return WORD_START
    return INSIDE_WORD if len(word) >= SHORTEST_INSIDE and word in text else 0.0
