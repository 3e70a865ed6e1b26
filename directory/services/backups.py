"""Backups of all that the site holds: made while others write, tried before they count, restored whole or not at all."""

import contextlib
import datetime
import hashlib
import os
import tempfile
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from directory.services import postgresql_dumps, sqlite_copies

NAME = "natverkskartan-%Y%m%dT%H%M%SZ"
DATABASES = {"sqlite": sqlite_copies, "postgresql": postgresql_dumps}


class BackupError(Exception):
    """What is wrong with a backup, in one line."""


def make_backup() -> Path:
    """Write a backup, restore it elsewhere, count its rows, and only then give it its name; drop those beyond the number kept."""
    folder, kind = settings.BACKUP_DIR, DATABASES[connection.vendor]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    final = folder / f"{timezone.now().astimezone(datetime.UTC):{NAME}}{kind.SUFFIX}"
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as draft, _told_in_one_line("No backup was made"):
        file = Path(draft) / final.name
        counts = kind.dump(connection.settings_dict, file)
        with kind.tried(connection.settings_dict, file) as (restored, _migrations):
            if restored != counts:
                raise BackupError(f"No backup was made: {_difference(counts, restored)}.")
        _give_name(file, final)
    _drop_old(kind)
    return final


def restore_backup(file: Path) -> int:
    """Replace all that the site holds by a backup and return how many rows it has; a faulty one is refused before."""
    kind = _kind_of(file)
    _refuse_changed(file)
    with _told_in_one_line(f"{file.name} is no backup that can be restored"), kind.tried(connection.settings_dict, file) as found:
        counts, migrations = found
        _refuse_foreign(file, migrations)
    with _told_in_one_line("Nothing was restored, and the site holds what it held"):
        connection.close()
        kind.replace(connection.settings_dict, file)
    return sum(counts.values())


def newest_backup() -> datetime.datetime | None:
    """Return when the newest backup was made, as its name says."""
    names = sorted(file.stem for file in _kept(DATABASES[connection.vendor]))
    return datetime.datetime.strptime(names[-1], NAME).replace(tzinfo=datetime.UTC) if names else None


def digest_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def _kind_of(file: Path) -> ModuleType:
    kind = next((kind for kind in DATABASES.values() if file.suffix == kind.SUFFIX), None)
    if kind is None or not file.is_file():
        raise BackupError(f"{file.name} is no backup of this site; name a file that the command backup has made.")
    if kind is not DATABASES[connection.vendor]:
        raise BackupError(f"{file.name} is a backup of the other kind of database than this site keeps.")
    return kind


def _refuse_changed(file: Path) -> None:
    try:
        told = digest_of(file).read_text()
    except (OSError, UnicodeDecodeError):
        raise BackupError(f"{digest_of(file).name} is missing; without it nobody can tell if the backup is whole.") from None
    if told != _digest_line(file):
        raise BackupError(f"{file.name} is not the file that was backed up: its digest differs.")


def _refuse_foreign(file: Path, migrations: set[tuple[str, str]]) -> None:
    """Refuse what is not of this site, or of a release later than this one."""
    own = {(app, name) for app, name in migrations if app == "directory"}
    if not own:
        raise BackupError(f"{file.name} is no backup of this site.")
    if own - MigrationLoader(None).disk_migrations.keys():
        raise BackupError(f"{file.name} was made by a later release; restore it with that one.")


def _give_name(file: Path, final: Path) -> None:
    """Put the backup and its digest on the disk: the digest first, so that none is ever without."""
    digest = digest_of(file)
    digest.write_text(_digest_line(file))
    for one in (digest, file):
        one.chmod(0o600)
        with one.open("rb") as written:
            os.fsync(written.fileno())
        one.rename(final.with_name(one.name))


def _digest_line(file: Path) -> str:
    """Return the line that sha256sum writes and checks."""
    with file.open("rb") as read:
        return f"{hashlib.file_digest(read, 'sha256').hexdigest()}  {file.name}\n"


def _kept(kind: ModuleType) -> list[Path]:
    return sorted(settings.BACKUP_DIR.glob(f"natverkskartan-*{kind.SUFFIX}"))


def _drop_old(kind: ModuleType) -> None:
    for file in _kept(kind)[: -settings.BACKUPS_KEPT]:
        file.unlink()
        digest_of(file).unlink(missing_ok=True)


def _difference(dumped: dict[str, int], restored: dict[str, int]) -> str:
    table = next(name for name in dumped | restored if dumped.get(name) != restored.get(name))
    return f"{table} had {dumped.get(table, 0)} rows and came back with {restored.get(table, 0)}"


@contextlib.contextmanager
def _told_in_one_line(what: str):
    try:
        yield
    except (ValueError, OSError) as error:
        raise BackupError(f"{what}: {error}.") from None
