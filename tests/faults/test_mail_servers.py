"""However a mail server fails, each mail arrives in the end, and no page waits for it."""

import socket
import socketserver
import time
from threading import Thread

import pytest
from django.db import connection

from directory.models import OutgoingMail
from directory.services.mail import send_next
from tests.factories import make_focus_area
from tests.registrations import REGISTER, filled_in

pytestmark = pytest.mark.django_db
MAILS = 5


class Conversation(socketserver.StreamRequestHandler):
    """One connection of a mail server that does what its ``fault`` says, at that step of the protocol."""

    def handle(self):
        fault = self.server.fault
        if fault == "hang":
            time.sleep(3)
            return None
        if fault == "close":
            return None
        self.say(b"220 here")
        for line in self.rfile:
            word = line.split()[0].upper() if line.strip() else b""
            if word == b"QUIT":
                return self.say(b"221 bye")
            if word != b"DATA":
                self.say({b"MAIL": {"4xx": b"451 later", "5xx": b"550 never"}}.get(word, {}).get(fault, b"250 well"))
                continue
            self.say(b"354 go on")
            mail = b"".join(iter(self.rfile.readline, b".\r\n"))
            self.server.arrived.append(mail)
            if fault == "dies after DATA":
                return None
            self.say(b"250 taken")
        return None

    def say(self, answer: bytes) -> None:
        self.wfile.write(answer + b"\r\n")


@pytest.fixture
def server(settings):
    """A mail server to which the site's mail goes; its ``fault`` is set by a test, ``arrived`` holds what came."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
    server.daemon_threads, server.fault, server.arrived = True, "", []
    Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "django.core.mail.backends.smtp.EmailBackend", 0.5
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    yield server
    server.shutdown()
    server.server_close()


def send_all() -> None:
    """Let every mail be tried once, whenever its next attempt was to be."""
    for mail in OutgoingMail.objects.filter(sent_at=None):
        OutgoingMail.objects.filter(pk=mail.pk).update(next_attempt_at=mail.created_at)
    while send_next():
        pass


def message_ids(server) -> list[bytes]:
    return [line for mail in server.arrived for line in mail.splitlines() if line.startswith(b"Message-ID")]


@pytest.mark.parametrize("fault", ["close", "hang", "4xx", "5xx", "dies after DATA"])
def test_no_mail_is_lost_and_one_sent_twice_bears_one_id(server, fault):
    for number in range(MAILS):
        OutgoingMail.objects.create(to=f"nr{number}@example.se", subject="Ämne", body="Hej på dig!")
    server.fault = fault
    send_all()

    assert OutgoingMail.objects.filter(sent_at=None).exclude(last_error="").count() == MAILS
    server.fault = ""
    send_all()
    assert not OutgoingMail.objects.filter(sent_at=None).exists()
    assert len(set(message_ids(server))) == MAILS
    assert len(message_ids(server)) == (2 * MAILS if fault == "dies after DATA" else MAILS)


def test_server_that_is_not_there_loses_nothing(server, settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.EMAIL_PORT = closed.getsockname()[1]
    OutgoingMail.objects.create(to="a@example.se", subject="Ämne", body="Hej")
    send_all()
    assert "Refused" in OutgoingMail.objects.get().last_error

    settings.EMAIL_PORT = server.server_address[1]
    send_all()
    assert len(server.arrived) == 1


@pytest.mark.django_db(transaction=True)
def test_worker_that_dies_before_it_notes_sends_once_more_under_the_same_id(server, monkeypatch):
    mail = OutgoingMail.objects.create(to="a@example.se", subject="Ämne", body="Hej")
    with monkeypatch.context() as patch:
        patch.setattr(OutgoingMail, "mark_sent", lambda self: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            send_next()
    connection.close()
    assert not send_next()

    OutgoingMail.objects.filter(pk=mail.pk).update(next_attempt_at=mail.created_at)
    assert send_next()
    assert len(server.arrived) == 2
    assert len(set(message_ids(server))) == 1


def test_page_never_waits_for_a_mail_server(server, client):
    make_focus_area(slug="mat")
    server.fault = "hang"
    begun = time.monotonic()
    answer = client.post(REGISTER, filled_in())

    assert answer.status_code == 302
    assert time.monotonic() - begun < 2.5
    assert OutgoingMail.objects.get().attempts == 0
    assert server.arrived == []
