"""What waits in the outbox is sent once, or kept until it can be."""

import datetime
import smtplib
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from directory.models import OutgoingMail
from directory.services.mail import send_again, send_next

pytestmark = pytest.mark.django_db


def write(**values) -> OutgoingMail:
    return OutgoingMail.objects.create(**{"to": "samordnare@example.se", "subject": "Ämne", "body": "Hej på dig!"} | values)


@pytest.fixture
def broken_server(monkeypatch):
    """A mail server that refuses every mail to ``trasig@example.se``."""
    send_messages = EmailBackend.send_messages

    def refuse(self, messages):
        if messages[0].to == ["trasig@example.se"]:
            raise smtplib.SMTPServerDisconnected("gone")
        return send_messages(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


@override_settings(SITE_ADDRESS="https://natverk.example", DEFAULT_FROM_EMAIL="natverk@natverk.example")
def test_due_mail_is_sent_as_it_was_written():
    waiting = write()

    assert send_next()

    sent = mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (["samordnare@example.se"], "Ämne", "Hej på dig!")
    assert sent.from_email == "natverk@natverk.example"
    assert sent.message()["Message-ID"] == f"<{waiting.message_id}@natverk.example>"
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    assert OutgoingMail.objects.get().sent_at
    assert not send_next()


def test_answers_go_to_the_curators_where_they_have_a_mailbox():
    with override_settings(CURATOR_EMAIL="kurator@natverk.example"):
        write()
        send_next()
    write()
    send_next()

    assert [sent.reply_to for sent in mail.outbox] == [["kurator@natverk.example"], []]


def test_mail_whose_time_has_not_come_waits():
    write(next_attempt_at=timezone.now() + datetime.timedelta(minutes=1))

    assert not send_next()


def test_mail_that_cannot_be_sent_keeps_its_error_and_holds_nothing_up(broken_server):
    write(to="trasig@example.se", next_attempt_at=timezone.now() - datetime.timedelta(hours=1))
    write()

    assert send_next()
    assert send_next()
    assert not send_next()

    failed = OutgoingMail.objects.get(to="trasig@example.se")
    assert (failed.attempts, failed.sent_at) == (1, None)
    assert failed.last_error == "SMTPServerDisconnected: gone"
    assert failed.next_attempt_at > timezone.now() + datetime.timedelta(seconds=90)
    assert [sent.to for sent in mail.outbox] == [["samordnare@example.se"]]


def test_faulty_mail_holds_nothing_up():
    write(subject="two\nlines", next_attempt_at=timezone.now() - datetime.timedelta(hours=1))
    write()

    assert send_next()
    assert send_next()

    assert len(mail.outbox) == 1
    assert "BadHeaderError" in OutgoingMail.objects.get(subject="two\nlines").last_error


def test_unsent_mail_sent_again_is_tried_at_once_under_its_own_id(broken_server):
    failed = write(to="trasig@example.se")
    send_next()
    OutgoingMail.objects.update(to="hel@example.se")

    send_again(failed)

    assert send_next()
    assert str(failed.message_id) in mail.outbox[0].message()["Message-ID"]


def test_sent_mail_sent_again_is_a_new_mail():
    waiting = write()
    send_next()

    send_again(OutgoingMail.objects.get())

    assert send_next()
    assert [sent.body for sent in mail.outbox] == ["Hej på dig!", "Hej på dig!"]
    assert str(waiting.message_id) not in mail.outbox[1].message()["Message-ID"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once():
    for number in range(20):
        write(subject=str(number))
    start = Barrier(4)

    def work():
        start.wait()
        while send_next():
            pass
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(sent.subject for sent in mail.outbox) == sorted(map(str, range(20)))
    assert not OutgoingMail.objects.filter(sent_at=None).exists()


def test_mail_for_its_receiver_alone_is_gone_once_sent(broken_server):
    write(to="trasig@example.se", is_for_receiver_alone=True)
    write(is_for_receiver_alone=True)
    while send_next():
        pass

    assert [letter.to for letter in mail.outbox] == [["samordnare@example.se"]]
    assert OutgoingMail.objects.get().to == "trasig@example.se"
