"""Networks and agencies as rows of a spreadsheet: which columns there are, how a cell is written, and how it is read.

A file speaks Swedish, whatever language its reader has the site in, so that it can be sent on; headings and the names of
lists are understood in English too. Only public facts are in it.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

import tablib
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export import fields, resources, widgets

from directory.admin.typed import CLEANED, LinesTextField
from directory.forms.fields import NameField
from directory.models import Agency, Network
from directory.text import fold

FORMULA = re.compile(r"'*[=+\-@\t\r]")
BETWEEN = "; "
EXCEL_DAY_0 = date(1899, 12, 30)
EXCEL_DAY = re.compile(r"[1-9][0-9]{4}")
LANGUAGES = ("sv", "en")


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with an apostrophe before what would begin one."""
    return f"'{text}" if FORMULA.match(text) else text


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
        return BETWEEN.join(name for key, name in self.names.items() if key in value)


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
    """Rows of one kind, each known by its address name.

    ``columns`` names the fields of the model, the address name first.
    """

    model: type[models.Model]
    columns: tuple[str, ...]

    def __init__(self):
        super().__init__()
        self.fields = {name: Column(self.model._meta.get_field(name)) for name in self.columns}

    def cells(self, row: models.Model) -> list[str]:
        """Return a row as it is written, formulas guarded."""
        return [guarded(column.widget.render(column.get_value(row))) for column in self.fields.values()]

    def export_rows(self, rows: Iterable[models.Model]) -> tablib.Dataset:
        headings = [column.column_name for column in self.fields.values()]
        return tablib.Dataset(*(self.cells(row) for row in rows), headers=headings)


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
