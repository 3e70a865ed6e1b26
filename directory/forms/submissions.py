"""What forms that the public sends in have in common: what tells a person from a machine, and how faults are summed up."""

import re
import time
import uuid

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from directory.services.receive import is_too_quick

NO_MARK = _("The form could not be recognised. Send it once more.")


class TellsFaults:
    """A form whose page sums up all that is wrong in it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    @property
    def faults(self) -> list[dict]:
        """Return ``[{"anchor", "label", "message"}]`` for each error, in the order of the form.

        Hidden fields have no anchor; what says itself which field it is about, as a missing answer does, has no label.
        """
        return [
            {"anchor": self._anchor(name), "label": self._label(name, error), "message": message}
            for name in [*self.fields, NON_FIELD_ERRORS]
            for error in self.errors.as_data().get(name, [])
            for message in error.messages
        ]

    def unseen(self) -> list[str]:
        """Return all answers as hidden fields, for a page that shows what becomes of them."""
        for answer in self:
            answer.help_text = ""
        return [answer.as_hidden() for answer in self]

    def _label(self, name: str, error: ValidationError) -> str:
        return "" if name == NON_FIELD_ERRORS or error.code == "required" else self.fields[name].label

    def _anchor(self, name: str) -> str:
        if name == NON_FIELD_ERRORS or self[name].is_hidden:
            return ""
        return self[name].id_for_label or f"{self[name].auto_id}_0"


class SubmissionForm(TellsFaults, forms.Form):
    """A form that remembers when it was made and holds a field that no person sees."""

    started = forms.CharField(widget=forms.HiddenInput, required=False)
    homepage = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    @classmethod
    def blank(cls, *args, **initial):
        """Return a new form, made now; ``args`` are what it is about, for forms that need to know."""
        return cls(*args, initial={"started": int(time.time()), **initial})

    @property
    def seconds_spent(self) -> int | None:
        """The seconds since the form was made; None when it does not say."""
        started = self.cleaned_data["started"]
        return int(time.time()) - int(started) if re.fullmatch(r"[0-9]{1,12}", started) else None


class UnhurriedForm(SubmissionForm):
    """A form that asks whoever was quicker than people are to look once more; by then they have been slow enough."""

    def clean(self):
        cleaned = super().clean()
        if "started" in cleaned and is_too_quick(self.seconds_spent):
            raise ValidationError(_("That was quick. Look through what you wrote, and send it once more."))
        return cleaned


class OnceForm(SubmissionForm):
    """A form with a mark of its own, by which it is one submission however often it is sent."""

    token = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": NO_MARK, "required": NO_MARK})

    @classmethod
    def blank(cls, **initial):
        return super().blank(token=uuid.uuid4(), **initial)

    def renew_token(self) -> None:
        """Give a form that came back without a usable mark a new one, so that it can be sent again."""
        if "token" in self.errors:
            self.data = self.data.copy()
            self.data["token"] = str(uuid.uuid4())
