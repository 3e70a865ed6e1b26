"""The rows of catalogue records: how they are read for comparison, written, and what is wrong with those that do not fit."""

import datetime
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from directory.models import Meeting, MeetingState, Network, Revision
from directory.models.revision import moment_of_step
from directory.services.catalogue_file import NETWORK_LISTS

UID_NAMESPACE = uuid.UUID("6f0c5b6e-5a39-4d0c-9a3c-0f2f5a1d7b11")


@dataclass(frozen=True)
class Part:
    """Rows that belong to a network and are compared as one field, each as the list of its ``columns``."""

    related_name: str
    columns: tuple[str, ...]
    told_apart_by: int = 1
    """How many of the first columns tell one row of a network from the next."""

    def values_of(self, row: models.Model) -> list:
        return [plain(getattr(row, column)) for column in self.columns]

    def new_row(self, network: Network) -> models.Model:
        relation = Network._meta.get_field(self.related_name)
        return relation.related_model(**{relation.field.name: network})


PARTS = {
    "members": Part("memberships", ("agency_id",)),
    "rhythm": Part("rhythms", ("mode", "per_year")),
    "meetings": Part("meetings", ("title", "starts_on", "precision", "ends_on", "mode", "place", "host_id"), told_apart_by=3),
    "sources": Part("sources", ("url", "page_date")),
    "relations": Part("relations_out", ("kind", "target_id", "year", "note"), told_apart_by=2),
}
READ_WITH_A_NETWORK = [*NETWORK_LISTS, *(part.related_name for part in PARTS.values())]


def read(obj: models.Model, name: str):
    """Return what the database holds in one field of a record, as plain values in a settled order."""
    if name in PARTS:
        return in_order(map(PARTS[name].values_of, getattr(obj, PARTS[name].related_name).all()))
    if name in NETWORK_LISTS:
        return sorted(term.pk for term in getattr(obj, name).all())
    return getattr(obj, obj._meta.get_field(name).attname)


def in_order(rows) -> list[list]:
    return sorted(rows, key=str)


def plain(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


@dataclass(frozen=True)
class RowToWrite:
    """A row to be written, of which record and part it is, and what stands in its lists."""

    id: str
    row: models.Model
    part: str = ""
    lists: dict[str, list[int]] = field(default_factory=dict)

    def check(self) -> None:
        """Raise ``ValidationError`` for what the fields can tell; the database judges its own constraints as it writes."""
        self.row.clean_fields(exclude={f.name for f in self.row._meta.fields if f.is_relation})


class RowWriter:
    """Writes records; new rows wait for ``flush()`` and are written together, which takes a fifth of the time.

    What does not fit is told to ``fault`` by record, field and reason; ``why`` is what the history tells of new rows.
    """

    def __init__(self, fault: Callable[[str, str, str], None], why: str):
        self.fault, self.why = fault, why
        self.new_rows: dict[type[models.Model], list[RowToWrite]] = {}

    def write(self, id_: str, obj: models.Model, values: dict) -> None:
        """Bring the fields in ``values`` of one record's object to these values."""
        parts = {name: rows for name, rows in values.items() if name in PARTS}
        lists = {name: keys for name, keys in values.items() if name in NETWORK_LISTS}
        own = {name: value for name, value in values.items() if name not in parts | lists}
        for name, value in own.items():
            setattr(obj, obj._meta.get_field(name).attname, value)
        if own or lists:
            self._put(RowToWrite(id_, obj, lists=lists))
        for name, wanted in parts.items():
            self._write_part(id_, obj, name, wanted)

    def flush(self) -> None:
        """Write the new rows, networks before their parts; stop after the first model of which some are refused."""
        for model in sorted(self.new_rows, key=lambda model: model is not Network):
            new = self.new_rows.pop(model)
            rows = [one.row for one in new]
            try:
                with transaction.atomic():
                    model.objects.bulk_create(rows)
            except IntegrityError:
                return self._find_the_refused(new)
            entries = model.history.bulk_history_create(rows, default_change_reason=self.why, default_date=moment_of_step())
            if model is Network:
                _link_lists(new, entries)
            Revision.step(None)
        return None

    def _put(self, one: RowToWrite) -> None:
        """Write a changed row now; let a new one wait."""
        with self._noting_faults(one):
            one.check()
            if one.row._state.adding:
                self.new_rows.setdefault(type(one.row), []).append(one)
            elif isinstance(one.row, Network):
                with transaction.atomic(), one.row.as_one_change():
                    one.row.save()
                    for name, keys in one.lists.items():
                        getattr(one.row, name).set(keys)
            else:
                with transaction.atomic():
                    one.row.save()

    def _write_part(self, id_: str, network: Network, name: str, wanted: list[list]) -> None:
        """Make a network's rows of one part the wanted ones; what the format does not know of a row stays."""
        part = PARTS[name]
        present = getattr(network, part.related_name).all() if network.pk else ()
        gone = {tuple(part.values_of(row)[: part.told_apart_by]): row for row in present}
        for values in wanted:
            row = gone.pop(tuple(values[: part.told_apart_by]), None) or part.new_row(network)
            if row._state.adding or part.values_of(row) != values:
                _fill(row, part, values, id_)
                self._put(RowToWrite(id_, row, part=name))
        for row in gone.values():
            row.delete()

    def _find_the_refused(self, new: list[RowToWrite]) -> None:
        for one in new:
            with self._noting_faults(one), transaction.atomic():
                one.row.save()

    @contextmanager
    def _noting_faults(self, one: RowToWrite) -> Iterator[None]:
        """Note as faults of a row's record what the checks or the database refuse."""
        faults: list[tuple[str, str]] = []
        try:
            yield
        except ValidationError as error:
            faults = [(name, message) for name, messages in error.message_dict.items() for message in messages]
        except IntegrityError:
            faults = list(_broken_constraints(one.row))
            if not faults:
                raise
        for name, message in faults:
            self.fault(one.id, f"{one.part} {name}".strip(), f"{one.row}: {message}" if one.part else message)


def _fill(row: models.Model, part: Part, values: list, id_: str) -> None:
    for column, value in zip(part.columns, values, strict=True):
        setattr(row, column, row._meta.get_field(column).to_python(value))
    if isinstance(row, Meeting) and row._state.adding:
        row.uid = str(uuid.uuid5(UID_NAMESPACE, "|".join(map(str, [id_, *values[: part.told_apart_by]]))))
        row.state = MeetingState.CONFIRMED if row.is_coming() else MeetingState.HELD


def _link_lists(new: list[RowToWrite], entries: list[models.Model]) -> None:
    """Write the lists of new networks, and the same beside the first entry in their history."""
    for name in NETWORK_LISTS:
        field, twin = Network._meta.get_field(name), getattr(Network.history.model, name).model
        through, own, other = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
        links = through.objects.bulk_create(through(**{own: one.row.pk, other: key}) for one in new for key in one.lists[name])
        entry_of = {one.row.pk: entry for one, entry in zip(new, entries, strict=True)}
        columns = [f.attname for f in through._meta.fields]
        twin.objects.bulk_create(
            twin(history=entry_of[getattr(link, own)], **{column: getattr(link, column) for column in columns}) for link in links
        )


def _broken_constraints(row: models.Model) -> Iterator[tuple[str, str]]:
    """Yield the fields and the message of each constraint that keeps the row out."""
    for constraint in row._meta.constraints:
        try:
            constraint.validate(type(row), row)
        except ValidationError as error:
            names = getattr(constraint, "fields", ()) or sorted(constraint.condition.referenced_base_fields)
            told = [getattr(row._meta.get_field(name), "source", name) for name in names]
            yield ", ".join(told), " ".join(error.messages)
    try:
        row.validate_unique()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield name, " ".join(messages)
