"""A family tree laid out in layers: who comes from whom stands above, and no two boxes overlap. Pure functions."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

PER_ROW = 4
"""How many stand beside each other; a layer of more takes several rows."""
BOX_WIDTH, BOX_HEIGHT, GAP, BETWEEN_ROWS = 180, 52, 24, 44

Key = Hashable
Tie = tuple[Key, Key]


@dataclass(frozen=True)
class Box:
    """Where one stands: the upper left corner, in the drawing's units; ``depth`` is its generation, 0 the first."""

    x: float
    y: float
    depth: int

    @property
    def middle(self) -> float:
        return self.x + BOX_WIDTH / 2

    @property
    def bottom(self) -> float:
        return self.y + BOX_HEIGHT


def generations(keys: Iterable[Key], descents: Iterable[Tie], sisters: Iterable[Tie] = ()) -> dict[Key, int]:
    """Return the generation of each key: one more than the latest of those it descends from, the same for sisters.

    ``descents`` are (ancestor, descendant). Those that would make somebody their own ancestor are passed over, the later first.
    """
    family = _Families(keys)
    for one, other in sisters:
        family.join(one, other)
    below: dict[Key, set[Key]] = {family.of(key): set() for key in family.keys}
    for ancestor, descendant in descents:
        above, under = family.of(ancestor), family.of(descendant)
        if above != under and not _leads_to(below, under, above):
            below[above].add(under)
    depth = dict.fromkeys(below, 0)
    for one in _in_order(below):
        for under in below[one]:
            depth[under] = max(depth[under], depth[one] + 1)
    return {key: depth[family.of(key)] for key in family.keys}


def laid_out(names: Mapping[Key, str], descents: Iterable[Tie], sisters: Iterable[Tie] = ()) -> dict[Key, Box]:
    """Return a box for each of the named, generation below generation, near those they descend from, else by name."""
    descents, sisters = list(descents), list(sisters)
    depth_of = generations(names, descents, sisters)
    boxes: dict[Key, Box] = {}
    row = 0
    for depth in sorted(set(depth_of.values())):
        near = {key: _near(key, descents, boxes) for key in names if depth_of[key] == depth}
        layer = sorted(near, key=lambda key: (near[key], names[key]))
        for start in range(0, len(layer), PER_ROW):
            beside = layer[start : start + PER_ROW]
            indent = (PER_ROW - len(beside)) * (BOX_WIDTH + GAP) / 2
            for place, key in enumerate(beside):
                boxes[key] = Box(indent + place * (BOX_WIDTH + GAP), row * (BOX_HEIGHT + BETWEEN_ROWS), depth)
            row += 1
    return boxes


class _Families:
    """Those that are of one generation, as sisters are."""

    def __init__(self, keys: Iterable[Key]):
        self.keys = list(dict.fromkeys(keys))
        self._head = {key: key for key in self.keys}

    def of(self, key: Key) -> Key:
        while self._head[key] != key:
            key = self._head[key]
        return key

    def join(self, one: Key, other: Key) -> None:
        self._head[self.of(one)] = self.of(other)


def _leads_to(below: dict[Key, set[Key]], start: Key, end: Key) -> bool:
    """Tell whether ``end`` descends from ``start``."""
    seen, waiting = {start}, [start]
    while waiting:
        for under in below[waiting.pop()] - seen:
            if under == end:
                return True
            seen.add(under)
            waiting.append(under)
    return False


def _in_order(below: dict[Key, set[Key]]) -> list[Key]:
    """Return the keys, each after all it descends from."""
    waits_for = dict.fromkeys(below, 0)
    for unders in below.values():
        for under in unders:
            waits_for[under] += 1
    order = [key for key, count in waits_for.items() if not count]
    for key in order:
        for under in below[key]:
            waits_for[under] -= 1
            if not waits_for[under]:
                order.append(under)
    return order


def _near(key: Key, descents: list[Tie], boxes: dict[Key, Box]) -> float:
    """Return the middle of those above it that it descends from."""
    above = [boxes[ancestor].middle for ancestor, descendant in descents if descendant == key and ancestor in boxes]
    return sum(above) / len(above) if above else PER_ROW * (BOX_WIDTH + GAP) / 2
