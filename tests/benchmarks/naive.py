"""The list of networks as one writes it first: ``icontains`` for the words, a count query for each value of each facet."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.template import Context, Template
from django.views import View

from directory.models import AgencyKind, County, Exchange, FocusArea, Level, Life, MeetingMode, Network, NetworkKind, Openness

SEARCHED = ("name", "short_name", "other_names", "purpose", "organiser")
FIXED = {
    "level": ("level", Level.choices),
    "mode": ("rhythms__mode", MeetingMode.choices),
    "openness": ("openness", Openness.choices),
    "kind": ("kind", NetworkKind.choices),
    "life": ("life", Life.choices),
}
LISTED = {
    "focus": ("focus_areas__slug", FocusArea, "slug"),
    "county": ("counties__code", County, "code"),
    "who": ("admits__code", AgencyKind, "code"),
    "exchange": ("exchanges__code", Exchange, "code"),
}
PAGE = Template("""{% load i18n %}<!doctype html><html lang="sv"><title>Networks</title><form>
<input name="q" value="{{ request.GET.q }}">
{% for facet, values in facets.items %}<fieldset><legend>{{ facet }}</legend>
{% for value in values %}<label><input type="checkbox" name="{{ facet }}" value="{{ value.key }}"
{% if value.is_chosen %}checked{% endif %}>{{ value.label }} <b>{{ value.count }}</b></label>{% endfor %}</fieldset>{% endfor %}
</form><p>{{ page.paginator.count }}</p>
{% for network in page %}<article><h2><a href="{{ network.get_absolute_url }}">{{ network.name }}</a></h2>
<p>{{ network.purpose }}</p><p>{{ network.get_level_display }}
{% for county in network.counties.all %}{{ county.name }} {% endfor %}
{{ network.get_openness_display }} {% for rhythm in network.rhythms.all %}{{ rhythm.get_mode_display }} {{ rhythm.per_year }}
{% endfor %}</p></article>{% endfor %}</html>""")


class NaiveListView(View):
    """Reads the same query string as the site's list, and shows 20 networks and nine facets with counts."""

    def get(self, request) -> HttpResponse:
        networks = self._chosen().prefetch_related("counties", "rhythms").order_by("sort_key")
        page = Paginator(networks, 20).get_page(request.GET.get("page"))
        facets = {facet: list(self._values(facet)) for facet in (*FIXED, *LISTED)}
        return HttpResponse(PAGE.render(Context({"request": request, "page": page, "facets": facets})))

    def _values(self, facet: str):
        """Yield each value with how many networks it would give, its own facet's choices left aside."""
        chosen, others = self.request.GET.getlist(facet), self._chosen(without=facet)
        for key, label in _choices(facet):
            count = others.filter(**{_lookup(facet): key}).count()
            yield {"key": key, "label": label, "count": count, "is_chosen": key in chosen}

    def _chosen(self, without: str = ""):
        networks = Network.objects.published()
        for word in self.request.GET.get("q", "").split():
            networks = networks.filter(Q.create([(f"{name}__icontains", word) for name in SEARCHED], connector=Q.OR))
        for facet in (*FIXED, *LISTED):
            keys = self.request.GET.getlist(facet)
            if keys and facet != without:
                networks = networks.filter(**{f"{_lookup(facet)}__in": keys}).distinct()
        return networks


def _lookup(facet: str) -> str:
    return (FIXED.get(facet) or LISTED[facet])[0]


def _choices(facet: str) -> list[tuple[str, str]]:
    if facet in FIXED:
        return FIXED[facet][1]
    _lookup, model, key = LISTED[facet]
    return [(getattr(term, key), term.name) for term in model.objects.all()]
