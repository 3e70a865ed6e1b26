"""The pages for when something is wrong, in both languages: what they say, what they give back, what they need."""

import logging
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client

from directory.models import Registration
from directory.views.registrations import RegisterView
from tests.factories import make_focus_area
from tests.forms_in_pages import post_form, send
from tests.registrations import REGISTER, REGISTER_IN_ENGLISH, filled_in

pytestmark = pytest.mark.django_db

SAID = {
    "name": "Nätet <b>&amp; vännerna</b>",
    "purpose": "\n  Rad ett\n\nRad två",
    "message": "",
    "focus_areas": ["mat", "tjanster"],
    "kind": "forum",
    "kinship": "none",
}
SIGN_IN = {"login": "karin", "password": "hemligt"}


def raising(error):
    def fail(*args, **kwargs):
        raise error

    return fail


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def failing(monkeypatch):
    """Make the registration form fail with an error of our choice."""
    return lambda error: monkeypatch.setattr(RegisterView, "dispatch", raising(error))


@pytest.fixture
def no_database():
    """A database that answers nothing."""
    with connection.execute_wrapper(raising(OperationalError("the server is gone"))):
        yield


def too_many(client, address):
    for _one in range(5):
        send(client, address, filled_in())
    return send(client, address, filled_in())


def refused(client, address, failing, status):
    """Return the answer by which the site refuses something at the address."""
    make_focus_area(slug="mat")
    if status in (403, 500, 503):
        failing({403: PermissionDenied(), 500: ValueError("secret"), 503: OperationalError("secret")}[status])
    return {
        400: lambda: client.post(address, b"{}", content_type="application/json"),
        403: lambda: client.get(address),
        404: lambda: client.get(address + "finns-inte/"),
        405: lambda: client.put(address),
        413: lambda: send(client, address, {"purpose": "a" * 3_000_000}),
        414: lambda: client.get(address, {"q": "a" * 5000}),
        422: lambda: send(client, address, {}),
        429: lambda: too_many(client, address),
        500: lambda: send(client, address, filled_in()),
        503: lambda: send(client, address, filled_in()),
    }[status]()


@pytest.mark.parametrize("address", [REGISTER, REGISTER_IN_ENGLISH])
@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 414, 422, 429, 500, 503])
def test_refusal_is_a_page_in_its_language_with_one_heading_and_the_headers_of_every_page(client, failing, address, status):
    answer = refused(client, address, failing, status)
    html = answer.content.decode()

    assert answer.status_code == status
    assert f'<html lang="{"en" if address == REGISTER_IN_ENGLISH else "sv"}">' in html
    assert len(re.findall("<h1[ >]", html)) == 1
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    for inside in ("Traceback", "secret", "/work", ".py", "SELECT", "Exception"):
        assert inside not in html


@pytest.mark.parametrize("address", ["/natverk/", "/en/networks/", "/natverk/soi/", "/registrera/", "/logga-in/losenord/"])
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_silent_database_is_503_with_a_time_to_come_back(client, address, error):
    with connection.execute_wrapper(raising(error("the server is gone"))):
        answer = client.post(address, SIGN_IN) if address == "/logga-in/losenord/" else client.get(address)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"


def test_silent_database_behind_an_inner_middleware_is_503(client, no_database):
    client.cookies["sessionid"] = "a" * 32

    assert client.get("/admin/").status_code == 503


@pytest.mark.parametrize("address", ["/om/", "/tillganglighet/", "/en/privacy/", "/finns-inte/", "/registrera/tack/ABCD2345/"])
def test_page_that_needs_no_database_is_shown_without_one(client, no_database, address):
    assert client.get(address).status_code == (404 if "finns" in address else 200)


def test_other_errors_of_the_database_are_faults_of_ours(client, failing):
    failing(DatabaseError("secret"))

    assert client.get(REGISTER).status_code == 500


@pytest.mark.parametrize("error", [ValueError("a fault of ours"), OperationalError("the server is gone")])
def test_error_is_logged_once_with_its_cause(client, failing, caplog, error):
    failing(error)
    client.get(REGISTER)
    (entry,) = [entry for entry in caplog.records if entry.levelno >= logging.ERROR]

    assert entry.exc_info[1] is error


@pytest.mark.parametrize("status", [403, 500, 503])
def test_what_was_typed_comes_back_ready_to_be_sent_again(client, failing, status, monkeypatch):
    written = filled_in(**SAID)
    if status == 403:
        client = Client(enforce_csrf_checks=True)
    else:
        failing({500: ValueError(), 503: OperationalError()}[status])
    answer = send(client, REGISTER, written)
    form = post_form(answer)

    assert answer.status_code == status
    assert form.action == REGISTER
    csrf = form.values.pop("csrfmiddlewaretoken")
    assert form.values == {name: value if isinstance(value, list) else [value] for name, value in written.items()}

    monkeypatch.undo()
    for slug in ("mat", "tjanster"):
        make_focus_area(slug=slug)
    assert send(client, form.action, form.pressed() | {"csrfmiddlewaretoken": csrf}).status_code == 302
    assert str(Registration.objects.get().token) == written["token"]


def test_only_texts_of_what_was_typed_are_shown(client, failing):
    failing(ValueError())
    html = send(client, REGISTER, filled_in(**SAID)).content.decode()

    assert re.findall(r'<textarea[^>]* name="(\w+)"', html) == ["name", "purpose", "sender_email"]
    assert "&lt;b&gt;&amp;amp; vännerna&lt;/b&gt;" in html
    assert ">Nätverkets namn</label>" in html


@pytest.mark.parametrize("status", [403, 500])
def test_no_password_comes_back(client, failing, monkeypatch, status):
    secrets = SIGN_IN | {"new_password1": "hemligt", "csrfmiddlewaretoken": "hemligt"}
    if status == 500:
        failing(ValueError())
    html = send(client if status == 500 else Client(enforce_csrf_checks=True), REGISTER, secrets).content.decode()

    assert "karin" in html
    assert "hemligt" not in html


@pytest.mark.parametrize("status", [400, 404, 500])
def test_reader_without_a_form_gets_none(client, failing, status):
    if status == 500:
        failing(ValueError())
    address = {400: REGISTER, 404: "/finns-inte/", 500: REGISTER}[status]
    answer = client.get(address, headers={"host": "evil.example"} if status == 400 else {})

    assert answer.status_code == status
    assert 'method="post"' not in answer.content.decode()
    assert "evil.example" not in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("body", ["", "a=1&" * 1001, "purpose=%FF%ED%A0%80%00", "=&=&&", "csrfmiddlewaretoken=%00"])
def test_broken_form_without_its_protection_is_refused_and_explained(body):
    answer = Client(enforce_csrf_checks=True).post(REGISTER, body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == (400 if len(body) > 4000 else 403)
    assert answer.status_code == 400 or "kak" in answer.content.decode()


@pytest.mark.parametrize(
    "protection",
    [
        {},
        {"csrfmiddlewaretoken": ""},
        {"csrfmiddlewaretoken": "a" * 64},
        {"csrfmiddlewaretoken": "\x00"},
        {"csrfmiddlewaretoken": "å" * 32},
    ],
)
@pytest.mark.parametrize("cookies", [True, False])
def test_form_with_a_wrong_protection_keeps_its_text(protection, cookies):
    client = Client(enforce_csrf_checks=True)
    if cookies:
        client.get(REGISTER)
    answer = send(client, REGISTER, filled_in(purpose="En lång text") | protection)

    assert answer.status_code == 403
    assert "En lång text" in answer.content.decode()
    assert not Registration.objects.exists()


def test_form_from_another_site_keeps_its_text_and_is_not_taken_in(settings):
    client = Client(enforce_csrf_checks=True)
    form = post_form(client.get(REGISTER))
    answer = send(client, REGISTER, form.pressed("send", **filled_in()), headers={"origin": "https://evil.example"})

    assert answer.status_code == 403
    assert not Registration.objects.exists()
