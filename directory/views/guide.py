"""The guide: a need in somebody's own words, and the networks that fit it, each with why."""

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from directory.filters import GuideFilter
from directory.finding import Matches, TopicEntry
from directory.views.editions import EditionMixin

PER_PAGE = 10
MOST_NEAREST, MOST_NEAR_MISSES = 5, 3
"""How many are shown of those that come near and of those that a hard fact rules out."""

EXAMPLES = (
    _("We are buying IT operations and want to compare contracts with others."),
    _("How do you get more food from nearby into school meals?"),
    _("We want to reuse furniture, but how do you write the contract?"),
)


class GuideView(EditionMixin, TemplateView):
    template_name = "directory/guide.html"

    def may_be_shared(self):
        return not self.request.GET

    def get_context_data(self, **kwargs):
        asked = GuideFilter(self.request.GET, self.snapshot)
        context = super().get_context_data(**kwargs) | {"filter": asked, "today": self.today, "examples": EXAMPLES}
        return context | self._answer(asked.matches) if asked.matches else context

    def _answer(self, matches: Matches) -> dict:
        """Return the networks to show, those that are ruled out below the first of those that fit."""
        page = Paginator(matches.fitting, PER_PAGE).get_page(self.request.GET.get("page"))
        nearest = [] if matches.fitting else matches.nearest
        near_misses = [] if page.has_previous() else matches.near_misses
        return {
            "matches": matches,
            "page_obj": page,
            "fitting": [matches.match(row) for row in page],
            "nearest": [matches.match(row) for row in nearest[:MOST_NEAREST]],
            "near_misses": [matches.match(row) for row in near_misses[:MOST_NEAR_MISSES]],
            "topic": _topic(matches),
        }


def _topic(matches: Matches) -> TopicEntry | None:
    """Return what a network for the need would be about: its surest focus area, where the visitor is and among whom."""
    counties = matches.need.county or matches.places.counties
    county = min(counties) if len(counties) == 1 else ""
    return TopicEntry.of(matches.snapshot, matches.main_area, county, matches.need.who) if matches.main_area else None
