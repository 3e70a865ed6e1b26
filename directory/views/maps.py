"""The map: how many of the networks found are in each county of Sweden, beside it, and in other countries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from directory.countries import HOME_COUNTRY
from directory.county_shapes import HEIGHT, WIDTH, county_paths
from directory.filters import NetworkFilter
from directory.finding import NetworkEntry
from directory.models import Level
from directory.views.lists import ALL
from directory.views.networks import NetworkListView

VIEW_BOX = f"0 0 {WIDTH} {HEIGHT}"
FIRST = 5
"""How many networks of a county are shown when it is pointed at."""
STEPS = 4
"""How many depths of colour there are beside none."""


@dataclass(frozen=True)
class Place:
    """Somewhere on the map: how many of the networks are there, its depth of colour, the list of them, and the first."""

    name: str
    count: int
    step: int
    address: str
    code: str = ""
    path: str = ""
    is_chosen: bool = False
    first: tuple[NetworkEntry, ...] = ()


class MapView(NetworkListView):
    """The list of networks, counted by place. It is asked what the list is asked."""

    template_name = "directory/map.html"
    per_page = ALL

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = context["filter"]
        return context | {
            "counties": self._counties(asked),
            "elsewhere": self._elsewhere(asked),
            "size": VIEW_BOX,
            "list": reverse("directory:network-list") + asked.query,
        }

    def _counties(self, asked: NetworkFilter) -> list[Place]:
        chosen, counts = asked.data.getlist("county"), asked.counts.get("county", {})
        names = {code: term.name for code, term in self.snapshot.terms.counties.items()}
        addresses = {code: _list_with(asked, county=code) for code in names}
        first = _first_by_county(asked.rows)
        return [
            replace(place, is_chosen=place.code in chosen, first=first[place.code])
            for place in county_places(names, counts, addresses)
        ]

    def _elsewhere(self, asked: NetworkFilter) -> list[Place]:
        """Return what stands beside the counties: the whole of Sweden, and the other countries that have any."""
        if not asked.is_valid():
            return []
        national = _list_with(asked, country=HOME_COUNTRY, level=Level.NATIONAL)
        sweden = self.snapshot.terms.countries.get(HOME_COUNTRY)
        counts = {code: count for code, count in asked.counts.get("country", {}).items() if code != HOME_COUNTRY and count}
        found = [Place(sweden.name, self._count(national), 0, national)] if sweden else []
        for code in sorted(counts, key=lambda code: -counts[code]):
            name = self.snapshot.terms.countries[code].name
            found.append(Place(name, counts[code], 0, _list_with(asked, country=code)))
        return found

    def _count(self, address: str) -> int:
        return len(NetworkFilter(QueryDict(address.partition("?")[2]), self.snapshot).rows)


def county_places(names: dict[str, str], counts: dict[str, int], addresses: dict[str, str]) -> list[Place]:
    """Return the counties as they are drawn, each of ``names`` with its count and its list, by code."""
    most, paths = max(counts.values(), default=0), county_paths()
    return [
        Place(name, counts.get(code, 0), _step(counts.get(code, 0), most), addresses[code], code, paths.get(code, ""))
        for code, name in names.items()
    ]


def _first_by_county(networks: Iterable[NetworkEntry]) -> dict[str, tuple[NetworkEntry, ...]]:
    """Return the first networks of each county, by its code."""
    first = defaultdict(tuple)
    for network in networks:
        for county in network.counties:
            if len(first[county.key]) < FIRST:
                first[county.key] += (network,)
    return first


def _list_with(asked: NetworkFilter, **chosen: str) -> str:
    """Return the address of the list that is asked the same, but for the facets that are given."""
    pairs = [(name, value) for name, values in asked.data.lists() for value in values if name not in (*chosen, "page") and value]
    return f"{reverse('directory:network-list')}?{urlencode([*pairs, *chosen.items()])}"


def _step(count: int, most: int) -> int:
    """Return how deeply a place is coloured: none without networks, the deepest where most are."""
    return -(-STEPS * count // most) if most else 0
