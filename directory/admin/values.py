"""How the value of one field is written for curators to read."""

from django.db import models
from django.utils.formats import localize


def shown(row: models.Model, field: models.Field) -> str:
    """Return a field's value in words; empty when it is unknown."""
    value = getattr(row, f"get_{field.name}_display")() if field.choices else localize(getattr(row, field.name))
    return "" if value is None else str(value)
