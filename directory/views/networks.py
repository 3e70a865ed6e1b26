"""The list of networks and the page of one."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.views.generic import DetailView

from directory.filters import NetworkFilter
from directory.finding import MeetingEntry, read_meetings, similar_networks
from directory.linked import network_page_data, script
from directory.models import Network
from directory.models.freshness import is_marked
from directory.services.family import family_of
from directory.services.host import wheel
from directory.services.profile import profile
from directory.views.editions import EditionMixin
from directory.views.former_addresses import FormerAddressMixin
from directory.views.linked import BesideDataMixin
from directory.views.lists import FilteredListView

SIMILAR = 4


class NetworkListView(FilteredListView):
    template_name = "directory/network_list.html"
    filterset_class = NetworkFilter


class NetworkDetailView(BesideDataMixin, EditionMixin, FormerAddressMixin, DetailView):
    template_name, data_name = "directory/network_detail.html", "network"

    def get_queryset(self):
        return Network.objects.published().with_page()

    def get_context_data(self, **kwargs):
        similar = similar_networks(self.snapshot, self.object.pk, SIMILAR, self.today)
        meetings = read_meetings([self.object.pk], self.snapshot.terms)[self.object.pk]
        page = network_page(self.object, meetings) | {"similar": similar, "terms": self.snapshot.terms}
        entry = self.snapshot.network_by_id.get(self.object.pk)
        if entry:
            page |= {"materials": entry.materials, "visits": entry.visits}
        page["can_be_asked"] = self.object.can_be_asked
        if any(meeting.host_slug for meeting in meetings):
            page["wheel"] = wheel(self.object)
        if page["relations"]:
            page["family"] = family_of(self.object)
        page["factors"] = profile(
            self.object,
            meetings=meetings,
            wheel=page.get("wheel"),
            materials=page.get("materials", ()),
            visits=page.get("visits", ()),
            today=self.today,
        )
        told = network_page_data(self.object, members=page["members"], meetings=page["coming_meetings"] + page["past_meetings"])
        return super().get_context_data(**kwargs) | page | {"linked_data": script(told)}


def network_page(network: Network, meetings: Sequence[MeetingEntry] = ()) -> dict:
    """Return what the page of one network shows, whether it is published or being previewed.

    ``meetings`` are the network's, the latest first.
    """
    today = timezone.localdate()
    memberships = network.memberships.all()
    return {
        "network": network,
        "members": [membership.agency for membership in memberships if membership.left_year is None],
        "former_members": [membership for membership in memberships if membership.left_year is not None],
        "coming_meetings": [meeting for meeting in reversed(meetings) if meeting.is_coming(today)],
        "meetings": meetings,
        "past_meetings": [meeting for meeting in meetings if not meeting.is_coming(today)],
        "channels": network.channels.all(),
        "relations": _relations(network),
        "contact": settings.CURATOR_EMAIL,
        "today": today,
        "is_long_unconfirmed": not network.has_ended and network.is_published and is_marked(network.true_as_of, today),
    }


def _relations(network: Network) -> list[dict]:
    """Return the ties in both directions, each told from this network's side."""
    outwards = [(r.get_kind_display(), r.target, r) for r in network.relations_out.all()]
    inwards = [(r.backwards, r.origin, r) for r in network.relations_in.all()]
    return [
        {"sentence": sentence, "network": other, "year": relation.year, "note": relation.note}
        for sentence, other, relation in outwards + inwards
    ]
