"""The number that moves when anything public changes, inside the transaction that changes it."""

import datetime
import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone
from simple_history.signals import pre_create_historical_record

_shared_step: ContextVar["_SharedStep | None"] = ContextVar("shared_step", default=None)


class Edition(NamedTuple):
    """One state of all that is public: its place in the sequence, and its stamp; (0, None) before anything was published."""

    number: int
    stamp: uuid.UUID | None


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
    def current(cls) -> Edition:
        """Return the present edition in one indexed read, which every request makes: its SQL is put together once."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, stamp FROM directory_revision WHERE id = 1")
            number, stamp = cursor.fetchone() or (0, None)
        return Edition(number, uuid.UUID(stamp) if isinstance(stamp, str) else stamp)

    @classmethod
    def step(cls, networks: set[int] | None) -> None:
        """Move to the next edition, at the end of ``one_step()`` if inside one; called when something public changed.

        ``networks`` are the ids of the networks that lists show differently from now on; None says that any may be.
        The row stays locked until the writer commits, so no edition is skipped.
        """
        if (shared := _shared_step.get()) is not None:
            shared.add(networks)
            return
        with transaction.atomic():
            revision, _is_new = cls.objects.select_for_update().get_or_create(pk=1)
            revision.number, revision.stamp = revision.number + 1, uuid.uuid4()
            revision.save()
            Step.record(revision, networks)


class Step(models.Model):
    """What one step of the revision changed, kept for a while so that an edition can be made from an earlier one."""

    is_public = False
    KEPT = 2_000

    number = models.PositiveBigIntegerField(primary_key=True)
    stamp = models.UUIDField()
    networks = models.JSONField(null=True)

    def __str__(self):
        return str(self.number)

    @classmethod
    def record(cls, revision: Revision, networks: set[int] | None) -> None:
        cls.objects.create(number=revision.number, stamp=revision.stamp, networks=None if networks is None else sorted(networks))
        if revision.number % 100 == 0:
            cls.objects.filter(number__lte=revision.number - cls.KEPT).delete()
        transaction.on_commit(partial(_remember_own, revision.number))

    @classmethod
    def changed_since(cls, edition: Edition) -> set[int] | None:
        """Return the ids of the networks that changed after ``edition``; None when that is no longer known."""
        steps = list(cls.objects.filter(number__gte=edition.number).order_by("number").values_list("number", "stamp", "networks"))
        if not steps or steps[0][:2] != tuple(edition) or any(networks is None for _number, _stamp, networks in steps[1:]):
            return None
        return {pk for _number, _stamp, networks in steps[1:] for pk in networks}


@dataclass
class _SharedStep:
    """The one step that the writes inside ``one_step()`` share; due when any of them changed something public."""

    by: AbstractBaseUser | None
    why: str
    moment: datetime.datetime = field(default_factory=timezone.now)
    is_due: bool = False
    networks: set[int] | None = field(default_factory=set)

    def add(self, networks: set[int] | None) -> None:
        self.is_due = True
        self.networks = None if networks is None or self.networks is None else self.networks | networks


def step_on_every_public_change(public_models) -> None:
    """Connect the step to every write of the models that say ``is_public``, their many-to-many rows included.

    Signals are used here and nowhere else: only they see the admin's, the importer's and the cascade's writes alike.
    """
    for model in public_models:
        if not getattr(model, "is_public", False):
            continue
        for signal in (post_save, post_delete):
            signal.connect(_step, sender=model, dispatch_uid=f"step {model._meta.label} {id(signal)}")
        for listed in model._meta.many_to_many:
            m2m_changed.connect(_step, sender=listed.remote_field.through, dispatch_uid=f"step {listed}")
    pre_create_historical_record.connect(_sign, dispatch_uid="sign")


@contextmanager
def one_step(*, by: AbstractBaseUser | None = None, why: str = ""):
    """Run many writes as one transaction that steps the revision once, or not at all when nothing public changed.

    It locks the revision first and holds it to the end: two such writers take turns, and what one looks up before
    it writes (a free address name, an earlier registration) is still true when it has written.

    Its entries in the history bear one moment, so that it can be told and taken back as one change, and who did it and why.
    """
    if _shared_step.get() is not None:
        with transaction.atomic():
            yield
        return
    with transaction.atomic():
        Revision.objects.select_for_update().get_or_create(pk=1)
        shared = _SharedStep(by, why)
        token = _shared_step.set(shared)
        try:
            yield
        finally:
            _shared_step.reset(token)
        if shared.is_due:
            Revision.step(shared.networks)


_last_own_number = 0


def last_own_number() -> int:
    """Return the number of the last edition that this process has written and committed."""
    return _last_own_number


def _remember_own(number: int) -> None:
    global _last_own_number
    _last_own_number = number


def _step(sender, instance, raw=False, action="", **kwargs):
    if not raw and not action.startswith("pre_"):
        Revision.step(instance.networks_shown_differently())


def moment_of_step() -> datetime.datetime | None:
    """Return the moment that entries of history written now bear; None outside ``one_step()``."""
    shared = _shared_step.get()
    return shared.moment if shared else None


def _sign(sender, history_instance, **kwargs):
    if (shared := _shared_step.get()) is not None:
        history_instance.history_date = shared.moment
        history_instance.history_user = shared.by or history_instance.history_user
        history_instance.history_change_reason = shared.why or history_instance.history_change_reason
