"""What somebody may be about to type: networks, agencies and focus areas by their names, and words."""

from dataclasses import dataclass

from directory.finding.entries import AgencyEntry, NetworkEntry, TermEntry
from directory.finding.query import Criteria, find
from directory.finding.snapshot import Snapshot
from directory.text import bare, fold

SHORTEST = 2
MOST_OF_EACH = 4


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A few of each kind, the likeliest first."""

    networks: tuple[NetworkEntry, ...] = ()
    agencies: tuple[AgencyEntry, ...] = ()
    focus_areas: tuple[TermEntry, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self):
        return bool(self.networks or self.agencies or self.focus_areas or self.words)


def suggest(snapshot: Snapshot, text: str) -> Suggestions:
    """Return what begins with or holds ``text``, which may end in the middle of a word."""
    begun = fold(text)
    if len(begun) < SHORTEST:
        return Suggestions()
    return Suggestions(
        networks=_networks(snapshot, text, begun),
        agencies=_begun(begun, [(agency.folded, agency) for agency in snapshot.agencies]),
        focus_areas=_begun(begun, [(fold(area.name), area) for area in snapshot.terms.focus_areas.values()]),
        words=tuple(_completed(snapshot, begun)),
    )


def _networks(snapshot: Snapshot, text: str, begun: str) -> tuple[NetworkEntry, ...]:
    """Return the networks in whose name a word begins so, then those found by all their texts."""
    named = _begun(begun, [(" ".join(network.folded_names), network) for network in snapshot.networks])
    found = find(snapshot, Criteria(text=text, is_being_typed=True)).networks[:MOST_OF_EACH]
    return tuple({network.id: network for network in (*named, *found)}.values())[:MOST_OF_EACH]


def _begun(begun: str, named: list) -> tuple:
    """Return the things in whose name a word begins so: those that begin with it first, the rest in their own order."""
    size = len(begun)
    found = [
        (begun not in (name[:size], bare(name)[:size]), place, thing)
        for place, (name, thing) in enumerate(named)
        if _begins(name, begun)
    ]
    return tuple(thing for _later, _place, thing in sorted(found, key=lambda one: one[:2])[:MOST_OF_EACH])


def _begins(name: str, begun: str) -> bool:
    return f" {begun}" in f" {name}" or f" {begun}" in f" {bare(name)}"


def _completed(snapshot: Snapshot, begun: str):
    """Yield the search with its last word completed, the commonest words first."""
    *before, last = begun.split()
    for word in snapshot.vocabulary.completions(last, MOST_OF_EACH):
        yield " ".join([*before, word])
