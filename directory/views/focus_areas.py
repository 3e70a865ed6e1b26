"""The list of focus areas and the page of one."""

from django.http import Http404
from django.views.generic import TemplateView

from directory.finding import Criteria, TopicEntry, find, topics_waited_for
from directory.views.counts import networks_by_term
from directory.views.editions import EditionMixin


class FocusAreaListView(EditionMixin, TemplateView):
    template_name = "directory/focus_area_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"focus_areas": networks_by_term(self.snapshot, "focus_areas", self.today)}


class FocusAreaDetailView(EditionMixin, TemplateView):
    template_name = "directory/focus_area_detail.html"

    def get_context_data(self, slug, **kwargs):
        snapshot, today = self.snapshot, self.today
        if slug not in snapshot.terms.focus_areas:
            raise Http404
        networks = find(snapshot, Criteria(focus=frozenset([slug]), today=today)).networks
        slugs = {network.slug for network in networks}
        return super().get_context_data(**kwargs) | {
            "area": snapshot.terms.focus_areas[slug],
            "topic": TopicEntry.of(snapshot, slug),
            "waited_for": topics_waited_for(snapshot, slug),
            "networks": networks,
            "meetings": [m for m in snapshot.coming_meetings(today) if m.network_slug in slugs],
            "today": today,
        }
