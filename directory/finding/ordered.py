"""Lists in order, moved on to the next edition by what comes and goes."""

from bisect import bisect_left, insort
from collections.abc import Collection

MANY = 1_000
"""From how many additions it is quicker to put the whole list in order."""


def moved_on(ordered: list, added: Collection, gone: Collection) -> list:
    """Return a copy of an ordered list with some things added, and some that are in it gone."""
    later = ordered.copy()
    for one in gone:
        del later[bisect_left(later, one)]
    if len(added) > MANY:
        return sorted([*later, *added])
    for one in added:
        insort(later, one)
    return later
