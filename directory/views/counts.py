"""How many networks stand behind each entry of a list."""

import datetime
from collections import Counter

from directory.finding import Snapshot


def networks_by_term(snapshot: Snapshot, terms: str, today: datetime.date) -> list[dict]:
    """Return ``[{"term": TermEntry, "count": int}]`` for ``focus_areas`` or ``counties``, in the list's own order."""
    counts = Counter(term.key for network in snapshot.current_on(today) for term in getattr(network, terms))
    return [{"term": term, "count": counts[term.key]} for term in getattr(snapshot.terms, terms).values()]
