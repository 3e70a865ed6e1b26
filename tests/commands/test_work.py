"""The background work: ends when it is told to, and waits for a database that is away."""

import datetime
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from directory.management.commands import work
from directory.models import OutgoingMail

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_once_sends_all_that_is_due_and_ends():
    for number in range(3):
        OutgoingMail.objects.create(to="a@example.se", subject=str(number), body="Hej")

    call_command("work", "--once")

    assert len(mail.outbox) == 3


@pytest.mark.django_db
def test_once_forgets_what_is_old():
    mail_sent = OutgoingMail.objects.create(to="a@example.se", subject="Hej", body="Hej")
    OutgoingMail.objects.filter(pk=mail_sent.pk).update(sent_at=timezone.now() - datetime.timedelta(days=31))

    call_command("work", "--once")

    assert not OutgoingMail.objects.exists()


def test_worker_does_its_duty_once_an_hour_and_again_when_the_database_was_away(monkeypatch, caplog):
    caplog.set_level("INFO")
    answers, stop = [OperationalError("away"), Counter(mail=2)], Event()

    def forget():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    rounds = iter(range(4))
    monkeypatch.setattr(work, "send_next", lambda: next(rounds, None) is None and stop.set())
    monkeypatch.setattr(work, "HOURLY", (forget,))
    monkeypatch.setattr(work, "look_at_next", lambda: False)
    monkeypatch.setattr(work, "tell_next", lambda _look: False)
    monkeypatch.setattr(work, "PAUSE_SECONDS", 0.01)
    work.work_until(stop)

    assert answers == []
    assert "forget: Counter({'mail': 2})" in caplog.text


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_database_that_is_away_is_waited_for(monkeypatch, caplog, error):
    stop, answers = Event(), [error("away"), error("away"), True, False]

    def send_next():
        answer = answers.pop(0)
        if not answers:
            stop.set()
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(work, "send_next", send_next)
    monkeypatch.setattr(work, "HOURLY", (Counter,))
    monkeypatch.setattr(work, "look_at_next", lambda: False)
    monkeypatch.setattr(work, "tell_next", lambda _look: False)
    monkeypatch.setattr(work, "PAUSE_SECONDS", 0.01)
    work.work_until(stop)

    assert not answers
    assert caplog.text.count("The database did not answer") == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_worker_sends_what_comes_and_ends_cleanly_when_asked(asked, tmp_path):
    OutgoingMail.objects.create(to="a@example.se", subject="Ämne", body="Hej")
    environment = os.environ | {"DATABASE_URL": address_of_test_database(), "EMAIL_URL": f"filemail:///{tmp_path}"}
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=environment)
    try:
        wait_until(lambda: OutgoingMail.objects.filter(sent_at__isnull=False).exists())
        worker.send_signal(asked)
        assert worker.wait(timeout=10) == 0
    finally:
        worker.kill()

    assert len(list(tmp_path.iterdir())) == 1


def address_of_test_database() -> str:
    """Return the DATABASE_URL of the database this test runs on."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def wait_until(is_so, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)
