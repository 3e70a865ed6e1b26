"""Two to four networks side by side, chosen by the address."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import chain, zip_longest

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from directory.filters import NetworkFilter
from directory.finding import NetworkEntry, Snapshot, similar_networks
from directory.finding.comparison import FACTS, Row, Side
from directory.models import Network
from directory.text import clean_line
from directory.views.editions import EditionMixin

FEWEST, MOST = 2, 4
MOST_OFFERED = 6
MOST_SHOWN_OF_A_SLUG = 60


class Comparison:
    """The networks that an address names by their slugs, in its order, each once, and what is to be said of it."""

    def __init__(self, slugs: list[str], snapshot: Snapshot, today: date):
        self._snapshot, self._today = snapshot, today
        self._asked = list(filter(None, map(clean_line, slugs)))
        named = [snapshot.network_by_slug[slug] for slug in dict.fromkeys(self._asked) if slug in snapshot.network_by_slug]
        self._records = Network.objects.published().in_bulk([network.id for network in named]) if named else {}
        self.networks = [network for network in named if network.id in self._records]

    @property
    def compared(self) -> list[NetworkEntry]:
        return self.networks[:MOST]

    @property
    def is_possible(self) -> bool:
        return len(self.networks) >= FEWEST

    @property
    def has_room(self) -> bool:
        return len(self.networks) < MOST

    @cached_property
    def rows(self) -> list[Row]:
        sides = [self._side(network) for network in self.compared]
        return [Row(fact, sides) for fact in FACTS]

    def _side(self, network: NetworkEntry) -> Side:
        members = tuple(self._snapshot.agency_by_id[pk].name for pk in network.member_ids)
        return Side(network, self._records[network.id], members, network.next_meeting(self._today))

    @property
    def differing(self) -> list[Row]:
        return [row for row in self.rows if row.differs]

    @property
    def notes(self) -> Iterator[str]:
        """What the reader should know about how the address was read."""
        known = {network.slug for network in self.networks}
        for slug in dict.fromkeys(self._asked):
            if slug not in known:
                yield _("“%(name)s” is not a network on the map.") % {"name": slug[:MOST_SHOWN_OF_A_SLUG]}
        if len(set(self._asked)) < len(self._asked):
            yield _("A network that was chosen twice is shown once.")
        if left_out := [network.name for network in self.networks[MOST:]]:
            yield _("Four networks at most fit side by side. Remove one to see %(names)s.") % {"names": ", ".join(left_out)}

    @cached_property
    def similar(self) -> list[NetworkEntry]:
        """Networks like those compared, a few of each in turn."""
        each = [similar_networks(self._snapshot, network.id, MOST_OFFERED, self._today) for network in self.networks]
        in_turn = {one.network.id: one.network for one in chain.from_iterable(zip_longest(*each)) if one is not None}
        return [one for one in in_turn.values() if one not in self.networks][:MOST_OFFERED]


class ComparisonView(EditionMixin, TemplateView):
    template_name = "directory/network_compare.html"

    def get_context_data(self, **kwargs):
        comparison = Comparison(self.request.GET.getlist("network"), self.snapshot, self.today)
        search = self._search()
        return super().get_context_data(**kwargs) | {
            "comparison": comparison,
            "filter": search,
            "found": search.rows[:MOST_OFFERED] if search.asked["q"] else [],
            "today": self.today,
        }

    def _search(self) -> NetworkFilter:
        asked = QueryDict(mutable=True)
        asked["q"] = self.request.GET.get("q", "")
        return NetworkFilter(asked, self.snapshot)
