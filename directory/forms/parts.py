"""The forms by which coordinators write what belongs to their network: meetings, topics, material, visits and channels."""

from django import forms
from django.db import models
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from directory.forms.submissions import TellsFaults
from directory.forms.typed import FIELD_CLASSES
from directory.models import Agency, AgendaItem, Channel, Material, Meeting, MeetingMode, Network, Visit

JULY = 7
MOST_A_YEAR = 12
FIRST_YEAR, LAST_YEAR = 1990, 2100


def _field(fact: models.Field, **kwargs) -> forms.Field | None:
    """Return the form's field for a fact, cleaned as all that the public types is."""
    if isinstance(fact, models.DateField):
        kwargs["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif isinstance(fact, models.TimeField):
        kwargs["widget"] = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    elif type(fact) in FIELD_CLASSES and not fact.choices:
        kwargs["form_class"] = FIELD_CLASSES[type(fact)]
    if isinstance(fact, models.TextField):
        kwargs |= {"widget": forms.Textarea(attrs={"rows": 2}), "max_length": 5_000}
    return fact.formfield(**kwargs)


class PartForm(TellsFaults, forms.ModelForm):
    """A row that belongs to a network. Agencies are chosen among its members; ``opened`` is the version that was opened."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        formfield_callback = _field

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = format_lazy(_("“{field}” has to be filled in."), field=field.label)
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = _("Not stated")
            elif isinstance(field, forms.TypedChoiceField) and field.choices[0][0] == "":
                field.choices = [("", _("Not stated")), *field.choices[1:]]
        for name in {"agency", "host"} & self.fields.keys():
            self.fields[name].queryset = _members(self.instance.network, getattr(self.instance, f"{name}_id"))

    def clean(self):
        """Refuse days so far away that no program shows them."""
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(self.fields[name], forms.DateField) and value and not FIRST_YEAR <= value.year <= LAST_YEAR:
                self.add_error(name, _("Write a year between 1990 and 2100."))
        return cleaned

    def tell_what_stands(self, now: models.Model) -> None:
        """Tell, at each field that somebody else has written otherwise meanwhile, how it stands."""
        typed, stands = (model_to_dict(row, self._meta.fields) for row in (self.instance, now))
        for name in self._meta.fields:
            if typed[name] != stands[name]:
                label = dict(getattr(self.fields[name], "choices", ())).get(stands[name], stands[name])
                told = {"stands": _("Not stated") if label in (None, "") else label}
                self.add_error(name, _("Changed meanwhile by somebody else, to: %(stands)s") % told)


class MeetingForm(PartForm):
    class Meta(PartForm.Meta):
        model = Meeting
        fields = (
            "title", "state", "starts_on", "ends_on", "precision", "start_time", "end_time", "time_zone", "mode", "place", "host",
            "capacity", "how_to_take_part", "preparation",
        )  # fmt: skip
        help_texts = {
            "ends_on": _("Only if it lasts several days."),
            "precision": _("If only the month or the year is known, write any day in it."),
        }


class AgendaItemForm(PartForm):
    class Meta(PartForm.Meta):
        model = AgendaItem
        fields = ("title", "kind", "agency", "focus_area", "position", "outcome", "url")


class MaterialForm(PartForm):
    class Meta(PartForm.Meta):
        model = Material
        fields = ("title", "kind", "is_open", "url", "focus_area", "agency", "year", "licence")


class VisitForm(PartForm):
    class Meta(PartForm.Meta):
        model = Visit
        fields = ("title", "agency", "focus_area", "state", "held_on")


class ChannelForm(PartForm):
    class Meta(PartForm.Meta):
        model = Channel
        fields = ("kind", "used_for", "url")


class RhythmForm(TellsFaults, forms.Form):
    """How a year is to be planned: how many meetings of each mode, and in which months none."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    in_person = forms.IntegerField(label=_("Meetings in person"), min_value=0, max_value=MOST_A_YEAR)
    online = forms.IntegerField(label=_("Online meetings"), min_value=0, max_value=MOST_A_YEAR)
    hybrid = forms.IntegerField(label=_("Hybrid meetings"), min_value=0, max_value=MOST_A_YEAR)
    avoid = forms.TypedMultipleChoiceField(
        label=_("Months to avoid"), choices=list(MONTHS.items()), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this = timezone.localdate().year
        self.fields["year"].choices = [(year, year) for year in (this, this + 1, this + 2)]

    @classmethod
    def of(cls, network: Network) -> "RhythmForm":
        """Return the form filled in with the rhythm that the network has told, for the year that comes."""
        told = {rhythm.mode: rhythm.per_year for rhythm in network.rhythms.all() if rhythm.mode and rhythm.per_year}
        how_many = {mode: min(told.get(mode, 0), MOST_A_YEAR) for mode in MeetingMode.values}
        return cls(initial={**how_many, "year": timezone.localdate().year + 1, "avoid": [JULY]})

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not 0 < sum(cleaned[mode] for mode in MeetingMode.values) <= MOST_A_YEAR:
            self.add_error(None, _("Plan between one and twelve meetings."))
        return cleaned

    @property
    def how_many(self) -> dict[str, int]:
        """How many meetings of each mode, once the form is valid."""
        return {mode: self.cleaned_data[mode] for mode in MeetingMode.values}


class PlannedForm(PartForm):
    """One meeting of a planned year. Without a day it is left out."""

    class Meta(PartForm.Meta):
        model = Meeting
        fields = ("starts_on", "title", "mode", "host", "start_time", "end_time", "place")

    def __init__(self, *args, network: Network, **kwargs):
        super().__init__(*args, instance=Meeting(network=network), **kwargs)

    @property
    def is_left_out(self) -> bool:
        return not self.cleaned_data.get("starts_on")


PlannedFormSet = forms.formset_factory(PlannedForm, extra=0, max_num=MOST_A_YEAR, absolute_max=MOST_A_YEAR, validate_max=True)


def _members(network: Network, chosen: int | None) -> models.QuerySet[Agency]:
    """Return the members of the network, and whoever is chosen already, in the order of their names."""
    is_member = models.Q(memberships__network=network, memberships__left_year=None)
    return Agency.objects.filter(is_member | models.Q(pk=chosen)).distinct().order_by("sort_key")
