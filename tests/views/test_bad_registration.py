"""Registrations that are hostile, doubled, hurried or interrupted: one row or none, and what was typed comes back."""

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils.html import escape

from directory.forms.registrations import RegistrationForm
from directory.models import EditorialState, Network, OutgoingMail, Registration, RegistrationState
from tests.factories import make_focus_area
from tests.forms_in_pages import post_form
from tests.linked.reading import BLOCK
from tests.registrations import REGISTER, confirm_all, filled_in

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

    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == ["unconfirmed", "unconfirmed", "spam"]


def test_look_alike_letters_are_pointed_out_to_the_curator():
    sent(name="\u0410dda upphandlingsnätverk")

    assert "skriftsystem" in Registration.objects.get().warnings


def test_sender_of_many_is_asked_to_wait_with_all_that_was_typed_and_others_are_not():
    for _ in range(MORE_THAN_ALLOWED):
        answer = sent(name="Det sista nätet", kinship="none")
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
    texts = ("purpose", "rhythm_note", "how_to_join", "origin", "message")
    written = {name: f"{name} {payload}" for name in texts} | {"name": f"Nät {payload}", "short_name": payload[:40]}
    form = filled_in(**written, member_names=f"Kommun {payload}", step="preview")
    preview = Client().post(REGISTER, form)
    returned = Client().post(REGISTER, form | {"step": "back"})
    refused = Client(raise_request_exception=False, enforce_csrf_checks=True).post(REGISTER, form)
    Client().post(REGISTER, form | {"step": "send"})
    registration = confirm_all(Client())
    in_queue = f"/admin/directory/registration/{registration.pk}/change/"
    queue = admin_client.get(in_queue)
    admin_client.post(in_queue, {"member_names": registration.member_names, "reply": "", "_publish": "1"})
    page, lists = registration.network.get_absolute_url(), ("/natverk/", "/organisationer/", "/admin/directory/network/")

    for answer in (preview, returned, refused, queue, Client().get(page), *(admin_client.get(one) for one in lists)):
        html, told = BLOCK.sub("", answer.content.decode()), "".join(BLOCK.findall(answer.content.decode()))
        assert escape(payload) in html
        assert escape(payload) == payload or payload not in html
        assert not set("<>&") & set(told)
    assert Client().get(page).content.decode().count(escape(payload)) > len(texts)


@pytest.mark.parametrize("name", [*RegistrationForm.base_fields])
def test_null_character_in_any_field_is_refused_there(name):
    several = name in ("focus_areas", "exchanges", "counties", "admits")
    answer = sent(**{name: ["mat", "\x00"] if several else "a\x00b"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert not Network.objects.exists()


@pytest.mark.parametrize(
    "answers",
    [
        {"name": "a" * 201},
        {"short_name": "a" * 41},
        {"purpose": "a" * 5001},
        {"rhythm_note": "a" * 1001},
        {"how_to_join": "a" * 2001},
        {"message": "å" * 2001},
        {"website": "https://example.se/" + "a" * 500},
        {"contact_email": "a" * 400 + "@example.se"},
        {"member_names": "\n".join(f"Kommun {number}" for number in range(301))},
        {"member_names": "a" * 201},
        {"founded_year": "99999"},
        {"founded_year": "-1"},
        {"in_person_per_year": "367"},
        {"online_per_year": "9" * 5000},
        {"hybrid_per_year": "1e309"},
        {"language": "de"},
        {"kind": "nonsense"},
        {"level": ["local", "nonsense"]},
        {"focus_areas": ["mat"] * 400 + ["nonsense"]},
        {"counties": "SE-\u0000"},
    ],
    ids=lambda answers: next(iter(answers)),
)
def test_answer_out_of_bounds_is_refused_at_its_field_and_comes_back(answers):
    answer = sent(**answers)
    ((name, value),) = answers.items()

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert name in ("focus_areas", "counties", "language", "kind", "level") or escape(value) in answer.content.decode()
    assert not Network.objects.exists()


@pytest.mark.parametrize(
    "name", ["name", "purpose", "website", "member_names", "sender_email", "focus_areas", "token", "started"]
)
def test_megabytes_in_a_field_are_refused_within_a_second(name):
    started = time.thread_time()
    answer = sent(**{name: "A\u030a" * 400_000})

    assert answer.status_code == 422 if name != "started" else answer.status_code in (302, 422)
    assert time.thread_time() - started < 1


@pytest.mark.parametrize("token", [[], "", "garbage", "\x00", "a" * 10_000, "{00000000-0000-0000-0000-00000000000g}"])
def test_form_without_its_mark_gets_a_new_one_and_keeps_its_text(token):
    refused = sent(name="Nätet utan märke", token=token)
    form = post_form(refused)

    assert refused.status_code == 422
    assert form.values["name"] == ["Nätet utan märke"]
    assert Client().post(form.action, form.pressed("send")).status_code == 302
    assert Registration.objects.count() == 1


def test_mark_of_somebody_elses_form_shows_nothing_of_theirs():
    theirs = filled_in(name="Deras nät", sender_email="de@example.se")
    Client().post(REGISTER, theirs)
    thanked = Client().post(REGISTER, filled_in(token=theirs["token"], name="Vårt nät"), follow=True)

    assert thanked.status_code == 200
    assert "Deras" not in thanked.content.decode()
    assert "de@example.se" not in thanked.content.decode()
    assert Network.objects.get().name == "Deras nät"


def test_form_left_open_overnight_can_still_be_sent():
    client = Client(enforce_csrf_checks=True)
    page = client.get(REGISTER)
    assert page.cookies["csrftoken"]["max-age"] == ""
    form = post_form(page).pressed("send", **filled_in(started=str(int(time.time()) - 13 * 3600)))

    assert client.post(REGISTER, form).status_code == 302
    assert Registration.objects.get().state == RegistrationState.UNCONFIRMED


def test_clock_that_was_set_back_makes_nobody_a_machine():
    sent(started=str(int(time.time()) + 3600))

    assert Registration.objects.get().state == RegistrationState.UNCONFIRMED


def test_refused_answers_looks_and_repeats_do_not_count_as_sent():
    form = filled_in()
    for _ in range(3 * MORE_THAN_ALLOWED):
        sent(name="")
        sent(step="preview")
        Client().post(REGISTER, form)

    assert sent().status_code == 302


def test_mail_address_cannot_add_a_header():
    assert sent(sender_email="a@example.se\r\nBcc: b@example.se").status_code == 422
    assert not Registration.objects.exists()


def test_network_of_a_name_that_begins_as_a_formula_is_shown_as_typed():
    sent(name="=cmd|' /C calc'!A0")

    assert Network.objects.get().name == "=cmd|' /C calc'!A0"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("one_token", "rows"), [(True, 1), (False, 20)])
def test_twenty_at_once_are_as_many_rows_as_forms(settings, one_token, rows):
    token, start = str(uuid.uuid4()), threading.Barrier(20)

    def send(number: int) -> str:
        try:
            start.wait()
            answers = (
                {"token": token}
                if one_token
                else {"kinship": "none", "purpose": f"Text {number}", "sender_email": f"a{number}@example.se"}
            )
            return Client(REMOTE_ADDR=f"192.0.2.{number}").post(REGISTER, filled_in(name="Samma namn", **answers)).url
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        thanks = list(pool.map(send, range(20)))

    assert Registration.objects.count() == Network.objects.count() == len(set(thanks)) == rows


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_written", [True, False])
def test_commit_of_unknown_outcome_gives_back_a_form_that_is_one_row_when_sent_again(monkeypatch, is_written):
    client, commit = Client(raise_request_exception=False), connection.commit

    def lost():
        if is_written:
            commit()
        raise OperationalError("the connection was lost")

    monkeypatch.setattr(connection, "commit", lost)
    returned = client.post(REGISTER, filled_in(name="Det ovissa nätet"))
    monkeypatch.undo()
    connection.close()

    assert returned.status_code == 503
    assert Registration.objects.count() == Network.objects.count() == int(is_written)
    form = post_form(returned)
    assert "/registrera/tack/" in client.post(form.action, form.pressed()).url
    assert Registration.objects.count() == Network.objects.count() == 1
