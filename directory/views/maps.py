"""The map: how many of the networks found are in each county of Sweden, beside it, and in other countries."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from directory.countries import HOME_COUNTRY
from directory.county_shapes import HEIGHT, WIDTH, county_paths
from directory.filters import NetworkFilter
from directory.models import Level
from directory.views.networks import NetworkListView

MOST = 10**9
STEPS = 4
"""How many depths of colour there are beside none."""


@dataclass(frozen=True)
class Place:
    """Somewhere on the map: how many of the networks are there, how deeply it is coloured, and the list of them."""

    name: str
    count: int
    step: int
    address: str
    path: str = ""
    is_chosen: bool = False


class MapView(NetworkListView):
    """The list of networks, counted by place. It is asked what the list is asked."""

    template_name = "directory/map.html"
    per_page = MOST

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = context["filter"]
        return context | {
            "counties": self._counties(asked),
            "elsewhere": self._elsewhere(asked),
            "size": f"0 0 {WIDTH} {HEIGHT}",
            "list": reverse("directory:network-list") + asked.query,
        }

    def _counties(self, asked: NetworkFilter) -> list[Place]:
        paths, chosen = county_paths(), asked.data.getlist("county")
        counts = asked.counts.get("county", {})
        most = max(counts.values(), default=0)
        places = []
        for code, term in self.snapshot.terms.counties.items():
            count, address = counts.get(code, 0), _list_with(asked, county=code)
            places.append(Place(term.name, count, _step(count, most), address, paths.get(code, ""), code in chosen))
        return places

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


def _list_with(asked: NetworkFilter, **chosen: str) -> str:
    """Return the address of the list that is asked the same, but for the facets that are given."""
    pairs = [(name, value) for name, values in asked.data.lists() for value in values if name not in (*chosen, "page") and value]
    return f"{reverse('directory:network-list')}?{urlencode([*pairs, *chosen.items()])}"


def _step(count: int, most: int) -> int:
    """Return how deeply a place is coloured: none without networks, the deepest where most are."""
    return -(-STEPS * count // most) if most else 0
