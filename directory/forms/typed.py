"""By which field of a form each kind of text that the public types is cleaned."""

from django.db import models

from directory.forms.fields import LineField, MailboxField, ParagraphsField, PublicURLField

FIELD_CLASSES = {
    models.CharField: LineField,
    models.EmailField: MailboxField,
    models.TextField: ParagraphsField,
    models.URLField: PublicURLField,
}
