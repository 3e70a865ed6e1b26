"""Networks and agencies as rows of a spreadsheet: which columns there are, how a cell is written, and how it is read.

A file speaks Swedish, whatever language its reader has the site in, so that it can be sent on; headings and the names of
lists are understood in English too. Only public facts are in it.
"""

import re
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date, timedelta
from functools import cached_property

import tablib
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader

from directory.admin.typed import CLEANED, LinesTextField
from directory.forms.fields import NameField
from directory.models import Agency, Network
from directory.services.addresses import first_free, stem_of, taken_slugs
from directory.text import fold, guarded, unguarded

BETWEEN = "; "
EXCEL_DAY_0 = date(1899, 12, 30)
EXCEL_DAY = re.compile(r"[1-9][0-9]{4}")
LANGUAGES = ("sv", "en")


class Cell(widgets.Widget):
    """A text or a number, read as the admin's form reads it."""

    def __init__(self, form_field: forms.Field):
        super().__init__()
        self.form_field = form_field

    def clean(self, value, row=None, **kwargs):
        """Return what a cell says; raise ``ValueError`` with the reason when it cannot be."""
        try:
            return self.form_field.clean(value)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class DayCell(Cell):
    """A day, also as the number that Excel counts days by."""

    def clean(self, value, row=None, **kwargs):
        if EXCEL_DAY.fullmatch(value):
            return EXCEL_DAY_0 + timedelta(days=int(value))
        return super().clean(value, row, **kwargs)


class NamedCell(widgets.Widget):
    """One of the values that have names in a list, by its name in either language or by its code."""

    def __init__(self, named: dict[object, tuple[str, ...]]):
        super().__init__()
        self.names = {value: names[0] for value, names in named.items()}
        self.values = {fold(name): value for value, names in reversed(named.items()) for name in names}

    def clean(self, value, row=None, **kwargs):
        return self.value_of(value) if value.strip() else None

    def value_of(self, name: str):
        try:
            return self.values[fold(name)]
        except KeyError:
            raise ValueError(_("“%(value)s” is not in the list.") % {"value": name.strip()[:100]}) from None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else self.names[value]


class NamedCells(NamedCell):
    """Several of them, with semicolons between."""

    def clean(self, value, row=None, **kwargs):
        return {self.value_of(name) for name in value.split(BETWEEN.strip()) if name.strip()}

    def render(self, value, obj=None, **kwargs):
        return BETWEEN.join(name for key, name in self.names.items() if key in (value or ()))


class Column(fields.Field):
    """A field of the model as a column; ``headings`` are what it may be called at the top of a file."""

    def __init__(self, field: models.Field):
        headings = [capfirst(_in(language, field.verbose_name)) for language in LANGUAGES]
        super().__init__(field.attname, headings[0], _cell(field))
        self.field, self.headings = field, {fold(one) for one in (*headings, field.name)}

    def get_value(self, instance):
        if self.field.many_to_many:
            return {term.pk for term in getattr(instance, self.field.name).all()}
        return super().get_value(instance)


class SheetResource(resources.Resource):
    """Rows of one kind, each known by its address name, that it has now or had before.

    ``columns`` names the fields of the model, the address name first. An import writes only what a file says differently.
    """

    model: type[models.Model]
    columns: tuple[str, ...]

    class Meta:
        skip_diff = True
        use_transactions = False
        import_id_fields = ()
        instance_loader_class = BaseInstanceLoader

    def __init__(self):
        super().__init__()
        self.fields = {name: Column(self.model._meta.get_field(name)) for name in self.columns}
        self.known: dict[str, models.Model] = {}
        self.numbers: list[int] = []
        self.row_of: dict[tuple, int] = {}
        self.changes: dict[str, tuple] = {}

    @cached_property
    def named(self) -> dict[str, int]:
        """The keys of all rows by their folded name."""
        return dict(self.model.objects.values_list("folded_name", "pk"))

    @cached_property
    def taken(self) -> set[str]:
        return taken_slugs(self.model)

    def cells(self, row: models.Model) -> list[str]:
        """Return a row as it is written, formulas guarded."""
        return [guarded(column.widget.render(column.get_value(row))) for column in self.fields.values()]

    def export_rows(self, rows: Iterable[models.Model]) -> tablib.Dataset:
        headings = [column.column_name for column in self.fields.values()]
        return tablib.Dataset(*(self.cells(row) for row in rows), headers=headings)

    def before_import(self, dataset, **kwargs):
        """Read the rows that the file speaks of."""
        slugs = {unguarded(slug) for slug in dataset["slug"]} - {""}
        rows = self.model.objects.prefetch_related(*(field.name for field in self.model._meta.many_to_many))
        formers = rows.filter(former_addresses__slug__in=slugs).annotate(former=models.F("former_addresses__slug"))
        self.known = {row.former: row for row in formers} | {row.slug: row for row in rows.filter(slug__in=slugs)}

    def get_instance(self, instance_loader, row):
        return self.known.get(unguarded(row["slug"]))

    def init_instance(self, row=None):
        return self.model(slug=unguarded(row["slug"]))

    def import_instance(self, instance, row, **kwargs):
        """Give the row what its cells say differently; raise ``ValidationError`` with what cannot be, by column."""
        self.changes, faults = {}, {}
        for name, column in self.fields.items():
            if name not in row or name == "slug":
                continue
            now = column.get_value(instance) if instance.pk else None
            said, says = unguarded(row[name].replace("\r\n", "\n")), column.widget.render(now) if instance.pk else None
            if said == says or not (instance.pk or said.strip()):
                continue
            try:
                value = column.widget.clean(said)
            except ValueError as error:
                faults[name] = ValidationError(str(error))
            else:
                if value != now or not instance.pk:
                    self.changes[name] = (now, value)
        for name, (_now, value) in self.changes.items():
            if not self.fields[name].field.many_to_many:
                setattr(instance, self.fields[name].attribute, value)
        if faults:
            raise ValidationError(faults)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return bool(instance.pk and not self.changes and not import_validation_errors)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Judge what is written by the rules of the model."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        written = set(self.columns) if instance._state.adding else set(self.changes)
        unwritten = {field.name for field in self.model._meta.fields if field.name not in written or field.is_relation}
        unwritten |= set() if instance.slug else {"slug"}
        instance.clean_fields(exclude=unwritten)
        instance.validate_unique(exclude=unwritten)
        self._check_name(instance, written)
        self._check_constraints(instance, written)

    def save_instance(self, instance, is_create, row, **kwargs):
        """Write the row and its lists as one entry of its history, unless it is only asked what would be written."""
        self._refuse_double(instance, self.numbers[kwargs["row_number"] - 1])
        if kwargs["preview"]:
            return
        instance.slug = instance.slug or first_free(stem_of(instance.name), self.taken)
        self.taken.add(instance.slug)
        lists = {name: value for name, (_now, value) in self.changes.items() if self.fields[name].field.many_to_many}
        try:
            with transaction.atomic(), instance.as_one_change() if lists else nullcontext():
                instance.save()
                for name, keys in lists.items():
                    getattr(instance, name).set(keys)
        except IntegrityError as error:
            raise ValidationError(_("It breaks a rule of the directory.")) from error

    def save_m2m(self, instance, row, **kwargs):
        """Nothing: lists are written with their row."""

    def after_import_row(self, row, row_result, **kwargs):
        """Keep what a row changes, in words: heading, what stands here, what the file says."""
        row_result.told = [
            (self.fields[name].column_name, *(self.fields[name].widget.render(value) for value in values))
            for name, values in self.changes.items()
            if values[1] not in (None, "", set()) or values[0] not in (None, "", set())
        ]

    def _check_name(self, instance, written: set[str]) -> None:
        folded = self.model._meta.get_field("folded_name").derive(instance)
        if "name" in written and self.named.get(folded, instance.pk) != instance.pk:
            raise ValidationError({"name": _("This name is known. Write the address name it has in the row.")})

    def _check_constraints(self, instance, written: set[str]) -> None:
        """Ask the database about the rules that concern what is written; one about a single blank has nothing to say."""
        for constraint in self.model._meta.constraints:
            concerned = set(getattr(constraint, "fields", ()) or constraint.condition.referenced_base_fields)
            if written & concerned and (len(concerned) > 1 or getattr(instance, min(concerned)) not in (None, "")):
                constraint.validate(self.model, instance)

    def _refuse_double(self, instance, number: int) -> None:
        """Refuse what another row of the file has said already: of the same row, or by the same name."""
        told = [("slug", instance.slug)] if instance.slug else []
        told += [("name", fold(instance.name))] if "name" in self.changes else []
        for one in told:
            if (earlier := self.row_of.setdefault(one, number)) != number:
                raise ValidationError({one[0]: _("Row %(row)d of the file says the same.") % {"row": earlier}})


class NetworkSheet(SheetResource):
    model = Network
    columns = (
        "slug", "name", "short_name", "other_names", "purpose", "language", "kind", "organiser", "focus_areas", "exchanges",
        "cpv_divisions", "level", "country", "counties", "area", "life", "life_basis", "founded_year", "founded_note", "origin",
        "ended_year", "ended_reason", "openness", "admits", "admission_note", "how_to_join", "contact_email", "website",
        "linkedin", "stated_size", "stated_size_unit", "stated_size_as_of", "rhythm_note", "confirmed_on", "confirmed_by",
    )  # fmt: skip


class AgencySheet(SheetResource):
    model = Agency
    columns = ("slug", "name", "other_names", "kind", "county", "country", "organisation_number")


SHEETS = {Network: NetworkSheet, Agency: AgencySheet}


def _cell(field: models.Field) -> widgets.Widget:
    if field.is_relation:
        terms = {term.pk: term for term in field.related_model.objects.all()}
        named = {pk: (*(_in(language, term) for language in LANGUAGES), _code(term)) for pk, term in terms.items()}
        return NamedCells(named) if field.many_to_many else NamedCell(named)
    if field.choices:
        return NamedCell({code: (*(_in(language, name) for language in LANGUAGES), code) for code, name in field.choices})
    if isinstance(field, models.DateField):
        return DayCell(forms.DateField(required=False, input_formats=["%Y-%m-%d"]))
    if field.name == "name":
        return Cell(NameField())
    if field.name == "other_names":
        return Cell(LinesTextField(most=50, required=False))
    return Cell(field.formfield(**CLEANED.get(type(field), {}) | {"required": not field.blank}))


def _code(term: models.Model) -> str:
    return getattr(term, "code", None) or term.slug


def _in(language: str, text) -> str:
    with override(language):
        return str(text)
