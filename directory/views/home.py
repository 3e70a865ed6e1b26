"""The first page: what is here, and the ways in."""

from django.urls import reverse
from django.views.generic import TemplateView

from directory.linked import script, site_data
from directory.views.counts import networks_by_term
from directory.views.editions import EditionMixin
from directory.views.maps import VIEW_BOX, Place, county_places

NEWEST = 6
MEETINGS = 5


class HomeView(EditionMixin, TemplateView):
    template_name = "directory/home.html"

    def get_context_data(self, **kwargs):
        snapshot, today = self.snapshot, self.today
        counties = networks_by_term(snapshot, "counties", today)
        return super().get_context_data(**kwargs) | {
            "totals": {
                "networks": len(snapshot.current_on(today)),
                "agencies": len(snapshot.agencies),
                "focus_areas": len(snapshot.terms.focus_areas),
                "counties": len(snapshot.terms.counties),
            },
            "focus_areas": networks_by_term(snapshot, "focus_areas", today),
            "counties": counties,
            "places": _places(counties),
            "map_size": VIEW_BOX,
            "coming_meetings": snapshot.coming_meetings(today)[:MEETINGS],
            "past_meetings": snapshot.past_meetings(today)[:MEETINGS],
            "newest": snapshot.newest_networks(NEWEST),
            "linked_data": script(site_data()),
            "today": today,
        }


def _places(counties: list[dict]) -> list[Place]:
    names = {one["term"].key: one["term"].name for one in counties}
    counts = {one["term"].key: one["count"] for one in counties}
    return county_places(names, counts, {code: reverse("directory:network-list", query={"county": code}) for code in names})
