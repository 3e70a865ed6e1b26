"""``/halsa/`` and ``/live``: each fault is told, with nothing that helps an attacker; what the doctor says of them."""

import datetime
import io
from collections import namedtuple

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from directory.models import OutgoingMail
from directory.services import health
from networks_site.wsgi import application

pytestmark = pytest.mark.django_db
Disk = namedtuple("Disk", "total used free")


@pytest.fixture(autouse=True)
def _much_is_free(settings, monkeypatch, tmp_path):
    settings.BACKUP_DIR = tmp_path
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _where: Disk(100, 50, 50))


def old_mail(*_):
    mail = OutgoingMail.objects.create(to="anna@example.se", subject="Hej", body="Hej")
    OutgoingMail.objects.filter(pk=mail.pk).update(created_at=timezone.now() - datetime.timedelta(hours=7))


def full_disk(_settings, monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _where: Disk(100, 91, 9))


def no_backup(settings, _monkeypatch):
    settings.IS_PUBLIC = True


def old_backup(settings, _monkeypatch):
    settings.IS_PUBLIC = True
    (settings.BACKUP_DIR / "natverkskartan-20250101T000000Z.sqlite3").touch()
    (settings.BACKUP_DIR / "natverkskartan-20250101T000000Z.dump").touch()


def pending_migration(*_):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0020_alerts'")


def no_database(_settings, monkeypatch):
    def away():
        raise OperationalError("connection to server at db.internal refused")

    monkeypatch.setitem(health.LOOKS, "database", away)


FAULTS = {
    "mail": old_mail,
    "disk": full_disk,
    "backup": no_backup,
    "backup ": old_backup,
    "migrations": pending_migration,
    "database": no_database,
}


def test_all_is_well_and_kept_by_nobody(client):
    answer = client.get("/halsa/")

    assert answer.status_code == 200, answer.json()
    assert answer.json()["status"] == "ok"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert set(answer.json()["checks"]) == {*health.LOOKS, "snapshot"}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_without_what_is_private(client, settings, monkeypatch, name):
    FAULTS[name](settings, monkeypatch)
    answer = client.get("/halsa/")

    assert answer.status_code == 503
    assert [check for check, told in answer.json()["checks"].items() if not told["ok"]] == [name.strip()]
    assert not any(word in answer.content.decode() for word in ("/", "internal", "@", "example"))


@pytest.mark.parametrize("name", ["mail", "disk", "migrations", "database"])
def test_doctor_tells_the_fault_and_what_to_do(settings, monkeypatch, name):
    FAULTS[name](settings, monkeypatch)
    told = io.StringIO()

    with pytest.raises(CommandError, match="1 to mend"):
        call_command("doctor", stdout=told)
    assert told.getvalue().startswith(f"MEND  {name}: ")
    assert health.LOOKS.keys() >= {name}


def test_doctor_names_what_a_public_site_lacks(settings):
    settings.IS_PUBLIC = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    told = io.StringIO()

    with pytest.raises(CommandError):
        call_command("doctor", stdout=told)
    for what in ("EMAIL_URL", "MAIL_FROM", "CURATOR_EMAIL", "TRUSTED_PROXIES", "administrator", "backup", "security.W008"):
        assert what in told.getvalue()


def test_doctor_is_content_with_a_local_site():
    told = io.StringIO()
    call_command("doctor", stdout=told)

    assert told.getvalue().startswith("All is well")


@pytest.mark.parametrize(("method", "body"), [("GET", b"ok"), ("HEAD", b"")])
def test_live_answers_without_django(monkeypatch, method, body):
    monkeypatch.setattr("networks_site.wsgi.django", None)
    told = []
    answer = application({"PATH_INFO": "/live", "REQUEST_METHOD": method}, lambda status, headers: told.append((status, headers)))

    assert b"".join(answer) == body
    assert told[0][0] == "200 OK"
    assert ("Cache-Control", "no-store") in told[0][1]
