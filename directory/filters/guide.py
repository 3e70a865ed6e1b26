"""What the guide can be asked: a need in somebody's own words, and whatever else they choose to tell."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory.filters.lists import (
    RHYTHM_LABELS,
    ChoicesFilter,
    DirectoryFilter,
    Facet,
    FacetChoice,
    SearchTextField,
    SearchTextFilter,
)
from directory.finding.aspects import Aspect
from directory.finding.matching import Matches, Need
from directory.finding.needs import LONGEST_NEED, MOST_TELLING
from directory.models import MeetingMode, Network

AREA_LISTS = ("focus", "not_focus")
SURE = 0.3
"""From how surely a need speaks of a focus area it is told among the first."""


class NeedField(SearchTextField):
    longest = LONGEST_NEED


class NeedFilter(SearchTextFilter):
    field_class = NeedField


class OneChoiceField(forms.ChoiceField):
    """One of a list of choices or none, shared by all forms of the same lists and language: nothing in it changes."""

    def __deepcopy__(self, memo):
        return self


class OneChoiceFilter(ChoicesFilter):
    field_class = OneChoiceField


class ListedFacet(Facet):
    """A facet whose boxes stand in the order of its list, uncounted."""

    @cached_property
    def choices(self):
        return [FacetChoice(key, label, 0, key in self.ticked) for key, label in self.listed]


@dataclass(frozen=True)
class Area:
    """A focus area that the need was taken to speak of, and the words that do.

    The query strings are those of the same need when it is that area's for sure, when it is not, and when nothing is said.
    """

    name: str
    words: tuple[str, ...]
    ticked: str
    left_out: str
    unsaid: str


class GuideFilter(DirectoryFilter):
    """What the guide can be asked. Facets that the list has too go by the same names, so that an address can be carried over."""

    q = NeedFilter(label=_("What do you need help with?"))
    who = OneChoiceFilter(_("Your employer"))
    county = OneChoiceFilter(_("Your county"))
    focus = ChoicesFilter(_("Focus area"))
    not_focus = ChoicesFilter(_("Not about"))
    cpv = ChoicesFilter(_("What you buy"))
    mode = ChoicesFilter(_("How you can meet"), MeetingMode.choices)
    rhythm = ChoicesFilter(_("How often you can meet"), list(RHYTHM_LABELS.items()))
    exchange = ChoicesFilter(_("What you want to give and get"))
    joining = ChoicesFilter(_("Joining"), [("now", _("We want to join a network now"))])
    abroad = ChoicesFilter(_("Abroad"), [("welcome", _("Networks abroad are welcome too"))])

    class Meta:
        model = Network
        fields: list[str] = []

    @staticmethod
    def listed_choices(terms):
        none = [("", _("Not stated"))]
        areas = [(area.key, area.name) for area in terms.focus_areas.values()]
        return {
            "who": none + [(kind.key, kind.name) for kind in terms.agency_kinds.values()],
            "county": none + [(county.key, county.name) for county in terms.counties.values()],
            "focus": areas,
            "not_focus": areas,
            "cpv": [(division.key, division.description) for division in terms.cpv_divisions.values()],
            "exchange": [(exchange.key, exchange.name) for exchange in terms.exchanges.values()],
        }

    @cached_property
    def need(self) -> Need:
        """What was told; nothing at all when any of it is wrong."""
        if not self.asked:
            return Need()
        several = {name: frozenset(self.asked[name]) for name in ("focus", "cpv", "mode", "rhythm", "exchange")}
        return Need(
            text=self.asked["q"],
            who=self.asked["who"],
            county=frozenset(filter(None, [self.asked["county"]])),
            without_focus=frozenset(self.asked["not_focus"]) - several["focus"],
            joining=bool(self.asked["joining"]),
            abroad=bool(self.asked["abroad"]),
            **several,
        )

    @cached_property
    def matches(self) -> Matches | None:
        """The answer; None when nothing was asked."""
        return None if self.need == Need() else Matches(self.snapshot, self.need, timezone.localdate())

    @cached_property
    def boxes(self) -> dict[str, Facet]:
        return {facet.name: facet for facet in self.facets}

    @property
    def chosen_count(self) -> int:
        """How much was told beside the words."""
        return len(self.told)

    @cached_property
    def told(self) -> list[str]:
        """What was told beside the words, each as its form says it; what the need is not about stands by itself."""
        told = [facet for facet in self.facets if facet.name != "not_focus"]
        return [choice.label for facet in told for choice in facet.choices if choice.key and choice.is_chosen]

    @property
    def answer(self):
        """How many networks fit, as a sentence."""
        count = len(self.matches.fitting)
        if not count:
            return gettext("No network fits well")
        return ngettext("%(count)d network fits", "%(count)d networks fit", count) % {"count": count}

    @property
    def reservations(self) -> list[str]:
        """How many of those that fit are for others, each kind as a sentence."""
        elsewhere = self.matches.how_many_fail(Aspect.COUNTY, Aspect.COUNTRY)
        invited = self.matches.how_many_fail(Aspect.OPENNESS)
        for_others = ngettext(
            "%(count)d is for other counties or countries.", "%(count)d are for other counties or countries.", elsewhere
        )
        by_invitation = ngettext(
            "%(count)d takes members by invitation only.", "%(count)d take members by invitation only.", invited
        )
        return [phrase % {"count": count} for phrase, count in ((for_others, elsewhere), (by_invitation, invited)) if count]

    @property
    def notes(self):
        notes = []
        if len(self.data.get("q", "")) > LONGEST_NEED:
            notes.append(gettext("Only the first %(count)d characters were read.") % {"count": LONGEST_NEED})
        if self.matches and self.left_out:
            unused = {"count": MOST_TELLING, "words": ", ".join(self.left_out)}
            notes.append(gettext("Only the first %(count)d words that tell something were used, not: %(words)s.") % unused)
        if self.matches and self.need.text and not self.matches.has_subject:
            notes.append(gettext("Your words do not tell what it is about. Shown are all networks that nothing rules out."))
        return notes

    @property
    def left_out(self):
        return ["-".join(parts) for parts in self.matches.left_out]

    @property
    def excluded(self) -> list[str]:
        """The words that networks must not hold."""
        return ["-".join(parts) for parts in self.matches.excluded]

    @cached_property
    def areas(self) -> list[Area]:
        """What the need was surely taken to speak of."""
        return [self._area(topic.key, topic.words) for topic in self.matches.topics if topic.sureness >= SURE]

    @cached_property
    def unsure_areas(self) -> list[Area]:
        return [self._area(topic.key, topic.words) for topic in self.matches.topics if topic.sureness < SURE]

    @cached_property
    def ticked_areas(self) -> list[Area]:
        return [self._area(key) for key in self.asked["focus"]]

    @cached_property
    def left_out_areas(self) -> list[Area]:
        return [self._area(key) for key in self.asked["not_focus"] if key in self.need.without_focus]

    @property
    def unwanted(self) -> list[str]:
        """The focus areas that were left out, for the form to send again."""
        return [choice.key for choice in self.boxes["not_focus"].choices if choice.is_chosen]

    @property
    def counties_spoken_of(self) -> list[str]:
        counties = self.snapshot.terms.counties
        return [county.name for key, county in counties.items() if key in self.matches.places.counties - self.need.county]

    def _area(self, key: str, words: tuple[str, ...] = ()) -> Area:
        name = self.snapshot.terms.focus_areas[key].name
        return Area(name, words, *(self._query_with(key, listed) for listed in ("focus", "not_focus", None)))

    def _query_with(self, key: str, listed: str | None) -> str:
        """Return the query string with the focus area in one of its two lists, or in neither."""
        areas = [(name, area) for name in AREA_LISTS for area in self.asked[name] if area != key]
        told = [self._query_but_areas, urlencode([*areas, (listed, key)] if listed else areas)]
        return "?" + "&".join(filter(None, told))

    @cached_property
    def _query_but_areas(self) -> str:
        others = [(name, values) for name, values in self.data.lists() if name not in (*AREA_LISTS, "page")]
        return urlencode([(name, value) for name, values in others for value in values if value])

    def _facet(self, name, one):
        ticked = self.data.getlist(name)
        ticked = ticked[-1:] if isinstance(one, OneChoiceFilter) else ticked
        return ListedFacet(name, one.label, one.extra["choices"], {}, frozenset(ticked))
