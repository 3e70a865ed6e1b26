"""What has become of public rows: the changes of one row and all that belongs to it, and the rows that were deleted."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from directory.models import (
    Agency,
    AgendaItem,
    Channel,
    FormerAddress,
    Material,
    Meeting,
    Membership,
    Network,
    Relation,
    Rhythm,
    Source,
    TurnChange,
    Visit,
)


@dataclass(frozen=True)
class Part:
    """Rows that belong to a network or an agency, told by the fields that lead to it.

    Those that are ``lasting`` come back with a row that was deleted, and stay as they are when an earlier version comes back.
    """

    model: type[models.Model]
    owners: tuple[str, ...] = ("network",)
    lasting: bool = False

    def of(self, pk: int) -> models.QuerySet:
        """Return the rows that belong to the network."""
        return self.model.objects.filter(self._is_its(pk))

    def history_of(self, pk: int) -> models.QuerySet:
        """Return the whole history of the rows that ever belonged to the network."""
        return self.model.history.filter(id__in=self.model.history.filter(self._is_its(pk)).values("id"))

    def belongs(self, row: models.Model, pk: int) -> bool:
        return any(getattr(row, f"{owner}_id") == pk for owner in self.owners)

    def _is_its(self, pk: int) -> Q:
        return Q.create([(owner, pk) for owner in self.owners], connector=Q.OR)


PARTS = {
    Network: (
        Part(Rhythm),
        Part(Source),
        Part(Membership),
        Part(Meeting),
        Part(AgendaItem),
        Part(Material),
        Part(Visit),
        Part(Channel),
        Part(Relation, ("origin", "target")),
        Part(TurnChange),
        Part(FormerAddress, lasting=True),
    ),
    Agency: (Part(FormerAddress, ("agency",), lasting=True),),
}
ADDRESSED = tuple(PARTS)


@dataclass(frozen=True)
class Step:
    """One row's step from one version to the next, as entries of its history; either may be missing or a deletion."""

    before: models.Model | None
    after: models.Model

    @property
    def was(self) -> bool:
        return _is_there(self.before)

    @property
    def is_still(self) -> bool:
        return _is_there(self.after)


@dataclass(frozen=True)
class Change:
    """All that was written at one moment of a row and of what belongs to it."""

    moment: datetime.datetime
    steps: list[Step]

    @property
    def by(self) -> AbstractUser | None:
        return self.steps[0].after.history_user

    @property
    def why(self) -> str:
        return self.steps[0].after.history_change_reason or ""


def changes(model: type[models.Model], pk: int) -> list[Change]:
    """Return what has become of a row and what belongs to it, and of what was merged into it, newest first."""
    at = defaultdict(list)
    for key in (pk, *merged_keys(model, pk)):
        for step in (*_steps(model.history.filter(id=key)), *_steps_of_parts(model, key)):
            if step not in at[step.after.history_date]:
                at[step.after.history_date].append(step)
    return [Change(moment, at[moment]) for moment in sorted(at, reverse=True)]


def last_changed(model: type[models.Model], pk: int) -> datetime.datetime:
    """Return the moment of the latest change of a row or of what belongs to it."""
    histories = [model.history.filter(id=pk), *(part.history_of(pk) for part in PARTS.get(model, ()))]
    return max(filter(None, (entries.aggregate(latest=models.Max("history_date"))["latest"] for entries in histories)))


def changes_since(model: type[models.Model], pk: int, moment: datetime.datetime) -> list[Change]:
    """Return the changes of a row and of what belongs to it that came after ``moment``, newest first."""
    return [change for change in changes(model, pk) if change.moment > moment]


def moment_of(text: str) -> datetime.datetime | None:
    """Return the moment that a form names; None when it names none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and is_aware(moment) else None


def merged_keys(model: type[models.Model], pk: int) -> list[int]:
    """Return the keys that the rows had which have been merged into this one."""
    if model not in ADDRESSED:
        return []
    keys = FormerAddress.objects.filter(**{model._meta.model_name: pk}).values_list("merged_key", flat=True)
    return sorted({key for key in keys if key is not None})


def deletions(model: type[models.Model]) -> list[models.Model]:
    """Return, for each row that is now deleted, the entry that tells how it went, the latest first."""
    gone = model.history.filter(history_type="-").exclude(id__in=model.objects.values("pk"))
    latest = {entry.id: entry for entry in with_what_they_refer_to(gone).order_by("history_date", "history_id")}
    return sorted(latest.values(), key=lambda entry: entry.history_date, reverse=True)


def lists_at(entries: Iterable[models.Model]) -> dict[int, dict[str, list[models.Model]]]:
    """Return what stood in each list of a network at each of ``entries``, by the entry's key and the list's name."""
    entries = [entry for entry in entries if entry is not None and entry.instance_type is Network]
    stood = {entry.pk: {field.name: [] for field in Network._meta.many_to_many} for entry in entries}
    for field in Network._meta.many_to_many:
        twin, term = getattr(Network.history.model, field.name).model, field.m2m_reverse_field_name()
        for row in twin.objects.filter(history__in=entries).select_related(term).order_by(term):
            stood[row.history_id][field.name].append(getattr(row, term))
    return stood


def name_then(entry: models.Model) -> str:
    """Return what a row was called at one entry of its history, what it refers to being called as it is or last was."""
    row = entry.instance
    for field in entry.tracked_fields:
        key = getattr(row, field.attname)
        if field.is_relation and key is not None:
            setattr(row, field.name, getattr(entry, field.name) or _last_version(field.related_model, key))
    return str(row)


def last_name(model: type[models.Model], pk: int) -> str:
    """Return what a row that has been deleted was called."""
    return name_then(with_what_they_refer_to(model.history.filter(id=pk)).latest())


def with_what_they_refer_to(entries: models.QuerySet) -> models.QuerySet:
    """Fetch with each entry who wrote it and the rows it refers to."""
    return entries.select_related("history_user", *(f.name for f in entries.model.tracked_fields if f.is_relation))


def _last_version(model: type[models.Model], pk: int) -> models.Model:
    return model.history.filter(id=pk).latest().instance


def _steps_of_parts(model: type[models.Model], pk: int) -> Iterator[Step]:
    for part in PARTS.get(model, ()):
        for step in _steps(part.history_of(pk)):
            if any(entry is not None and part.belongs(entry, pk) for entry in (step.before, step.after)):
                yield step


def _steps(entries: models.QuerySet) -> Iterator[Step]:
    """Yield the steps of rows; what was written of one row at one moment is one step, and none if nothing is left of it."""
    for _pk, versions in groupby(
        with_what_they_refer_to(entries).order_by("id", "history_date", "history_id"), key=lambda entry: entry.id
    ):
        before = None
        for _moment, written in groupby(versions, key=lambda entry: entry.history_date):
            *_, after = written
            if _is_there(before) or _is_there(after):
                yield Step(before, after)
            before = after


def _is_there(entry: models.Model | None) -> bool:
    return entry is not None and entry.history_type != "-"
