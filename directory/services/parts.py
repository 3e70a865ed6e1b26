"""What coordinators write of what belongs to their network, row by row: meetings, their topics, material, visits, channels."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext as _

from directory.models.revision import one_step


class ChangedMeanwhile(Exception):
    """Somebody else has written the row since it was opened, or removed it; ``now`` is how it stands, None when it is gone."""

    def __init__(self, now: models.Model | None):
        super().__init__()
        self.now = now


def version_of(row: models.Model) -> str:
    """Return what tells one version of a row from another; nothing of a row that is not written yet."""
    if row.pk is None:
        return ""
    return str(type(row).history.filter(id=row.pk).aggregate(latest=models.Max("history_id"))["latest"])


def save_part(row: models.Model, *, opened: str, by: User) -> None:
    """Write a row that was opened in that version, or raise ``ChangedMeanwhile`` or ``ValidationError`` and write nothing."""
    with one_step(by=by, why=_("Written by a coordinator")):
        _refuse_if_changed(row, opened)
        row.full_clean()
        row.save()


def remove_part(row: models.Model, *, opened: str, by: User) -> None:
    """Take a row away; its history keeps it. Raises ``ChangedMeanwhile``."""
    with one_step(by=by, why=_("Removed by a coordinator")):
        _refuse_if_changed(row, opened)
        row.delete()


def add_parts(rows: Iterable[models.Model], *, by: User) -> None:
    """Write several new rows, all or none."""
    with one_step(by=by, why=_("Written by a coordinator")):
        for row in rows:
            row.full_clean()
            row.save()


def _refuse_if_changed(row: models.Model, opened: str) -> None:
    if row.pk and opened != version_of(row):
        raise ChangedMeanwhile(type(row).objects.filter(pk=row.pk).first())
