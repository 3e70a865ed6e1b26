"""What an address can say of a topic: a focus area, a county and a kind of agency, out of the directory's own lists."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from directory.finding import Snapshot, TermEntry, TopicEntry

BY = [("county", _("By county")), ("who", _("By kind of agency"))]


class ListedField(forms.ChoiceField):
    """One entry of a list, or none. What is no entry is told with the field's name."""

    def __init__(self, *, label, **kwargs):
        unknown = format_lazy("{}: {}", label, _("“%(value)s” is not one of the choices."))
        super().__init__(label=label, required=False, error_messages={"invalid_choice": unknown}, **kwargs)


class TopicForm(forms.Form):
    """Which topic an address speaks of. It speaks of none without a focus area, or when any of its parts is unknown."""

    without_focus = _("Choose")

    focus = ListedField(label=_("Focus area"))
    county = ListedField(label=_("County"))
    who = ListedField(label=_("Kind of agency"))

    def __init__(self, data: QueryDict, snapshot: Snapshot):
        super().__init__(data, label_suffix="")
        self._snapshot, terms = snapshot, snapshot.terms
        self.fields["focus"].choices = _listed(self.without_focus, terms.focus_areas.values())
        self.fields["county"].choices = _listed(_("The whole country"), terms.counties.values())
        self.fields["who"].choices = _listed(_("All kinds"), terms.agency_kinds.values())

    @property
    def topic(self) -> TopicEntry | None:
        asked = self.cleaned_data if self.is_valid() else {}
        return TopicEntry.of(self._snapshot, asked["focus"], asked["county"], asked["who"]) if asked.get("focus") else None

    @property
    def error_messages(self) -> list[str]:
        return [message for messages in self.errors.values() for message in messages]


class WhiteSpotsForm(TopicForm):
    """What the table of white spots can be asked: what focus areas are set against, and for one of them alone."""

    without_focus = _("All focus areas")

    by = ListedField(label=_("Against"), choices=BY)

    @property
    def chosen_by(self) -> str:
        return self.cleaned_data.get("by") or BY[0][0]


def _listed(none, terms: Iterable[TermEntry]) -> list[tuple[str, str]]:
    return [("", none), *((term.key, term.name) for term in terms)]
