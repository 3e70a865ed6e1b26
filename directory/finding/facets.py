"""What networks can be chosen by: for each facet, its values and which of them a network has."""

from collections.abc import Callable, Iterable, Mapping

from directory.models import Level, Life, MeetingMode, NetworkKind, Openness

NOT_STATED = "not_stated"
RHYTHMS = {"1-2": range(1, 3), "3-4": range(3, 5), "5-": range(5, 367)}
"""Meetings a year, as the filter offers them."""

FACETS: dict[str, Callable[..., Iterable[str]]] = {
    "focus": lambda network: [area.key for area in network.focus_areas],
    "cpv": lambda network: [division.key for division in network.cpv_divisions],
    "country": lambda network: [network.country] if network.country else [],
    "county": lambda network: [county.key for county in network.counties],
    "level": lambda network: [network.level] if network.level else [],
    "who": lambda network: [kind.key for kind in network.admits],
    "kind": lambda network: [network.kind] if network.kind else [],
    "life": lambda network: [network.life or NOT_STATED],
    "openness": lambda network: [network.openness or NOT_STATED],
    "mode": lambda network: network.modes,
    "rhythm": lambda network: [key for key, span in RHYTHMS.items() if network.meetings_per_year in span],
    "exchange": lambda network: [exchange.key for exchange in network.exchanges],
}
"""What each facet reads off a network. "Not stated" can be asked for where it says something."""

FIXED_VALUES = {
    "level": Level.values,
    "kind": NetworkKind.values,
    "life": [*Life.values, NOT_STATED],
    "openness": [*Openness.values, NOT_STATED],
    "mode": MeetingMode.values,
    "rhythm": list(RHYTHMS),
}


def values_by_facet(terms: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return the keys of every facet's values; ``terms`` gives those that are rows of the directory."""
    return {facet: list(FIXED_VALUES[facet] if facet in FIXED_VALUES else terms[facet]) for facet in FACETS}
