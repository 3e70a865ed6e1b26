"""Registrations that are hostile, doubled, hurried or interrupted: one row or none, and what was typed comes back."""

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from django.test import Client

from directory.models import EditorialState, Network, OutgoingMail, Registration, RegistrationState
from tests.factories import make_focus_area
from tests.registrations import REGISTER, filled_in

PAYLOADS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{7*7}}{% now 'Y' %}", "${7*7}", "<!--#exec cmd='ls'-->",
    "'\"><svg onload=alert(1)>", "**fet** [länk](javascript:alert(1))", "]]><b>", "=HYPERLINK(\"x\")",
]  # fmt: skip
MORE_THAN_ALLOWED = 6


@pytest.fixture(autouse=True)
def _area(db):
    make_focus_area(slug="mat")


def sent(**answers):
    return Client().post(REGISTER, filled_in(**answers))


@pytest.mark.parametrize(
    "answers",
    [
        {"homepage": "http://spam.example"},
        {"started": "now"},
        {"message": " ".join(f"https://spam{number}.example" for number in range(6))},
    ],
    ids=["hidden field filled in", "too quick", "many links"],
)
def test_spam_is_thanked_and_kept_apart_without_a_mail(answers):
    answer = sent(**{name: str(int(time.time())) if value == "now" else value for name, value in answers.items()})

    assert "/registrera/tack/" in answer.url
    assert Registration.objects.get().state == RegistrationState.SPAM
    assert Network.objects.get().editorial_state == EditorialState.DECLINED
    assert not OutgoingMail.objects.exists()


def test_same_text_a_third_time_is_spam():
    purpose = "Samma text varje gång."
    for number in range(3):
        sent(purpose=purpose, name=f"Nät {number}", sender_email=f"a{number}@example.se")

    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == ["waiting", "waiting", "spam"]


def test_look_alike_letters_are_pointed_out_to_the_curator():
    sent(name="\u0410dda upphandlingsnätverk")

    assert "skriftsystem" in Registration.objects.get().warnings


def test_sender_of_many_is_asked_to_wait_with_all_that_was_typed_and_others_are_not():
    for _ in range(MORE_THAN_ALLOWED):
        answer = sent(name="Det sista nätet", not_a_duplicate="on")
    other = Client(REMOTE_ADDR="192.0.2.7").post(REGISTER, filled_in())

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Det sista nätet" in answer.content.decode()
    assert Registration.objects.count() == MORE_THAN_ALLOWED
    assert "/registrera/tack/" in other.url


def test_limit_does_not_believe_who_says_to_be_another():
    answers = [Client(headers={"X-Forwarded-For": f"192.0.2.{n}"}).post(REGISTER, filled_in()) for n in range(MORE_THAN_ALLOWED)]

    assert answers[-1].status_code == 429


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_is_shown_as_typed_everywhere(admin_client, payload):
    texts = ("short_name", "purpose", "rhythm_note", "how_to_join", "origin", "message")
    written = {name: f"{payload} {uuid.uuid4().hex[:6]}" for name in texts} | {"short_name": payload[:40]}
    sent(name=f"Nät {payload}", member_names=f"Kommun {payload}", **written)
    network = Network.objects.get()
    registration = Registration.objects.get()
    queue = admin_client.get(f"/admin/directory/registration/{registration.pk}/change/")
    admin_client.post(
        f"/admin/directory/registration/{registration.pk}/change/", {"member_names": "", "reply": "", "_publish": "1"}
    )

    for answer in (
        queue,
        Client().get(f"/natverk/{network.slug}/"),
        Client().get("/natverk/"),
        admin_client.get("/admin/directory/network/"),
    ):
        assert answer.status_code == 200
        assert payload not in answer.content.decode() or "<" not in payload


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("one_token", "rows"), [(True, 1), (False, 20)])
def test_twenty_at_once_are_as_many_rows_as_forms(settings, one_token, rows):
    token, start = str(uuid.uuid4()), threading.Barrier(20)

    def send(number: int) -> str:
        try:
            start.wait()
            answers = {"token": token} if one_token else {"not_a_duplicate": "on", "purpose": f"Text {number}"}
            return Client(REMOTE_ADDR=f"192.0.2.{number}").post(REGISTER, filled_in(name="Samma namn", **answers)).url
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        thanks = list(pool.map(send, range(20)))

    assert Registration.objects.count() == Network.objects.count() == len(set(thanks)) == rows


@pytest.mark.django_db(transaction=True)
def test_every_statement_may_fail_and_nothing_is_half_written():
    """Fail at the first, second … statement until the registration passes clean: each time all or nothing, and all typed back."""
    client, form = Client(raise_request_exception=False), filled_in(name="Det avbrutna nätet")
    failures = 0
    while (answer := _post_failing_at(client, form, failures)).status_code == 503:
        assert "Det avbrutna nätet" in answer.content.decode()
        assert not Network.objects.exists()
        assert not Registration.objects.exists()
        failures += 1

    assert failures > 10
    assert "/registrera/tack/" in answer.url
    assert Registration.objects.count() == Network.objects.count() == 1


def _post_failing_at(client, form: dict, place: int):
    asked = iter(range(10**6))

    def fail(execute, sql, params, many, context):
        if next(asked) == place:
            raise OperationalError("the database went away")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        return client.post(REGISTER, form)
