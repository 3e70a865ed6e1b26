"""What each list can be asked, how it answers, how a choice is taken back."""

from collections.abc import Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import urlencode

import django_filters
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory.finding import AgencyEntry, Criteria, Found, MeetingEntry, NetworkEntry, Snapshot, TermEntry, TopicEntry, find
from directory.finding.facets import FACETS
from directory.finding.memory import MATERIAL, TALK, VISIT, MemoryEntry
from directory.finding.reading import Terms
from directory.models import Agency, AgendaItem, Level, Life, Meeting, MeetingMode, Network, NetworkKind, Openness
from directory.text import LONGEST_QUERY, MOST_WORDS, bare, clean_line, fold, sort_key, words

NOT_STATED = ("not_stated", _("Not stated"))
RHYTHM_LABELS = {
    "1-2": _("One or two meetings a year"),
    "3-4": _("Three or four meetings a year"),
    "5-": _("Five meetings a year or more"),
}
MOST_MEMBERS = 20
WHAT_LABELS = [(TALK, _("Talked about at a meeting")), (MATERIAL, _("Shared material")), (VISIT, _("Workplace visit"))]
WHEN_LABELS = [("coming", _("Coming")), ("past", _("Past"))]


class FacetChoice(NamedTuple):
    """One box to tick: its label, how many rows it would give, whether it is ticked."""

    key: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One group of boxes: keys and labels ``listed`` in their order, how many rows each would give, which are ticked.

    ``sought`` is what was sought among very many values; None where all are shown.
    """

    name: str
    label: str
    listed: list[tuple[str, str]]
    counts: dict[str, int]
    ticked: frozenset[str]
    sought: str | None = None

    @cached_property
    def choices(self) -> list[FacetChoice]:
        """The boxes: the ticked ones first, those that would give nothing last."""
        ticked, open_, empty = [], [], []
        for key, label in self.listed:
            count, is_chosen = self.counts.get(key, 0), key in self.ticked
            (ticked if is_chosen else open_ if count else empty).append(FacetChoice(key, label, count, is_chosen))
        return ticked + open_ + empty

    @cached_property
    def chosen(self) -> list[tuple[str, str]]:
        """Key and label of each ticked box."""
        return [(key, label) for key, label in self.listed if key in self.ticked] if self.ticked else []

    @property
    def has_answers(self) -> bool:
        """Whether any of its boxes would give a row."""
        return any(self.counts.values())


@dataclass(frozen=True)
class ActiveFilter:
    """One choice in force, and the query string of the same search without it."""

    facet_label: str
    label: str
    query: str


class SearchTextField(forms.CharField):
    """Free text: what cannot be typed is dropped, what is too long is cut and the page says so. Shared as choices are."""

    longest = LONGEST_QUERY

    def to_python(self, value):
        return clean_line(super().to_python(value or ""))[: self.longest]

    def run_validators(self, value):
        return

    def __deepcopy__(self, memo):
        return self


class ChoicesField(forms.MultipleChoiceField):
    """Several of a list of choices, shared by all forms of the same lists and language: nothing in it changes."""

    def __deepcopy__(self, memo):
        return self


class SearchTextFilter(django_filters.CharFilter):
    field_class = SearchTextField


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """Several values of one facet; an unknown one is an error that the page shows, never every row."""

    field_class = ChoicesField

    def __init__(self, label, choices=(), **kwargs):
        super().__init__(
            label=label,
            choices=choices,
            error_messages={"invalid_choice": format_lazy("{}: {}", label, _("“%(value)s” is not one of the choices."))},
            **kwargs,
        )


class DirectoryFilter(django_filters.FilterSet):
    """What the three lists have in common: facets, active filters and the sentence that reads them aloud.

    The lists come from the snapshot; ``qs`` gives the same selection as rows of the model, for outlets that need them.
    """

    def __init__(self, data: QueryDict, snapshot: Snapshot):
        self.is_bound, self.data, self.snapshot = True, data, snapshot
        self.queryset = self._meta.model.objects.all()
        self.filters, self._form_class = self._declared(snapshot.terms)

    @classmethod
    def _declared(cls, terms: Terms) -> tuple[dict[str, django_filters.Filter], type[forms.Form]]:
        """Return the filters with all their choices, and their form: made once for each set of lists and each language."""
        key = cls, get_language()
        if key not in terms.fragments:
            filters, listed = deepcopy(cls.base_filters), cls.listed_choices(terms)
            for name, one in filters.items():
                one.model, one.label = cls._meta.model, str(one.label)
                if isinstance(one, ChoicesFilter):
                    choices = listed.get(name, one.extra["choices"])
                    one.extra["choices"] = [(choice, str(label)) for choice, label in choices]
            fields = {name: one.field for name, one in filters.items()}
            terms.fragments[key] = filters, type(f"{cls.__name__}Form", (cls._meta.form,), fields)
        return terms.fragments[key]

    @staticmethod
    def listed_choices(terms: Terms) -> dict[str, list[tuple[str, str]]]:
        """Return the choices of each facet that are rows of the directory."""
        return {}

    def passing_choices(self) -> dict[str, list[tuple[str, str]]]:
        """Return the choices of facets with too many to list: those that this search makes."""
        return {}

    @cached_property
    def form(self) -> forms.Form:
        form = self._form_class(self.data)
        for name, choices in self.passing_choices().items():
            form.fields[name] = copy(form.fields[name])
            form.fields[name].choices = choices
        return form

    @cached_property
    def asked(self) -> dict:
        """The cleaned answers; empty when any of them is wrong."""
        return self.form.cleaned_data if self.is_valid() else {}

    @cached_property
    def facet_filters(self):
        return {name: one for name, one in self.filters.items() if isinstance(one, ChoicesFilter)}

    @property
    def is_filtered(self) -> bool:
        return bool(self.active) or not self.is_valid()

    @property
    def chosen_count(self) -> int:
        return sum(len(facet.chosen) for facet in self.facets)

    @property
    def error_messages(self) -> list[str]:
        return [message for messages in self.form.errors.values() for message in messages]

    @property
    def notes(self) -> list[str]:
        """What the visitor should know about how the search text was read."""
        if len(self.data.get("q", "")) > LONGEST_QUERY:
            return [gettext("Your search was cut after %(count)d characters.") % {"count": LONGEST_QUERY}]
        if self.left_out:
            unused = {"count": MOST_WORDS, "words": ", ".join(self.left_out)}
            return [gettext("Only the first %(count)d words were used, not: %(words)s.") % unused]
        return []

    @property
    def left_out(self) -> list[str]:
        """The words of the search that were not used."""
        return fold(self.data.get("q", "")).split()[MOST_WORDS:]

    @cached_property
    def facets(self) -> list[Facet]:
        return [self._facet(name, one) for name, one in self.facet_filters.items()]

    def _facet(self, name: str, one: ChoicesFilter) -> Facet:
        return Facet(name, one.label, one.extra["choices"], self.counts.get(name, {}), frozenset(self.data.getlist(name)))

    @cached_property
    def active(self) -> list[ActiveFilter]:
        text = self.asked.get("q")
        found = [ActiveFilter(gettext("Search"), text, self._query_without("q", self.data.get("q")))] if text else []
        for facet in self.facets:
            for key, label in facet.chosen:
                found.append(ActiveFilter(facet.label, label, self._query_without(facet.name, key)))
        return found

    @property
    def choices_named(self) -> list[str]:
        """The search text and the choices made, in words, without counting what others would give."""
        labels = {name: dict(self.form.fields[name].choices) for name in self.facet_filters if self.asked.get(name)}
        chosen = [str(labels[name][key]) for name in labels for key in self.asked[name]]
        return [self.asked["q"], *chosen] if self.asked.get("q") else chosen

    @cached_property
    def answer(self) -> str:
        """How many rows there are: "12 networks"."""
        return self.count_sentence(len(self.rows))

    @property
    def title(self) -> str:
        """What was searched for and the answer: "food – 12 networks"; empty when nothing was asked."""
        if not self.active:
            return ""
        return f"{self.asked['q']} – {self.answer}" if self.asked.get("q") else self.answer

    @property
    def sentence(self) -> str:
        """The answer and what was asked, as one sentence: "12 networks. Focus area: Food and meals."."""
        chosen = "; ".join(self._spoken(group) for group in self._active_by_facet().values())
        return f"{self.answer}. {chosen}." if chosen else self.answer

    @property
    def ways_out(self) -> list[tuple[ActiveFilter, str]]:
        """The choices whose removal would give rows, each with the answer there would then be."""
        without = [(one, type(self)(QueryDict(one.query.removeprefix("?")), self.snapshot)) for one in self.active]
        return [(one, other.answer) for one, other in without if other.rows]

    @property
    def nothing(self) -> str:
        """What is said when there is no row."""
        raise NotImplementedError

    @staticmethod
    def count_sentence(count: int) -> str:
        raise NotImplementedError

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        raise NotImplementedError

    @property
    def rows(self) -> list:
        raise NotImplementedError

    @property
    def query(self) -> str:
        """What is asked, as it ends an address: "?focus=mat&when=coming", or nothing."""
        return "?" + "&".join(encoded for _pair, encoded in self._encoded) if self._encoded else ""

    def _query_without(self, name: str, value: str) -> str:
        return "?" + "&".join(encoded for pair, encoded in self._encoded if pair != (name, value))

    @cached_property
    def _encoded(self) -> list[tuple[tuple[str, str], str]]:
        """What is asked, but for the page: each name and value, and how they stand in an address."""
        pairs = [(name, value) for name, values in self.data.lists() if name != "page" for value in values]
        return [(pair, urlencode([pair])) for pair in pairs]

    def _active_by_facet(self) -> dict[str, list[ActiveFilter]]:
        groups: dict[str, list[ActiveFilter]] = {}
        for one in self.active:
            groups.setdefault(one.facet_label, []).append(one)
        return groups

    @staticmethod
    def _spoken(group: list[ActiveFilter]) -> str:
        *others, last = [str(one.label) for one in group]
        chosen = gettext("%(others)s or %(last)s") % {"others": ", ".join(others), "last": last} if others else last
        return f"{group[0].facet_label}: {chosen}"


def _without_idle(facet: Facet) -> Facet:
    """Return a facet of many values without those that would give nothing and are not ticked."""
    return replace(facet, listed=[(key, label) for key, label in facet.listed if key in facet.ticked or facet.counts.get(key)])


class NetworkFilter(DirectoryFilter):
    """What the networks list, and later its API, feed, calendar, export and alert, can be asked."""

    q = SearchTextFilter(label=_("Search networks"))
    focus = ChoicesFilter(_("Focus area"))
    cpv = ChoicesFilter(_("What is bought"))
    country = ChoicesFilter(_("Country"))
    county = ChoicesFilter(_("County"))
    who = ChoicesFilter(_("Who can join"))
    level = ChoicesFilter(_("Level"), Level.choices)
    mode = ChoicesFilter(_("How they meet"), MeetingMode.choices)
    rhythm = ChoicesFilter(_("How often they meet"), list(RHYTHM_LABELS.items()))
    exchange = ChoicesFilter(_("What is exchanged"))
    openness = ChoicesFilter(_("Openness"), [*Openness.choices, NOT_STATED])
    kind = ChoicesFilter(_("Kind of network"), NetworkKind.choices)
    life = ChoicesFilter(_("Status"), [*Life.choices, NOT_STATED])
    member = ChoicesFilter(_("Member"))
    older = ChoicesFilter(_("How fresh"), [("show", _("Also those long unconfirmed"))])

    class Meta:
        model = Network
        fields: list[str] = []

    @staticmethod
    def listed_choices(terms):
        return {
            "focus": _choices(terms.focus_areas),
            "cpv": [(division.key, division.description) for division in terms.cpv_divisions.values()],
            "country": sorted(_choices(terms.countries), key=lambda choice: sort_key(choice[1])),
            "county": _choices(terms.counties),
            "who": _choices(terms.agency_kinds),
            "exchange": _choices(terms.exchanges),
        }

    def passing_choices(self):
        return {"member": [(agency.slug, agency.name) for agency in self._chosen_members]}

    @staticmethod
    def count_sentence(count):
        return ngettext("%(count)d network", "%(count)d networks", count) % {"count": count}

    @property
    def nothing(self):
        return gettext("No network fits all your choices")

    @cached_property
    def found(self) -> Found:
        if not self.is_valid():
            return Found((), {})
        chosen = {facet: frozenset(self.asked[facet]) for facet in (*FACETS, "member")}
        today = timezone.localdate()
        return find(self.snapshot, Criteria(text=self.asked["q"], today=today, shows_old=bool(self.asked["older"]), **chosen))

    @property
    def hidden(self) -> int:
        """How many networks would fit but have grown old, and are not shown."""
        return self.found.old if self.is_valid() and not self.asked["older"] else 0

    @property
    def query_with_hidden(self) -> str:
        """What is asked, and that what has grown old be shown too."""
        return f"{self.query}{'&' if self.query else '?'}older=show"

    @property
    def rows(self) -> Sequence[NetworkEntry]:
        return self.found.networks

    @property
    def left_out(self):
        return self.found.wording.left_out

    @property
    def notes(self):
        read_as = gettext("Nothing matches “%(typed)s”. Shown is what matches “%(better)s”.")
        corrected = self.found.corrected if self.rows else {}
        return super().notes + [read_as % {"typed": typed, "better": better} for typed, better in corrected.items()]

    @property
    def topic(self) -> TopicEntry | None:
        """What a new network of just these choices would be about; None without one focus area, or with several of a kind."""
        keys = {name: self.asked.get(name, []) for name in ("focus", "county", "who")}
        if len(keys["focus"]) != 1 or any(len(chosen) > 1 for chosen in keys.values()):
            return None
        return TopicEntry.of(self.snapshot, **{name: "".join(chosen) for name, chosen in keys.items()})

    @property
    def counts(self):
        return self.found.counts | {"older": {"show": self.found.old}}

    @cached_property
    def facets(self):
        """All facets; that of what has grown old only where there is such."""
        return [facet for facet in super().facets if facet.name != "older" or facet.has_answers or facet.chosen]

    def _facet(self, name, one):
        if name == "member":
            return self._members(one)
        facet = super()._facet(name, one)
        return _without_idle(facet) if name == "cpv" else facet

    def _members(self, one: ChoicesFilter) -> Facet:
        """Return the facet of the agencies: the chosen ones, and those that are members of most of the networks found."""
        sought = clean_line(self.data.get("member_name", ""))[:LONGEST_QUERY]
        chosen = self.data.getlist("member")
        counted = self.found.members(MOST_MEMBERS, sought, chosen) if self.is_valid() else [(a, 0) for a in self._chosen_members]
        listed = [(agency.slug, agency.name) for agency, _count in counted]
        counts = {agency.slug: count for agency, count in counted}
        return Facet("member", one.label, listed, counts, frozenset(chosen), sought)

    @cached_property
    def _chosen_members(self) -> list[AgencyEntry]:
        members = self.snapshot.members
        return [members.agencies[members.place_by_slug[s]] for s in self.data.getlist("member") if s in members.place_by_slug]

    def filter_queryset(self, queryset):
        return queryset.filter(pk__in=[network.id for network in self.rows])


class EntryFilter(DirectoryFilter):
    """A short list filtered entry by entry, the keys of each facet read off the entry by one function."""

    facet_keys: dict = {}

    @staticmethod
    def searched_text(entry) -> str:
        raise NotImplementedError

    def entries(self) -> list:
        raise NotImplementedError

    @cached_property
    def rows(self) -> list:
        if not self.is_valid():
            return []
        chosen = [(keys_of, frozenset(self.asked[name])) for name, keys_of in self.facet_keys.items() if self.asked[name]]
        return [entry for entry in self._worded if not any(wanted.isdisjoint(keys_of(entry)) for keys_of, wanted in chosen)]

    @cached_property
    def counts(self):
        counts = {name: {} for name in self.facet_keys}
        for name, keys_of in self.facet_keys.items():
            others = [other for other in self.facet_keys if other != name]
            for entry in self._worded if self.is_valid() else ():
                if all(self._fits(entry, other) for other in others):
                    for key in keys_of(entry):
                        counts[name][key] = counts[name].get(key, 0) + 1
        return counts

    @cached_property
    def _worded(self) -> list:
        asked = words(self.asked.get("q", ""))
        if not asked and self.asked.get("q"):
            return []
        return [entry for entry in self.entries() if all(word in self.searched_text(entry) for word in asked)]

    def _fits(self, entry, name: str) -> bool:
        return not self.asked[name] or any(key in self.asked[name] for key in self.facet_keys[name](entry))


class AgencyFilter(EntryFilter):
    """What the agencies list can be asked."""

    q = SearchTextFilter(label=_("Search agencies"))
    kind = ChoicesFilter(_("Kind of agency"))
    county = ChoicesFilter(_("County"))

    facet_keys = {"kind": lambda agency: _keys(agency.kind), "county": lambda agency: _keys(agency.county)}

    class Meta:
        model = Agency
        fields: list[str] = []

    @staticmethod
    def listed_choices(terms):
        return {"kind": _choices(terms.agency_kinds), "county": _choices(terms.counties)}

    @staticmethod
    def count_sentence(count):
        return ngettext("%(count)d agency", "%(count)d agencies", count) % {"count": count}

    @property
    def nothing(self):
        return gettext("No agency fits all your choices")

    @staticmethod
    def searched_text(entry: AgencyEntry) -> str:
        return f"{entry.folded} {bare(entry.folded)}"

    def entries(self):
        return self.snapshot.agencies


class MeetingFilter(EntryFilter):
    """What the meetings list can be asked."""

    q = SearchTextFilter(label=_("Search meetings"))
    when = ChoicesFilter(_("When"), WHEN_LABELS)
    mode = ChoicesFilter(_("How they meet"), MeetingMode.choices)
    focus = ChoicesFilter(_("Focus area"))
    county = ChoicesFilter(_("County"))

    class Meta:
        model = Meeting
        fields: list[str] = []

    @staticmethod
    def listed_choices(terms):
        return {"focus": _choices(terms.focus_areas), "county": _choices(terms.counties)}

    @cached_property
    def facet_keys(self):
        return {
            "when": self._when,
            "mode": lambda meeting: (meeting.mode,),
            "focus": lambda meeting: self._keys_of_networks["focus_areas"][meeting.network_slug],
            "county": lambda meeting: self._keys_of_networks["counties"][meeting.network_slug],
        }

    def _facet(self, name, one):
        facet = super()._facet(name, one)
        return _without_idle(facet) if name in ("focus", "county") else facet

    @cached_property
    def _keys_of_networks(self) -> dict[str, dict[str, list[str]]]:
        """The keys of each network in two of the directory's lists, by its address name: many meetings share a network."""
        listed = ("focus_areas", "counties")
        return {name: {one.slug: _keys(*getattr(one, name)) for one in self.snapshot.networks if one.meetings} for name in listed}

    @staticmethod
    def count_sentence(count):
        return ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count}

    @property
    def nothing(self):
        if self.asks_for_coming_alone:
            return gettext("No coming meeting is known yet")
        return gettext("No meeting fits all your choices")

    @property
    def asks_for_coming_alone(self) -> bool:
        return len(self.active) == 1 and self.asked["when"] == ["coming"]

    @staticmethod
    def searched_text(entry: MeetingEntry) -> str:
        return entry.searched

    @cached_property
    def today(self):
        return timezone.localdate()

    def entries(self):
        return [*self.snapshot.coming_meetings(self.today), *self.snapshot.past_meetings(self.today)]

    def _when(self, entry: MeetingEntry) -> tuple[str]:
        return ("coming" if entry.is_coming(self.today) else "past",)


class MemoryFilter(EntryFilter):
    """What the agenda memory can be asked: who has talked about this, when, and when next."""

    q = SearchTextFilter(label=_("Search what networks have talked about"))
    when = ChoicesFilter(_("When"), WHEN_LABELS)
    what = ChoicesFilter(_("What"), WHAT_LABELS)
    focus = ChoicesFilter(_("Focus area"))

    class Meta:
        model = AgendaItem
        fields: list[str] = []

    @staticmethod
    def listed_choices(terms):
        return {"focus": _choices(terms.focus_areas)}

    @cached_property
    def facet_keys(self):
        return {
            "when": lambda entry: ("coming" if entry.is_coming(self.today) else "past",),
            "what": lambda entry: (entry.what,),
            "focus": lambda entry: _keys(*entry.focus_areas),
        }

    def _facet(self, name, one):
        facet = super()._facet(name, one)
        return _without_idle(facet) if name == "focus" else facet

    @staticmethod
    def count_sentence(count):
        return ngettext("%(count)d topic", "%(count)d topics", count) % {"count": count}

    @property
    def nothing(self):
        return gettext("Nobody on the map has told of that yet")

    @staticmethod
    def searched_text(entry: MemoryEntry) -> str:
        return entry.searched

    @cached_property
    def today(self):
        return timezone.localdate()

    def entries(self):
        """What is coming, the nearest first, then what has been, the latest first."""
        coming = [entry for entry in reversed(self.snapshot.memory) if entry.is_coming(self.today)]
        return [*coming, *(entry for entry in self.snapshot.memory if not entry.is_coming(self.today))]


def _keys(*terms: TermEntry | None) -> list[str]:
    return [term.key for term in terms if term is not None]


def _choices(terms: dict[str, TermEntry]) -> list[tuple[str, str]]:
    return [(term.key, term.name) for term in terms.values()]
