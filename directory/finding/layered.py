"""Large collections that move on from edition to edition: a base that stays as it is, and the little that differs from it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from typing import Generic, TypeVar

MOST_DIFFERING = 1_000
"""How much may differ from a base before all is put together to a new one."""
Key, Value, Thing = TypeVar("Key"), TypeVar("Value"), TypeVar("Thing")


class LayeredDict(Generic[Key, Value]):
    """A mapping whose later states share what they have in common. No value in it is None."""

    __slots__ = ("_base", "_differing")

    def __init__(self, base: Mapping[Key, Value] | None = None, differing: Mapping[Key, Value | None] | None = None):
        self._base, self._differing = base or {}, differing or {}

    def moved_on(self, changes: Mapping[Key, Value | None]) -> LayeredDict[Key, Value]:
        """Return the mapping with some keys changed, and without those whose value is None."""
        differing = {**self._differing, **changes}
        if len(differing) <= MOST_DIFFERING:
            return LayeredDict(self._base, differing)
        return LayeredDict({key: value for key, value in {**self._base, **differing}.items() if value is not None})

    def regrouped(
        self: LayeredDict[Key, tuple[Thing, ...]], gone: Iterable[tuple[Key, Thing]], added: Iterable[tuple[Key, Thing]]
    ) -> LayeredDict[Key, tuple[Thing, ...]]:
        """Return a mapping of keys to tuples without some of the things in them, and with others."""
        changes: dict[Key, list[Thing]] = {}
        for key, thing in gone:
            changes.setdefault(key, list(self.get(key, ()))).remove(thing)
        for key, thing in added:
            changes.setdefault(key, list(self.get(key, ()))).append(thing)
        return self.moved_on({key: tuple(things) or None for key, things in changes.items()})

    def get(self, key: Key, default: Value | None = None) -> Value | None:
        found = self._differing[key] if key in self._differing else self._base.get(key)
        return default if found is None else found

    def __getitem__(self, key: Key) -> Value:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: Key) -> bool:
        return self.get(key) is not None


class LayeredList(Generic[Thing]):
    """Different things in order, whose later states share what they have in common."""

    __slots__ = ("_gone", "added", "base")

    def __init__(self, base: list[Thing], added: list[Thing] | None = None, gone: frozenset[Thing] = frozenset()):
        self.base, self.added, self._gone = base, added or [], gone

    def moved_on(self, added: Collection[Thing], gone: Collection[Thing]) -> LayeredList[Thing]:
        """Return the list with some things added, and some that are in it gone."""
        later_gone = self._gone.union(gone).difference(self.added, added)
        later_added = {*self.added, *added}.difference(gone, self._gone)
        if len(later_gone) + len(later_added) <= MOST_DIFFERING:
            return LayeredList(self.base, sorted(later_added), later_gone)
        return LayeredList(sorted([*self.kept(self.base), *later_added]))

    def kept(self, some: Iterable[Thing]) -> list[Thing]:
        """Return those of some things of the base that are still there."""
        return [thing for thing in some if thing not in self._gone] if self._gone else list(some)

    def between(self, first: Thing, last: Thing) -> list[Thing]:
        """Return the things from ``first`` to before ``last``, in order."""
        base = self.kept(self.base[bisect_left(self.base, first) : bisect_left(self.base, last)])
        added = self.added[bisect_left(self.added, first) : bisect_left(self.added, last)]
        return sorted(base + added) if added else base
