"""The number that moves when anything public changes, inside the transaction that changes it."""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

_held_back: ContextVar[bool] = ContextVar("held_back", default=False)


class Revision(models.Model):
    """The one row that tells which edition of the directory the database holds.

    ``number`` counts changes; ``stamp`` is new with each, so an edition that was rolled back, or lost by
    restoring a backup, is never taken for the one that later got the same number.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    stamp = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="revision_is_one_row")]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current_stamp(cls) -> uuid.UUID | None:
        """Return the present edition's stamp in one indexed read; None before anything was published."""
        return cls.objects.filter(pk=1).values_list("stamp", flat=True).first()

    @classmethod
    def step(cls) -> None:
        """Move to the next edition. The row stays locked until the writer commits, so none is skipped."""
        with transaction.atomic():
            moved = cls.objects.filter(pk=1).update(number=models.F("number") + 1, stamp=uuid.uuid4())
            if not moved:
                cls.objects.bulk_create([cls(number=1)], ignore_conflicts=True)


def step_on_every_public_change(public_models) -> None:
    """Connect the step to every write of the models that say ``is_public``, their many-to-many rows included.

    Signals are used here and nowhere else: only they see the admin's, the importer's and the cascade's writes alike.
    """
    for model in public_models:
        if not getattr(model, "is_public", False):
            continue
        for signal in (post_save, post_delete):
            signal.connect(_step, sender=model, dispatch_uid=f"step {model._meta.label} {id(signal)}")
        for field in model._meta.many_to_many:
            m2m_changed.connect(_step, sender=field.remote_field.through, dispatch_uid=f"step {field}")


@contextmanager
def one_step():
    """Run many public writes as one transaction that steps the revision once.

    It steps first, and so holds the row's lock to the end: two such writers take turns, and what one looks up before
    it writes (a free address name, an earlier registration) is still true when it has written.
    """
    with transaction.atomic():
        Revision.step()
        token = _held_back.set(True)
        try:
            yield
        finally:
            _held_back.reset(token)


def _step(sender, raw=False, action="", **kwargs):
    if not raw and not action.startswith("pre_") and not _held_back.get():
        Revision.step()
