"""Field types the directory's models share."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.text import fold, sort_key

VIDEO_MEETING = re.compile(
    r"teams\.(microsoft|live)\.com/(l/meetup-join|meet/)|zoom\.us/[jws]/|meet\.google\.com/[a-z]"
    r"|webex\.com/(meet|join|[^ ]*j\.php)|whereby\.com/|meet\.jit\.si/|gotomeet(ing)?\.",
    re.IGNORECASE,
)
"""Addresses that lead into a meeting by video."""
DERIVATIONS = {"fold": fold, "sort_key": sort_key}


class DerivedField(models.CharField):
    """A text computed from another field each time the row is written, in ``save`` and ``bulk_create`` alike.

    ``update()``, ``bulk_update()`` and ``save(update_fields=…)`` write the columns they are told: whoever names the source
    there names this too.
    """

    def __init__(self, *args, source: str, by: str, **kwargs):
        self.source, self.by = source, by
        super().__init__(*args, **kwargs | {"editable": False, "blank": True})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["blank"]
        return name, path, args, kwargs | {"source": self.source, "by": self.by}

    def derive(self, model_instance) -> str:
        """Return the value for the row, cut to what the column holds: one letter can fold to eighteen."""
        return DERIVATIONS[self.by](getattr(model_instance, self.source))[: self.max_length]

    def pre_save(self, model_instance, add):
        value = self.derive(model_instance)
        setattr(model_instance, self.attname, value)
        return value


class PartialDateField(models.CharField):
    """A date known to the day, the month or only the year: ``2026-02-25``, ``2026-02`` or ``2026``."""

    default_validators = [
        RegexValidator(
            r"\A[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z", _("Write a date as 2026-02-25, 2026-02 or 2026.")
        )
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 10, **kwargs})


class Check(models.CheckConstraint):
    """A rule the database keeps. One that concerns a single field is told at that field, so that a form shows it there."""

    def validate(self, model, instance, *args, **kwargs):
        try:
            super().validate(model, instance, *args, **kwargs)
        except ValidationError as error:
            fields = self.condition.referenced_base_fields
            if len(fields) != 1:
                raise
            raise ValidationError({next(iter(fields)): error}) from None


def one_of(field: str, choices: type[models.TextChoices], model: str) -> Check:
    """Return the named constraint that keeps ``field`` within ``choices`` (null, unknown, is always allowed)."""
    return Check(
        condition=models.Q(**{f"{field}__in": choices.values}) | models.Q(**{f"{field}__isnull": True}),
        name=f"{model}_{field}_is_a_choice",
        violation_error_message=_("Choose one of the values in the list."),
    )


def plausible_year(field: str, model: str) -> Check:
    """Return the named constraint that a year, when stated, lies between 1800 and 2100."""
    return Check(
        condition=models.Q(**{f"{field}__range": (1800, 2100)}) | models.Q(**{f"{field}__isnull": True}),
        name=f"{model}_{field}_is_plausible",
        violation_error_message=_("Write a year between 1800 and 2100."),
    )


def refuse_video_link(text: str) -> None:
    """Raise when a text that all can read holds the way into a meeting by video, which is for members."""
    if VIDEO_MEETING.search(text):
        raise ValidationError(_("Remove the link to the video meeting: it is for members, and everybody can read this."))
