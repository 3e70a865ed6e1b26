"""What curators type is cleaned and refused as what the public types is."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models

from directory.admin.nonsense import is_key
from directory.forms.fields import LineField, LinesField, MailboxField, ParagraphsField, PublicURLField


class TermsField(forms.ModelMultipleChoiceField):
    """Some rows, by their keys; what can be no key is refused before the database is asked."""

    def clean(self, value):
        for key in value or []:
            if not is_key(str(key)):
                raise ValidationError(self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key})
        return super().clean(value)


CLEANED = {
    models.CharField: {"form_class": LineField},
    models.EmailField: {"form_class": MailboxField},
    models.ManyToManyField: {"form_class": TermsField, "widget": forms.CheckboxSelectMultiple},
    models.SlugField: {"form_class": forms.SlugField, "widget": AdminTextInputWidget},
    models.TextField: {"form_class": ParagraphsField},
    models.URLField: {"form_class": PublicURLField},
}


class LinesTextField(LinesField):
    """A list written one on each line and kept as such a text."""

    widget = AdminTextareaWidget

    def clean(self, value):
        return "\n".join(super().clean(value))
