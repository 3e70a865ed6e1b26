"""What curators did last, and taking one of it back: all that it wrote, row by row, unless something later rests on it."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from heapq import nlargest

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from directory.models import EditorialState, Network, OutgoingMail, Registration, RegistrationState
from directory.models.revision import one_step
from directory.services.history import Step, name_then, with_what_they_refer_to
from directory.services.publish import TOLD
from directory.services.references import refer_as_before
from directory.services.restore import Restoration

NAMED = 200
"""So many rows of each kind are named in a list of actions; the rest are only counted."""


class CannotUndo(Exception):
    """The action cannot be taken back; the message says what stands in the way."""


@dataclass
class Action:
    """All that a curator wrote at one moment: how many rows of each kind, and some of them as entries of their history."""

    moment: datetime.datetime
    counts: dict[type[models.Model], int] = field(default_factory=dict)
    entries: list[models.Model] = field(default_factory=list)

    @property
    def by(self) -> AbstractUser | None:
        return self.entries[0].history_user if self.entries else None

    @property
    def why(self) -> str:
        return (self.entries[0].history_change_reason or "") if self.entries else ""


def latest_actions(kinds: list[type[models.Model]], count: int, before: datetime.datetime | None = None) -> list[Action]:
    """Return the latest ``count`` actions that wrote rows of these kinds, newest first, of those older than ``before``."""
    by_curators = {model: _by_curators(model, before) for model in kinds}
    moments = {moment for entries in by_curators.values() for moment in _moments(entries)[:count]}
    actions = {moment: Action(moment) for moment in nlargest(count, moments)}
    for model, entries in by_curators.items():
        at_these = entries.filter(history_date__in=actions)
        for moment, rows in at_these.order_by().values_list("history_date").annotate(models.Count("id", distinct=True)):
            actions[moment].counts[model] = rows
        for entry in _once(with_what_they_refer_to(at_these).order_by("-history_date", "-history_id")[:NAMED]):
            actions[entry.history_date].entries.append(entry)
    return list(actions.values())


def kinds_written(moment: datetime.datetime) -> list[type[models.Model]]:
    """Return the kinds of rows that were written at one moment."""
    return [model for model in public_models() if model.history.filter(history_date=moment).exists()]


def undo(*, moment: datetime.datetime | None, by: AbstractUser) -> None:
    """Make every row that was written at ``moment`` what it was before, in one transaction that can be undone in turn.

    Raises ``CannotUndo`` when a row has changed since, when something later refers to what would go, and when somebody has
    already been told.
    """
    when = date_format(localtime(moment), "DATETIME_FORMAT") if moment else ""
    try:
        with one_step(by=by, why=_("Undid what was done %(when)s") % {"when": when}):
            _Undoing(moment).do()
    except ValidationError as error:
        raise CannotUndo(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise CannotUndo(_("Something that has come since stands in the way.")) from error


def public_models() -> list[type[models.Model]]:
    """Return the models that have a history, each after those that its rows refer to."""
    public = [model for model in apps.get_app_config("directory").get_models() if getattr(model, "is_public", False)]
    return sorted(public, key=_depth)


class _Undoing:
    """One action taken back, inside one transaction."""

    def __init__(self, moment: datetime.datetime):
        self.moment = moment
        self.steps = {model: steps for model in public_models() if (steps := self._steps(model))}

    def do(self) -> None:
        if not self.steps:
            raise CannotUndo(_("It is not known what was done then."))
        self._refuse_if_told()
        refer_as_before(self.moment)
        self._in_the_order_they_allow([*self._removals(), *self._returns()])
        self._take_decisions_back()
        self._refuse_if_it_waits()

    def _in_the_order_they_allow(self, writes: list[Callable[[], None]]) -> None:
        """Do all the writes, as some can only be done when others have been; raise what stops the first when none can."""
        while writes:
            stopped = {}
            for write in writes:
                try:
                    with transaction.atomic():
                        write()
                except (CannotUndo, ValidationError, IntegrityError) as error:
                    stopped[write] = error
            if len(stopped) == len(writes):
                raise next(iter(stopped.values()))
            writes = list(stopped)

    def _removals(self) -> Iterator[Callable[[], None]]:
        for model, steps in reversed(self.steps.items()):
            came = [key for key, step in steps.items() if step.is_still and not step.was]
            yield from (partial(_remove, row) for row in model.objects.in_bulk(came).values())

    def _returns(self) -> Iterator[Callable[[], None]]:
        for steps in self.steps.values():
            yield from (partial(_put_back, step.before) for step in steps.values() if step.was)

    def _steps(self, model: type[models.Model]) -> dict[int, Step]:
        """Return, by key, what the action did to each row; refuse if any has been written again."""
        keys = set(model.history.filter(history_date=self.moment).values_list("id", flat=True))
        before, latest = {}, {}
        for entry in model.history.filter(id__in=keys).order_by("history_date", "history_id"):
            latest[entry.id] = entry
            if entry.history_date < self.moment:
                before[entry.id] = entry
        if newer := next((entry for entry in latest.values() if entry.history_date > self.moment), None):
            raise CannotUndo(_("%(name)s has been changed since.") % {"name": name_then(newer)})
        if any(entry.history_user_id is None for entry in latest.values()):
            raise CannotUndo(_("Only what a curator did can be undone."))
        return {key: Step(before.get(key), latest[key]) for key in keys}

    def _take_decisions_back(self) -> None:
        for registration in self._decided():
            _mail_about(registration).delete()
            registration.state, registration.decided_at = RegistrationState.WAITING, None
            registration.save()

    def _decided(self) -> models.QuerySet[Registration]:
        return Registration.objects.filter(decided_at=self.moment).exclude(state=RegistrationState.WAITING)

    def _refuse_if_told(self) -> None:
        for registration in self._decided():
            gone = models.Q(sent_at__isnull=False) | models.Q(next_attempt_at__gt=timezone.now())
            if _mail_about(registration).filter(gone).exists():
                raise CannotUndo(
                    _("The mail about registration %(name)s is on its way or has been sent.") % {"name": registration}
                )

    def _refuse_if_it_waits(self) -> None:
        """Keep what waits in the queue as it waits: it is decided there."""
        waiting = Registration.objects.filter(network__in=self.steps.get(Network, ()), state=RegistrationState.WAITING)
        astray = waiting.exclude(network__editorial_state=EditorialState.SUBMITTED).first()
        if astray is not None:
            raise CannotUndo(_("Registration %(name)s waits in the queue. Decide it there.") % {"name": astray})


def _remove(row: models.Model) -> None:
    if (one := next(_what_refers_to(row), None)) is not None:
        raise CannotUndo(_("%(name)s is needed by %(other)s, which came later.") % {"name": row, "other": one})
    row.delete()


def _put_back(entry: models.Model) -> None:
    restoration = Restoration(entry.history_date)
    if not restoration.put_back(entry) or restoration.left_out:
        raise CannotUndo(_("%(name)s has been deleted since.") % {"name": restoration.left_out[0]})


def _by_curators(model: type[models.Model], before: datetime.datetime | None) -> models.QuerySet:
    entries = model.history.filter(history_user__isnull=False)
    return entries.filter(history_date__lt=before) if before else entries


def _moments(entries: models.QuerySet) -> models.QuerySet:
    return entries.order_by("-history_date").values_list("history_date", flat=True).distinct()


def _once(entries: models.QuerySet) -> Iterator[models.Model]:
    """Yield the last entry of each row at each moment."""
    seen = set()
    for entry in entries:
        if (entry.history_date, entry.id) not in seen:
            seen.add((entry.history_date, entry.id))
            yield entry


def _mail_about(registration: Registration) -> models.QuerySet[OutgoingMail]:
    """Return the mail that told its sender of the decision: the first written to them from that moment on."""
    if registration.state not in TOLD:
        return OutgoingMail.objects.none()
    written = OutgoingMail.objects.filter(to=registration.sender_email, created_at__gte=registration.decided_at)
    return OutgoingMail.objects.filter(pk__in=written.order_by("created_at").values("pk")[:1])


def _what_refers_to(row: models.Model) -> Iterator[models.Model]:
    """Yield the rows that would go with ``row``, or lose it."""
    for relation in row._meta.related_objects:
        yield from relation.related_model.objects.filter(**{relation.field.name: row.pk})[:1]


def _depth(model: type[models.Model]) -> int:
    """Return how many steps lead down from a model to one whose rows refer to nothing."""
    referred = [field.related_model for field in (*model._meta.concrete_fields, *model._meta.many_to_many) if field.is_relation]
    return max((_depth(other) + 1 for other in referred), default=0)
