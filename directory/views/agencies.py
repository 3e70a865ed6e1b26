"""The list of agencies and the page of one."""

from django.views.generic import DetailView

from directory.filters import AgencyFilter
from directory.models import Agency
from directory.views.editions import EditionMixin
from directory.views.former_addresses import FormerAddressMixin
from directory.views.lists import FilteredListView


class AgencyListView(FilteredListView):
    template_name = "directory/agency_list.html"
    filterset_class = AgencyFilter
    per_page = 50


class AgencyDetailView(EditionMixin, FormerAddressMixin, DetailView):
    template_name = "directory/agency_detail.html"

    def get_queryset(self):
        return Agency.objects.in_published_networks().select_related("kind", "county")

    def get_context_data(self, **kwargs):
        snapshot = self.snapshot
        entry = snapshot.agency_by_id.get(self.object.pk)
        networks = snapshot.networks_of(entry) if entry else []
        return super().get_context_data(**kwargs) | {
            "networks": networks,
            "hosted": [meeting for meeting in snapshot.meetings if meeting.host_slug == self.object.slug],
            "today": self.today,
        }
