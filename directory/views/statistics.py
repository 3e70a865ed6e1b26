"""The directory in figures: each plot says what it shows, leads to the networks behind it, and is a table and a CSV file too."""

import csv
import datetime
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView

from directory.filters import NetworkFilter
from directory.models import Network
from directory.models.freshness import ASKED_AFTER, HIDDEN_AFTER, MARKED_AFTER, months_before
from directory.views.editions import EditionMixin

FIRST_DECADE = 1980


@dataclass(frozen=True)
class Bar:
    """One line of a plot: what is counted, how many, the share of the longest (0 to 100), and the list of them."""

    label: str
    count: int
    share: int = 0
    address: str = ""


@dataclass(frozen=True)
class Plot:
    """A plot: its title is what it shows, its subject what is counted."""

    key: str
    title: str
    subject: str
    bars: list[Bar]


FACETS: dict[str, tuple[str, Promise]] = {
    "focus-areas": ("focus", gettext_lazy("Networks by focus area")),
    "counties": ("county", gettext_lazy("Networks by county")),
    "who-can-join": ("who", gettext_lazy("Networks by who can join")),
    "kinds": ("kind", gettext_lazy("Networks by kind")),
    "status": ("life", gettext_lazy("Networks by status")),
    "rhythm": ("rhythm", gettext_lazy("Networks by how often they meet")),
}
"""Plots that count as the list of networks does, and which of its facets each counts."""


class StatisticsMixin(EditionMixin):
    """What the page of plots and their files have in common."""

    def plots(self) -> list[Plot]:
        asked = NetworkFilter(QueryDict(), self.snapshot)
        facets = {facet.name: facet for facet in asked.facets}
        of_facets = [self._of_facet(key, str(subject), facets[name]) for key, (name, subject) in FACETS.items()]
        return [*of_facets, self._by_founding(), self._by_growth(), self._by_freshness()]

    def _of_facet(self, key: str, subject: str, facet) -> Plot:
        address = reverse("directory:network-list")
        counted = [(label, facet.counts.get(value, 0), f"{address}?{facet.name}={value}") for value, label in facet.listed]
        return _plot(key, subject, [one for one in counted if one[1]])

    def _by_founding(self) -> Plot:
        """Count by decade, as far as it is stated."""
        years = Network.objects.published().exclude(founded_year=None).values_list("founded_year", flat=True)
        decades = Counter(max(FIRST_DECADE - 10, year // 10 * 10) for year in years)
        label = {FIRST_DECADE - 10: _("before %(year)d") % {"year": FIRST_DECADE}}
        counted = [(label.get(decade, f"{decade}–{decade + 9}"), decades[decade], "") for decade in sorted(decades)]
        return _plot("founding", _("Networks by when they began"), counted)

    def _by_growth(self) -> Plot:
        """Count all that were on the map at the end of each month."""
        months = Counter(network.published_at.strftime("%Y-%m") for network in self.snapshot.networks)
        counted, together = [], 0
        for month in sorted(months):
            together += months[month]
            counted.append((month, together, ""))
        return _plot("growth", _("Networks on the map, month by month"), counted)

    def _by_freshness(self) -> Plot:
        spans = (
            (_("Within twelve months"), ASKED_AFTER),
            (_("Within fourteen months"), MARKED_AFTER),
            (_("Within eighteen months"), HIDDEN_AFTER),
        )
        living = [network for network in self.snapshot.networks if not network.has_ended]
        counted = Counter(self._span(network.true_as_of, spans) for network in living)
        order = [*(label for label, _months in spans), _("Longer ago")]
        return _plot(
            "freshness",
            _("Living networks by when they were last confirmed, or came to the map"),
            [(one, counted[one], "") for one in order],
        )

    def _span(self, true_as_of: datetime.date, spans) -> str:
        return next((label for label, months in spans if true_as_of > months_before(self.today, months)), _("Longer ago"))


class StatisticsView(StatisticsMixin, TemplateView):
    template_name = "directory/statistics.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"plots": self.plots(), "total": len(self.snapshot.current_on(self.today))}


class PlotFileView(StatisticsMixin, View):
    """One plot as CSV."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        plot = next((plot for plot in self.plots() if plot.key == key), None)
        if plot is None:
            raise Http404
        written = io.StringIO()
        csv.writer(written).writerows([(plot.subject, _("Networks")), *((bar.label, bar.count) for bar in plot.bars)])
        return HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")


TITLES: dict[str, Callable[[list[Bar]], str]] = {
    "growth": lambda bars: _("%(count)d networks have come to the map") % {"count": bars[-1].count},
    "founding": lambda bars: _("Most of those that tell began %(when)s") % {"when": _most(bars).label},
    "freshness": lambda bars: (
        _("%(count)d of %(all)d living networks were confirmed or came to the map within twelve months")
        % {"count": bars[0].count, "all": sum(bar.count for bar in bars)}
    ),
}
"""What plots show that are told otherwise than by what is commonest."""


def _plot(key: str, subject: str, counted: list[tuple[str, int, str]]) -> Plot:
    most = max((count for _label, count, _address in counted), default=0)
    if not most:
        return Plot(key, _("Nothing is known yet"), subject, [])
    bars = [Bar(str(label), count, round(100 * count / most), address) for label, count, address in counted]
    return Plot(key, TITLES.get(key, _commonest)(bars), subject, bars)


def _commonest(bars: list[Bar]) -> str:
    most = _most(bars)
    phrase = ngettext("Commonest: %(label)s, %(count)d network", "Commonest: %(label)s, %(count)d networks", most.count)
    return phrase % {"label": most.label, "count": most.count}


def _most(bars: list[Bar]) -> Bar:
    return max(bars, key=lambda bar: bar.count)
