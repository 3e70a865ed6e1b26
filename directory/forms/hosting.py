"""The form by which a turn to host is swapped or passed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.fields import LineField
from directory.forms.submissions import TellsFaults
from directory.models import TurnChangeKind
from directory.services.host import Wheel


class TurnForm(TellsFaults, forms.Form):
    """Whose turn, what becomes of it, and why. Only members without a planned turn are offered."""

    agency = forms.TypedChoiceField(label=_("Whose turn?"), coerce=int)
    kind = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=[
            (TurnChangeKind.SWAPPED, _("It is swapped with another's")),
            (TurnChangeKind.PASSED, _("It passes, until the next round")),
        ],
        widget=forms.RadioSelect,
    )
    other = forms.TypedChoiceField(label=_("Swapped with"), coerce=int, required=False, empty_value=None)
    reason = LineField(label=_("Why?"), max_length=200, help_text=_("Shown on the page, in a few words."))

    def __init__(self, wheel: Wheel, *args, **kwargs):
        super().__init__(*args, **kwargs)
        free = [(turn.agency.pk, turn.agency.name) for turn in wheel.turns if not turn.planned]
        self.fields["agency"].choices = free
        self.fields["other"].choices = [("", _("Nobody: it passes")), *free]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == TurnChangeKind.SWAPPED and not cleaned.get("other") and "other" not in self.errors:
            self.add_error("other", _("Choose whom it is swapped with."))
        elif cleaned.get("other") and cleaned.get("other") == cleaned.get("agency"):
            self.add_error("other", _("Nobody swaps with themselves."))
        return cleaned
