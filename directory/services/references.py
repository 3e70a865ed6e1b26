"""What private rows refer to: changed so that an action that changes it can be undone, though they have no history."""

import datetime
from contextlib import suppress

from django.apps import apps
from django.db import IntegrityError, models, transaction

from directory.models import FormerReference
from directory.models.revision import moment_of_step


def private_references(model: type[models.Model]) -> list[models.ForeignKey]:
    """Return the fields by which private rows refer to rows of ``model``."""
    return [one.field for one in model._meta.related_objects if not getattr(one.related_model, "is_public", True)]


def refer(row: models.Model, field: models.ForeignKey, key: int) -> None:
    """Let a private row refer to another one, unless a rule allows no more there, and remember what it referred to.

    To be called in ``one_step``.
    """
    before = getattr(row, field.attname)
    if before is not None:
        label = f"{field.model._meta.label_lower}.{field.name}"
        FormerReference.objects.create(moment=moment_of_step(), field=label, row_key=row.pk, referred_key=before)
    with suppress(IntegrityError), transaction.atomic():
        field.model.objects.filter(pk=row.pk).update(**{field.attname: key})


def refer_as_before(moment: datetime.datetime) -> None:
    """Let private rows refer to what they referred to before the action at ``moment``."""
    for former in FormerReference.objects.filter(moment=moment):
        label, _dot, name = former.field.rpartition(".")
        model = apps.get_model(label)
        for row in model.objects.filter(pk=former.row_key):
            refer(row, model._meta.get_field(name), former.referred_key)
        former.delete()
