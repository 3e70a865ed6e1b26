"""Backups: whole while others write, refused when anything is wrong with them, restored whole or not at all."""

import os
import resource
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection, connections

from directory.models import Agency, Membership, Network
from directory.services import backups
from directory.services.backups import BackupError, digest_of, make_backup, restore_backup
from tests.factories import make_agency, make_network

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.BACKUP_DIR = tmp_path / "backups"
    return settings.BACKUP_DIR


@pytest.fixture
def backup() -> Path:
    make_network(name="Då")
    file = make_backup()
    make_network(name="Nu")
    return file


def names() -> set[str]:
    return set(Network.objects.values_list("name", flat=True))


def test_backup_brings_back_what_was_there_and_nothing_later(backup):
    restore_backup(backup)

    assert names() == {"Då"}


def test_backup_is_for_its_owner_alone_and_leaves_nothing_half_made(folder, backup):
    assert sorted(file.name for file in folder.iterdir()) == [backup.name, digest_of(backup).name]
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_digest_is_what_sha256sum_checks(folder, backup):
    assert subprocess.run(["sha256sum", "--check", digest_of(backup).name], cwd=folder, check=False).returncode == 0


def test_backup_while_others_write_holds_all_that_was_acknowledged_before_it(folder):
    acknowledged, stop = [], threading.Event()

    def write():
        while not stop.is_set():
            network = make_network()
            Membership.objects.create(network=network, agency=make_agency())
            acknowledged.append(network.pk)
        connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        while len(acknowledged) < 30:
            assert any(writer.is_alive() for writer in writers)
        before = set(acknowledged)
        file = make_backup()
        during = len(acknowledged) - len(before)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    restore_backup(file)

    assert during > 0
    assert before <= set(Network.objects.values_list("pk", flat=True))
    connection.check_constraints()


@pytest.mark.parametrize("part", [0, 0.01, 0.2, 0.5, 0.8, 0.99, 1])
@pytest.mark.parametrize("fault", ["flipped", "cut"])
def test_changed_file_is_refused_and_nothing_touched(backup, part, fault):
    whole = backup.read_bytes()
    place = min(int(len(whole) * part), len(whole) - 1)
    backup.write_bytes(whole[:place] if fault == "cut" else whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])

    with pytest.raises(BackupError, match="its digest differs"):
        restore_backup(backup)
    assert names() == {"Då", "Nu"}


@pytest.mark.parametrize("content", [b"", b"rubbish" * 999, b"SQLite format 3\0", b"PGDMP\x01\x0e"])
def test_foreign_file_with_a_right_digest_is_refused_in_one_line(backup, content):
    backup.write_bytes(content)
    digest_of(backup).write_text(backups._digest_line(backup))

    with pytest.raises(BackupError) as refusal:
        restore_backup(backup)
    assert "\n" not in str(refusal.value)
    assert names() == {"Då", "Nu"}


def test_cut_file_with_a_right_digest_is_refused(backup):
    backup.write_bytes(backup.read_bytes()[:-5000])
    digest_of(backup).write_text(backups._digest_line(backup))

    with pytest.raises(BackupError, match="no backup that can be restored"):
        restore_backup(backup)
    assert names() == {"Då", "Nu"}


def test_backup_without_digest_or_of_another_database_is_refused(backup):
    other = backup.with_suffix(".dump" if backup.suffix == ".sqlite3" else ".sqlite3")
    other.write_bytes(b"")
    digest_of(backup).unlink()

    for file, why in ((backup, "is missing"), (other, "other kind"), (backup.with_suffix(".zip"), "no backup of this site")):
        with pytest.raises(BackupError, match=why):
            restore_backup(file)


def test_backup_of_a_later_release_is_refused():
    with connection.cursor() as cursor:
        later = "INSERT INTO django_migrations (app, name, applied) VALUES ('directory', '9999_later', CURRENT_TIMESTAMP)"
        cursor.execute(later)
        try:
            file = make_backup()
        finally:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")

    with pytest.raises(BackupError, match="later release"):
        restore_backup(file)


def test_backup_that_comes_back_with_fewer_rows_gets_no_name(folder, monkeypatch):
    kind = backups.DATABASES[connection.vendor]
    dump = kind.dump
    monkeypatch.setattr(kind, "dump", lambda *where: dump(*where) | {"directory_network": 7})

    with pytest.raises(BackupError, match="directory_network had 7 rows"):
        make_backup()
    assert list(folder.iterdir()) == []


def test_restore_that_fails_halfway_leaves_what_was_there(backup, monkeypatch):
    if connection.vendor == "sqlite":
        _restore_on_a_full_disk(backup)
    else:
        program = backups.postgresql_dumps._program
        broken = backup.parent / "pg_restore"
        broken.write_text(f'#!/bin/sh\n{program("pg_restore")} "$@" | sed "/^COPY /,\\$d"\nexit 1\n')
        broken.chmod(0o700)
        kind = backups.postgresql_dumps
        replace = kind.replace

        def interrupted(*where):
            monkeypatch.setattr(kind, "_program", lambda name: str(broken) if name == "pg_restore" else program(name))
            replace(*where)

        monkeypatch.setattr(kind, "replace", interrupted)
        with pytest.raises(BackupError, match="Nothing was restored"):
            restore_backup(backup)

    assert names() == {"Då", "Nu"}
    assert Agency.objects.count() == 0


def _restore_on_a_full_disk(backup: Path) -> None:
    """Let a process restore that may write no file longer than a part of the database."""
    code = (
        "import django, pathlib, sys; django.setup(); from directory.services.backups import *\n"
        "try: restore_backup(pathlib.Path(sys.argv[1]))\n"
        "except BackupError as error: sys.exit(f'{error}')"
    )
    database = {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "networks_site.settings",
    }
    limit = backup.stat().st_size // 2
    with connection.cursor() as cursor:  # so that what stands is in the file itself, which a careless restore would write over
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    answer = subprocess.run(
        [sys.executable, "-c", code, str(backup)],
        cwd=site.BASE_DIR,
        env=os.environ | database,
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "Nothing was restored" in answer.stderr


def test_only_as_many_as_the_setting_says_are_kept(folder, settings, monkeypatch):
    settings.BACKUPS_KEPT = 2
    moments = iter(f"natverkskartan-2026112{day}T000000Z" for day in range(4))
    for _ in range(4):
        monkeypatch.setattr(backups, "NAME", next(moments))
        make_backup()

    assert [file.stem for file in backups._kept(backups.DATABASES[connection.vendor])] == [
        "natverkskartan-20261122T000000Z",
        "natverkskartan-20261123T000000Z",
    ]
    assert len(list(folder.iterdir())) == 4
