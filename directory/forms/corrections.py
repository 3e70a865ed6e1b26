"""The forms by which anybody says what is wrong on the page of a network or an agency."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from directory.forms.fields import LineField, LowerCaseMailboxField, ParagraphsField, PublicURLField
from directory.forms.submissions import OnceForm
from directory.forms.typed import FIELD_CLASSES
from directory.models import PLAIN_FACTS, Agency, CorrectionKind, Network
from directory.models.fields import Check
from directory.text import fold

LARGEST = {models.PositiveSmallIntegerField: 32_767, models.PositiveIntegerField: 2_147_483_647}


class WordedChoiceField(forms.CharField):
    """One of a few choices, written in words as pages show it. Returns the choice's key."""

    def __init__(self, *, choices, **kwargs):
        super().__init__(**kwargs)
        self.keys = {fold(str(word)): str(key) for key, word in choices if key}
        self.words = [str(word) for key, word in choices if key]

    def clean(self, value):
        key = self.keys.get(fold(super().clean(value)))
        if key is None:
            raise ValidationError(_("Write one of these: %(words)s."), params={"words": ", ".join(self.words)})
        return key


class CorrectionForm(OnceForm):
    """What is wrong, in words or as the right value of a plain fact, and an address for the answer if one is wished."""

    model: type[models.Model]

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=CorrectionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    double_of = LineField(
        label=_("Which is the other one?"),
        max_length=300,
        required=False,
        help_text=_("If it is on the map twice: the name of the other, or the address of its page."),
    )
    message = ParagraphsField(
        label=_("In your own words"), max_length=3000, required=False, help_text=_("What is wrong, and what would be right?")
    )

    field = forms.ChoiceField(label=_("Which fact?"), required=False)
    value = ParagraphsField(label=_("What is right?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    source_url = PublicURLField(
        label=_("Where does it say so?"), required=False, help_text=_("The address of a page that anyone can open.")
    )

    sender_email = LowerCaseMailboxField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("If you would like an answer. You get a link by which you confirm the address first."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        facts = [self.model._meta.get_field(name) for name in PLAIN_FACTS[self.model]]
        self.fields["field"].choices = [("", _("None"))] + [(fact.name, capfirst(fact.verbose_name)) for fact in facts]

    @property
    def told(self) -> list[forms.BoundField]:
        return [self[name] for name in ("kind", "double_of", "message")]

    @property
    def fact(self) -> list[forms.BoundField]:
        return [self[name] for name in ("field", "value", "source_url")]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("field") and not self.errors.keys() & {"value"}:
            self._clean_fact(cleaned)
        for name, message in self._missing(cleaned):
            if name not in self.errors:
                self.add_error(name, ValidationError(message, code="required"))
        return cleaned

    def _missing(self, told: dict):
        """Yield the field and the question for each answer that is missed, given the others."""
        kind = told.get("kind")
        if told.get("field") and not told.get("value"):
            yield "value", _("Write what is right.")
        if told.get("field") and not told.get("source_url"):
            yield "source_url", _("Write the address of a page that says so.")
        if told.get("value") and not told.get("field"):
            yield "field", _("Choose which fact it is.")
        if kind == CorrectionKind.DOUBLE and not told.get("double_of"):
            yield "double_of", _("Write which the other one is.")
        if kind in (CorrectionKind.WRONG, CorrectionKind.DEAD_LINK) and not (told.get("message") or told.get("field")):
            yield "message", _("Write what is wrong, or choose a fact below.")
        if kind == CorrectionKind.MINE and not told.get("sender_email"):
            yield "sender_email", _("Write your e-mail address, so that a curator can answer you.")

    def _clean_fact(self, told: dict) -> None:
        """Turn the value into what its fact's field stores, or tell at the field why it cannot."""
        if not told.get("value"):
            return
        fact = self.model._meta.get_field(told["field"])
        try:
            told["value"] = str(_form_field(fact).clean(told["value"]))
            row = self.model(**{fact.attname: fact.to_python(told["value"])})
            for constraint in _constraints_of(fact):
                constraint.validate(self.model, row)
        except ValidationError as error:
            self.add_error("value", error.messages)


class NetworkCorrectionForm(CorrectionForm):
    model = Network


class AgencyCorrectionForm(CorrectionForm):
    model = Agency


def _form_field(fact: models.Field) -> forms.Field:
    """Return the field that cleans a value of the fact as it is typed in words."""
    if fact.choices or fact.is_relation:
        choices = fact.choices or [(row.pk, row) for row in fact.related_model.objects.all()]
        return WordedChoiceField(choices=choices)
    if type(fact) in LARGEST:
        return fact.formfield(max_value=LARGEST[type(fact)])
    return fact.formfield(form_class=FIELD_CLASSES[type(fact)])


def _constraints_of(fact: models.Field) -> list[Check]:
    """Return the rules of the database that concern this fact alone."""
    return [
        rule
        for rule in fact.model._meta.constraints
        if isinstance(rule, Check) and rule.condition.referenced_base_fields == {fact.name}
    ]
