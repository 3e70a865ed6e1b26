"""The form by which somebody asks to be told of what is new in a list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.fields import LowerCaseMailboxField
from directory.forms.submissions import UnhurriedForm
from directory.models import AlertAbout, AlertRhythm
from directory.models.alert import LONGEST_QUERY_STRING


class AlertForm(UnhurriedForm):
    """An address, a rhythm, and unseen the list with what is asked of it."""

    about = forms.ChoiceField(choices=AlertAbout, widget=forms.HiddenInput)
    query = forms.CharField(max_length=LONGEST_QUERY_STRING, required=False, widget=forms.HiddenInput)
    rhythm = forms.ChoiceField(label=_("When"), choices=AlertRhythm, widget=forms.RadioSelect)
    email = LowerCaseMailboxField(
        label=_("Your e-mail address"),
        help_text=_("You get one mail, with a link by which you confirm."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )
