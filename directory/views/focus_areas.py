"""The list of focus areas and the page of one."""

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from directory.finding import Criteria, current_snapshot, find
from directory.views.counts import networks_by_term


class FocusAreaListView(TemplateView):
    template_name = "directory/focus_area_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"focus_areas": networks_by_term(current_snapshot(), "focus_areas")}


class FocusAreaDetailView(TemplateView):
    template_name = "directory/focus_area_detail.html"

    def get_context_data(self, slug, **kwargs):
        snapshot, today = current_snapshot(), timezone.localdate()
        if slug not in snapshot.focus_areas:
            raise Http404
        networks = find(snapshot, Criteria(focus=frozenset([slug]))).networks
        slugs = {network.slug for network in networks}
        return super().get_context_data(**kwargs) | {
            "area": snapshot.focus_areas[slug],
            "networks": networks,
            "meetings": [m for m in snapshot.coming_meetings(today) if m.network_slug in slugs],
            "today": today,
        }
