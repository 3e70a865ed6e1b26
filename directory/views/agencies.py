"""The list of agencies and the page of one."""

from django.views.generic import DetailView

from directory.filters import AgencyFilter
from directory.finding.peers import networks_of_peers
from directory.linked import agency_page_data, script
from directory.models import Agency
from directory.services.host import whose_turn_it_is
from directory.views.editions import EditionMixin
from directory.views.former_addresses import FormerAddressMixin
from directory.views.linked import BesideDataMixin
from directory.views.lists import FilteredListView

MOST_COMING, MOST_OF_PEERS = 10, 5


class AgencyListView(FilteredListView):
    template_name = "directory/agency_list.html"
    filterset_class = AgencyFilter
    per_page = 50


class AgencyDetailView(BesideDataMixin, EditionMixin, FormerAddressMixin, DetailView):
    template_name, data_name = "directory/agency_detail.html", "agency"

    def get_queryset(self):
        return Agency.objects.in_published_networks().select_related("kind", "county")

    def get_context_data(self, **kwargs):
        snapshot = self.snapshot
        entry = snapshot.agency_by_id.get(self.object.pk)
        networks = snapshot.networks_of(entry) if entry else []
        own = {network.slug for network in networks}
        hosted = [meeting for meeting in snapshot.meetings if meeting.host_slug == self.object.slug]
        coming = [meeting for meeting in snapshot.coming_meetings(self.today) if meeting.network_slug in own]
        hosts = [meeting for meeting in hosted if meeting.is_coming(self.today) and not meeting.is_cancelled]
        return super().get_context_data(**kwargs) | {
            "networks": networks,
            "coming": coming[:MOST_COMING],
            "hosts_next": hosts[0] if hosts else None,
            "its_turn": whose_turn_it_is(self.object, [network.id for network in networks if not network.has_ended]),
            "hosted": [meeting for meeting in reversed(hosted) if not meeting.is_coming(self.today)],
            "of_peers": networks_of_peers(snapshot, entry, MOST_OF_PEERS) if entry else [],
            "linked_data": script(agency_page_data(self.object, networks)),
            "today": self.today,
        }
