"""The form by which somebody asks to join a network, with the network's own questions, and the one that answers it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.fields import LowerCaseMailboxField, NameField, ParagraphsField
from directory.forms.submissions import TellsFaults, UnhurriedForm
from directory.models import Network

LONGEST_ANSWER = 1_000


class JoinForm(UnhurriedForm):
    organisation = NameField(
        label=_("Your organisation"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write where you work.")},
    )
    sender_email = LowerCaseMailboxField(
        label=_("Your work e-mail address"),
        help_text=_("You get one mail, with a link by which you confirm. The network's coordinators see the address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your work e-mail address.")},
    )
    message = ParagraphsField(
        label=_("What would you like to give and get?"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, network: Network, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._questions = network.join_question_list
        for number, question in enumerate(self._questions):
            self.fields[f"answer_{number}"] = ParagraphsField(
                label=question, max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def questions(self) -> list[forms.BoundField]:
        """The network's own questions, as fields."""
        return [self[f"answer_{number}"] for number in range(len(self._questions))]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Each question with its answer, once the form is valid."""
        return [(question, self.cleaned_data[f"answer_{number}"]) for number, question in enumerate(self._questions)]


class AnswerForm(TellsFaults, forms.Form):
    reply = ParagraphsField(label=_("Your answer"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
