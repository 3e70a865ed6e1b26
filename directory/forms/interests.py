"""The form by which somebody at an agency says that they wait for a network about a topic."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.fields import LowerCaseMailboxField, NameField
from directory.forms.submissions import UnhurriedForm
from directory.models import AgencyKind, County, FocusArea


class InterestForm(UnhurriedForm):
    """A topic, an employer and a work address. The parts of a topic are called as they are in addresses."""

    focus = forms.ModelChoiceField(
        FocusArea.objects.all(),
        label=_("Focus area"),
        to_field_name="slug",
        empty_label=_("Choose"),
        error_messages={"required": _("Choose a focus area.")},
    )
    county = forms.ModelChoiceField(
        County.objects.all(), label=_("County"), to_field_name="code", empty_label=_("The whole country"), required=False
    )
    who = forms.ModelChoiceField(
        AgencyKind.objects.all(),
        label=_("Kind of agency"),
        to_field_name="code",
        empty_label=_("All kinds"),
        required=False,
        help_text=_("If the network is to be for one kind only."),
    )
    employer = NameField(
        label=_("Where you work"),
        help_text=_("The name of the agency."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write where you work.")},
    )
    email = LowerCaseMailboxField(
        label=_("Your work e-mail address"),
        help_text=_("You get one mail, with a link by which you confirm."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your work e-mail address.")},
    )
