"""Bringing back an earlier version of anything public: deleted rows too, and a network with all that belongs to it."""

import datetime
from contextlib import nullcontext

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from directory.models.revision import one_step
from directory.services.addresses import lead_on, refuse_address_of_another
from directory.services.history import ADDRESSED, PARTS, Part, last_name


class CannotRestore(Exception):
    """That version cannot be brought back now; the message says what stands in the way."""


def restore(*, model: type[models.Model], pk: int, moment: datetime.datetime, by: AbstractUser) -> list[str]:
    """Make a row, and what belongs to it, what they were at ``moment``, under the same key, address name and uid.

    Returns the names of what has been deleted since and so had to be left out.
    """
    when = date_format(localtime(moment), "DATETIME_FORMAT")
    try:
        with one_step(by=by, why=_("Restored as it was %(when)s") % {"when": when}):
            return Restoration(moment).of(model, pk)
    except ValidationError as error:
        raise CannotRestore(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise CannotRestore(_("Something that has come since stands in the way.")) from error


class Restoration:
    """One return to one moment, inside one transaction."""

    def __init__(self, moment: datetime.datetime):
        self.moment = moment
        self.left_out: list[str] = []

    def of(self, model: type[models.Model], pk: int) -> list[str]:
        entry = self._as_it_was(model.history.filter(id=pk)).get(pk)
        if entry is None:
            raise CannotRestore(_("It did not exist then."))
        now = model.objects.filter(pk=pk).first()
        if model in ADDRESSED:
            refuse_address_of_another(entry.instance)
            lead_on(entry.instance, former=now.slug if now else entry.slug)
        if not self.put_back(entry):
            raise CannotRestore(
                _("It belongs to %(name)s, which has been deleted. Restore that first.") % {"name": self.left_out[0]}
            )
        for part in PARTS.get(model, ()):
            if now is None or not part.lasting:
                self._put_back_part(part, pk)
        return self.left_out

    def _as_it_was(self, entries: models.QuerySet) -> dict[int, models.Model]:
        """Return, for each row that existed at the moment, the latest of ``entries`` up to it."""
        past = entries.filter(history_date__lte=self.moment).order_by("history_date", "history_id")
        latest = {entry.id: entry for entry in past}
        return {pk: entry for pk, entry in latest.items() if entry.history_type != "-"}

    def _put_back_part(self, part: Part, pk: int) -> None:
        now = {row.pk: row for row in part.of(pk)}
        were = self._as_it_was(part.history_of(pk))
        then = {id_: entry for id_, entry in were.items() if part.belongs(entry, pk) or id_ in now}
        for row in now.values():
            if row.pk not in then or _identity(row) != _identity(then[row.pk].instance):
                row.delete()
        for entry in then.values():
            self.put_back(entry)

    def put_back(self, entry: models.Model) -> bool:
        """Write a row and its lists as they were unless they are; False if what it cannot be without has been deleted."""
        row = entry.instance
        for field in _leads_nowhere(row):
            self.left_out.append(last_name(field.related_model, getattr(row, field.attname)))
            if not field.null:
                return False
            setattr(row, field.attname, None)
        lists = {field.name: self._list(entry, field) for field in row._meta.many_to_many}
        now = entry.instance_type.objects.filter(pk=row.pk).first()
        if now is None or _values(now) != _values(row) or any(set(getattr(now, name).all()) != lists[name] for name in lists):
            _save(row, lists, is_new=now is None)
        return True

    def _list(self, entry: models.Model, field: models.ManyToManyField) -> set[models.Model]:
        """Return what stood in a list and still exists."""
        keys = set(getattr(entry, field.name).values_list(field.m2m_reverse_name(), flat=True))
        terms = field.related_model.objects.in_bulk(keys)
        self.left_out += [last_name(field.related_model, key) for key in sorted(keys - terms.keys())]
        return set(terms.values())


def _save(row: models.Model, lists: dict[str, set], *, is_new: bool) -> None:
    row._state.adding = is_new
    row.validate_unique()
    row.validate_constraints()
    with row.as_one_change() if lists else nullcontext():
        row.save()
        for name, terms in lists.items():
            getattr(row, name).set(terms)


def _identity(row: models.Model) -> list:
    """Return what makes the row that one of its owner's rows: one that told of something else makes room first."""
    unique = [constraint for constraint in row._meta.constraints if isinstance(constraint, models.UniqueConstraint)]
    return [getattr(row, row._meta.get_field(name).attname) for constraint in unique for name in constraint.fields]


def _values(row: models.Model) -> list:
    """Return what of a row its history keeps."""
    return [getattr(row, field.attname) for field in type(row).history.model.tracked_fields]


def _leads_nowhere(row: models.Model) -> list[models.ForeignKey]:
    """Return the fields by which a row refers to something that has been deleted."""
    set_ = [field for field in row._meta.concrete_fields if field.is_relation and getattr(row, field.attname) is not None]
    return [field for field in set_ if not field.related_model.objects.filter(pk=getattr(row, field.attname)).exists()]
