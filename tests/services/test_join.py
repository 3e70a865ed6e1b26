"""Asking to join: confirmed by the sender, answered by the coordinators, its state seen by a link, and no account needed."""

import datetime
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from directory.models import JoinLink, JoinRequest, OutgoingMail
from directory.services.forget import forget_what_is_old
from tests.factories import make_coordinator, make_network
from tests.forms_in_pages import post_form, send
from tests.html import faults

pytestmark = pytest.mark.django_db
JOIN, ANSWER = "/natverk/natet/ga-med/", "/natverk/natet/ansokningar/"


@pytest.fixture
def own():
    network = make_network(name="Nätet", slug="natet", join_questions="Vad köper ni mest?\nHar ni varit med förut?")
    return make_coordinator(network=network)


def ask(client, **answers):
    told = {"organisation": "Lunds kommun", "sender_email": "anna@example.se", "answer_0": "Mat", "answer_1": "Nej"}
    form = post_form(client.get(JOIN))
    form.values["started"] = ["0"]
    return send(client, JOIN, form.values | told | answers)


def mailed(word: str) -> str:
    """Send what waits and return the path of the link that holds a word, in the latest mail that has one."""
    call_command("work", "--once")
    return next(found[1] for one in reversed(mail.outbox) if (found := re.search(rf"(/{word}/\S+/)", one.body)))


def confirmed(client) -> JoinRequest:
    ask(client)
    asked = JoinRequest.objects.get()
    client.post(mailed("bekrafta"), {"sent": [asked.reference]})
    asked.refresh_from_db()
    return asked


def test_request_is_asked_confirmed_answered_and_its_state_seen(client, own, tmp_path):
    assert "Be om att få gå med" in client.get("/natverk/natet/").content.decode()
    form = client.get(JOIN).content.decode()
    assert "Vad köper ni mest?" in form
    page = ask(client, message="Vi vill dela avtal.").content.decode()
    assert "En sak återstår" in page
    assert not OutgoingMail.objects.filter(to=own.user.email).exists()

    asked = JoinRequest.objects.get()
    confirming = mailed("bekrafta")
    assert "En ansökan:" in client.get(confirming).content.decode()
    client.post(confirming, {"sent": [asked.reference]})
    state = mailed("ansokan")
    waiting = client.get(state).content.decode()
    assert "Den väntar på svar." in waiting
    assert any(one.to == [own.user.email] and "vill gå med" in one.subject for one in mail.outbox)

    client.force_login(own.user)
    assert "1 organisation vill gå med." in client.get("/mina-natverk/").content.decode()
    queue = client.get(ANSWER).content.decode()
    for told in ("Lunds kommun", "anna@example.se", "Vad köper ni mest?", "Mat", "Vi vill dela avtal."):
        assert told in queue
    client.post(ANSWER, {"asked": asked.reference, "step": "accept", "reply": "Vi ses den 3 mars."})
    call_command("work", "--once")
    assert mail.outbox[-1].to == ["anna@example.se"]
    assert "Vi ses den 3 mars." in mail.outbox[-1].body
    answered = client.get(state).content.decode()
    assert "Du är välkommen att gå med." in answered
    assert faults({"join": form, "sent": page, "waiting": waiting, "answered": answered, "queue": queue}, tmp_path) == []


def test_nobody_is_declined_without_a_word(client, own):
    asked = confirmed(client)
    client.force_login(own.user)

    answer = client.post(ANSWER, {"asked": asked.reference, "step": "decline", "reply": " "})
    assert answer.status_code == 422
    assert "Berätta varför för avsändaren." in answer.content.decode()
    client.post(ANSWER, {"asked": asked.reference, "step": "decline", "reply": "Vi är fulla."})
    assert JoinRequest.objects.get().state == "declined"
    again = client.post(ANSWER, {"asked": asked.reference, "step": "accept", "reply": ""})
    assert "redan besvarad" in again.content.decode() or again.status_code == 422


def test_network_without_a_coordinator_says_so_and_invites_one(client):
    make_network(name="Nätet", slug="natet")

    page = client.get(JOIN).content.decode()
    assert "Ingen samordnar nätverket på kartan" in page
    assert "/natverk/natet/samordna/" in page
    assert client.post(JOIN, {"organisation": "Lund"}).status_code == 422
    assert "Be om att få gå med" not in client.get("/natverk/natet/").content.decode()
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("values", [{"life": "ended"}, {"openness": "closed"}])
def test_network_that_takes_no_new_members_cannot_be_asked(client, values):
    make_coordinator(network=make_network(slug="natet", **values))

    assert "Be om att få gå med</a>" not in client.get("/natverk/natet/").content.decode()
    assert client.post(JOIN, {"organisation": "Lund"}).status_code == 422


@pytest.mark.parametrize(
    "answers",
    [
        {"organisation": ""},
        {"sender_email": "anna"},
        {"answer_1": ""},
        {"organisation": "a\x00b"},
        {"message": "x" * 1_001},
        {"organisation": "\u200b"},
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_comes_back(client, own, answers):
    answer = ask(client, **{"answer_0": "Mest mat och måltider"} | answers)

    assert answer.status_code == 422
    assert "Mest mat och måltider" in answer.content.decode()
    assert not JoinRequest.objects.exists()


def test_asked_twice_it_is_one_request_with_the_new_words_and_one_mail(client, own):
    ask(client)
    ask(client, answer_0="Fika")

    assert JoinRequest.objects.get().answers[0] == ["Vad köper ni mest?", "Fika"]
    assert OutgoingMail.objects.count() == 1
    asked = JoinRequest.objects.get()
    client.post(mailed("bekrafta"), {"sent": [asked.reference]})
    ask(client, answer_0="Något annat")
    assert JoinRequest.objects.get().answers[0][1] == "Fika"


def test_machines_are_thanked_and_nothing_is_kept(client, own):
    assert "En sak återstår" in ask(client, homepage="https://spam.example").content.decode()
    assert not JoinRequest.objects.exists()


def test_requests_of_another_network_are_not_answered_here(client, own):
    asked = confirmed(client)
    other = make_coordinator(network=make_network(slug="annat"))
    client.force_login(other.user)

    assert client.post("/natverk/annat/ansokningar/", {"asked": asked.reference, "step": "accept"}).status_code == 404
    assert client.get(ANSWER).status_code == 404
    assert client.get("/ansokan/" + "x" * 43 + "/").status_code == 404


@pytest.mark.parametrize(
    ("state", "received", "decided", "kept"),
    [("unconfirmed", 8, None, 0), ("unconfirmed", 6, None, 1), ("waiting", 900, None, 1), ("accepted", 900, 366, 0),
     ("accepted", 900, 364, 1), ("declined", 900, 91, 0), ("declined", 900, 89, 1)],
)  # fmt: skip
def test_request_is_kept_for_its_time(own, state, received, decided, kept):
    now = timezone.now()
    asked = JoinRequest.objects.create(
        network=own.network, organisation="Lund", sender_email="a@example.se", language="sv", state=state,
        decided_at=decided and now - datetime.timedelta(days=decided),
    )  # fmt: skip
    JoinLink.objects.create(join_request=asked, token_hash="a", sent_at=now)
    JoinRequest.objects.update(received_at=now - datetime.timedelta(days=received))
    forget_what_is_old(now)

    assert (JoinRequest.objects.count(), JoinLink.objects.count()) == (kept, kept)
