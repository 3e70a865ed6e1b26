"""The form by which somebody at an agency says that they wait for a network about a topic."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory.forms.fields import LowerCaseMailboxField, NameField
from directory.forms.submissions import SubmissionForm
from directory.models import AgencyKind, County, FocusArea
from directory.services.receive import is_too_quick


class InterestForm(SubmissionForm):
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

    def clean(self):
        """Ask whoever was quicker than people are to look once more; by then they have been slow enough."""
        cleaned = super().clean()
        if "started" in cleaned and is_too_quick(self.seconds_spent):
            raise ValidationError(_("That was quick. Look through what you wrote, and send it once more."))
        return cleaned
