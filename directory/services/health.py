"""How the site is: what its operator must know, with nothing private in it and nothing that would help an attacker."""

import datetime
import shutil
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from directory.models import OutgoingMail, Revision
from directory.services.backups import newest_backup

LONGEST_WAIT_OF_MAIL = datetime.timedelta(hours=6)
OLDEST_BACKUP = datetime.timedelta(hours=26)
LEAST_FREE_PERCENT = 10

Finding = tuple[bool, dict]
"""Whether all is well, and the figures that tell it."""


def findings() -> dict[str, Finding]:
    """Return what was found of each thing that is looked at; what cannot be asked is not well."""
    return {name: _asked(look) for name, look in LOOKS.items()}


def _asked(look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (DatabaseError, InterfaceError, OSError):
        return False, {}


def _database() -> Finding:
    return True, {"revision": Revision.current().number}


def _mail() -> Finding:
    oldest = OutgoingMail.objects.filter(sent_at__isnull=True).order_by("created_at").values_list("created_at", flat=True).first()
    age = timezone.now() - oldest if oldest else datetime.timedelta()
    return age <= LONGEST_WAIT_OF_MAIL, {"oldest_unsent_seconds": int(age.total_seconds())}


def _disk() -> Finding:
    disk = shutil.disk_usage(settings.DATA_DIR)
    free = 100 * disk.free // disk.total
    return free >= LEAST_FREE_PERCENT, {"free_percent": free}


def _backup() -> Finding:
    """A local site may do without backups; one that it has made may not grow old unnoticed on a public one."""
    newest = newest_backup()
    age = timezone.now() - newest if newest else None
    is_well = not settings.IS_PUBLIC or (age is not None and age <= OLDEST_BACKUP)
    return is_well, {"age_seconds": None if age is None else int(age.total_seconds())}


def _migrations() -> Finding:
    pending = len(_last_migrations() - MigrationRecorder(connection).applied_migrations().keys())
    return pending == 0, {"pending": pending}


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app: when that was made, all before it were."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


LOOKS = {"database": _database, "mail": _mail, "disk": _disk, "backup": _backup, "migrations": _migrations}
