"""Signing in by a code in a mail, by password and second factor, and what is refused."""

import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation

from directory.models import OutgoingMail
from tests.factories import make_user
from tests.html import faults
from tests.views.test_pages import ACCOUNT_PAGES

pytestmark = pytest.mark.django_db
EMAIL = "samordnare@example.se"
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "directory"
PASSWORD = "korrekt häst batteri"


def address(name: str, language: str = "sv", **query) -> str:
    with translation.override(language):
        return reverse(name, query=query)


def ask(client, email=EMAIL, language="sv", **query):
    return client.post(address("account_request_login_code", language, **query), {"email": email, **query})


def code_in_the_mail() -> str:
    return re.search(r"^([A-Z0-9-]{6,})$", OutgoingMail.objects.latest("pk").body, re.MULTILINE).group(1)


def sign_in(client, email=EMAIL, **query):
    ask(client, email, **query)
    return client.post(address("account_confirm_login_code", **query), {"code": code_in_the_mail(), **query})


def is_signed_in(client) -> bool:
    return client.get(address("account_logout")).status_code == 200


def by_password(client, name="kurator", password=PASSWORD, **query):
    return client.post(address("account_login", **query), {"login": name, "password": password, **query})


@pytest.fixture
def curator():
    return User.objects.create_user("kurator", "kurator@example.se", PASSWORD, is_staff=True, is_superuser=True)


def digits(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def secret(curator):
    """The secret of the curator's app."""
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(curator, secret)
    return secret


@pytest.mark.parametrize("language", ["sv", "en"])
def test_whoever_reads_an_address_signs_in_with_it(client, language):
    asked = ask(client, "Samordnare@Example.se", language)
    assert asked.url == address("account_confirm_login_code", language)
    page = client.get(asked.url).content.decode()
    assert EMAIL in page

    answer = client.post(asked.url, {"code": code_in_the_mail()})

    assert answer.status_code == 302
    assert is_signed_in(client)
    assert User.objects.get().email == EMAIL
    assert not User.objects.get().has_usable_password()


def test_mail_is_in_the_language_of_the_page_and_for_its_reader_alone(client):
    for language, words in (("sv", "Din kod"), ("en", "Your code")):
        ask(Client(), f"{language}@example.se", language)
        mail = OutgoingMail.objects.latest("pk")
        assert words in mail.body
        assert mail.is_for_receiver_alone
        assert mail.subject.startswith(code_in_the_mail())


def test_code_is_typed_as_it_is_read(client):
    ask(client)

    answer = client.post(address("account_confirm_login_code"), {"code": f" {code_in_the_mail().lower().replace('-', ' ')} "})

    assert answer.status_code == 302
    assert is_signed_in(client)


def test_known_and_unknown_addresses_are_answered_alike(client):
    make_user(email="kand@example.se")

    answers = [ask(Client(), email) for email in ("kand@example.se", "okand@example.se")]

    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert OutgoingMail.objects.count() == 2
    assert len({re.sub(r"[A-Z0-9-]{6,}", "", mail.body) for mail in OutgoingMail.objects.all()}) == 1


def test_known_and_unknown_addresses_take_the_same_time(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    for number in range(100):
        make_user(email=f"kand{number}@example.se")

    took = {"kand": [], "okand": []}
    for number in range(100):
        for kind, times in took.items():
            started = time.perf_counter()
            ask(Client(), f"{kind}{number}@example.se")
            times.append(time.perf_counter() - started)

    assert abs(statistics.median(took["kand"]) - statistics.median(took["okand"])) < 0.010


def test_session_gets_a_new_id(client):
    ask(client)
    before = client.session.session_key
    client.post(address("account_confirm_login_code"), {"code": code_in_the_mail()})

    assert client.session.session_key != before


def test_code_is_good_once(client):
    ask(client)
    code = code_in_the_mail()
    other = Client()
    other.cookies = client.cookies.copy()
    client.post(address("account_confirm_login_code"), {"code": code})

    assert other.post(address("account_confirm_login_code"), {"code": code}).url == address("account_request_login_code")


def test_code_is_good_for_fifteen_minutes(client, monkeypatch):
    ask(client)
    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr(time, "time", lambda: later)

    client.post(address("account_confirm_login_code"), {"code": code_in_the_mail()})

    assert not is_signed_in(client)


def test_three_wrong_codes_use_it_up(client):
    ask(client)
    statuses = [client.post(address("account_confirm_login_code"), {"code": "fel"}).status_code for _ in range(3)]
    client.post(address("account_confirm_login_code"), {"code": code_in_the_mail()})

    assert statuses == [422, 422, 302]
    assert not is_signed_in(client)


def test_address_has_nine_guesses_an_hour_from_however_many_networks(client):
    guesses, statuses = 0, []
    for number in range(100):
        guesser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        answer = ask(guesser)
        statuses.append(answer.status_code)
        while answer.status_code == 302 and guesser.post(answer.url, {"code": "fel"}).status_code == 422:
            guesses += 1
        guesses += answer.status_code == 302

    assert guesses <= 10
    assert statuses == [302] * 3 + [429] * 97
    assert OutgoingMail.objects.count() == 3


def test_too_many_tries_say_when_to_come_back_and_keep_what_was_typed(client):
    for _ in range(3):
        ask(Client())
    answer = ask(client)

    assert answer.status_code == 429
    assert answer["Retry-After"] == "600"
    assert EMAIL in answer.content.decode()


def test_whoever_is_signed_in_stays_so_while_others_guess(client):
    sign_in(client)
    for number in range(20):
        ask(Client(REMOTE_ADDR=f"192.0.2.{number}"))

    assert is_signed_in(client)


@pytest.mark.parametrize("wrong", ["", "inte en adress", "a@b\r\nBcc: c@d.se", "x" * 400 + "@example.se", "\0@example.se"])
def test_wrong_address_is_told_at_its_field(client, wrong):
    answer = ask(client, wrong)

    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)", "https://evil.example/"]
)
def test_next_leads_to_our_own_pages_only(client, elsewhere):
    assert sign_in(client, next=elsewhere).url == "/mina-natverk/"


def test_next_leads_back_to_where_it_was_asked_for(client):
    assert sign_in(client, next="/moten/").url == "/moten/"


@pytest.mark.parametrize("cookie", ["x", "a" * 32, "\0", "../../etc", "å" * 20])
def test_forged_session_is_no_session(client, cookie):
    client.cookies["sessionid"] = cookie.encode("latin-1", "ignore").decode("latin-1")

    assert client.get(address("account_logout")).status_code == 302


def test_signing_out_takes_a_press(client):
    sign_in(client)
    client.get(address("account_logout"))
    assert is_signed_in(client)

    assert client.post(address("account_logout")).status_code == 302
    assert not is_signed_in(client)


def test_reading_sets_no_cookie(client):
    for page in ("directory:home", "directory:network-list", "directory:meeting-list"):
        assert not client.get(address(page)).cookies


def test_inactive_user_does_not_sign_in(client):
    make_user(email=EMAIL, is_active=False)
    sign_in(client)

    assert not is_signed_in(client)


@pytest.mark.parametrize("gone", ["signup", "password/reset", "email", "login", "social/connections"])
def test_nothing_else_of_allauth_is_there(client, gone):
    assert client.get(f"/{gone}/").status_code == 404
    assert client.get(f"/accounts/{gone}/").status_code == 404


@pytest.mark.second_factor
def test_admin_leads_from_password_to_setting_up_a_factor_and_in(client, curator):
    asked = client.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0] == address("account_login", next="/admin/")

    assert by_password(client, next="/admin/").url == "/admin/"
    setting_up = client.get("/admin/", follow=True)
    assert setting_up.redirect_chain[-1][0] == address("mfa_activate_totp")
    key = re.search(r'class="key">(\w+)<', setting_up.content.decode()).group(1)
    wrong = client.post(address("mfa_activate_totp"), {"code": "000000"})
    assert wrong.status_code == 422
    codes = client.post(address("mfa_activate_totp"), {"code": digits(key)}, follow=True)

    assert codes.redirect_chain[-1][0] == address("mfa_view_recovery_codes")
    assert codes.content.decode().count("<li><code>") == 10
    assert client.get("/admin/").status_code == 200


@pytest.mark.second_factor
def test_second_time_the_factor_is_asked_for(client, secret):
    first = by_password(client, next="/admin/")
    assert first.url.startswith(address("mfa_authenticate"))
    assert not is_signed_in(client)
    assert client.post(first.url, {"code": "000000"}).status_code == 422

    answer = client.post(first.url, {"code": digits(secret)})

    assert answer.url == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.second_factor
def test_signing_in_by_mail_asks_for_the_factor_too(client, curator, secret):
    answer = sign_in(client, curator.email)

    assert answer.url.startswith(address("mfa_authenticate"))
    assert not is_signed_in(client)


@pytest.mark.second_factor
def test_factor_has_few_guesses(client, secret):
    by_password(client)
    statuses = [client.post(address("mfa_authenticate"), {"code": "000000"}).status_code for _ in range(7)]

    assert statuses == [422] * 5 + [429] * 2


def test_secret_does_not_stand_in_the_database(curator, secret):
    assert secret not in str(Authenticator.objects.values_list("data", flat=True).get())


@pytest.mark.second_factor
def test_user_who_is_not_staff_is_refused_plainly(client):
    client.force_login(make_user())

    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("headers", [{}, {"X-Forwarded-For": "203.0.113.{n}"}])
def test_sixth_wrong_password_is_refused_wherever_it_comes_from(client, curator, headers):
    statuses = []
    for number in range(8):
        guesser = Client(REMOTE_ADDR="192.0.2.1" if headers else f"192.0.2.{number}")
        sent = {name: value.format(n=number) for name, value in headers.items()}
        statuses.append(guesser.post(address("account_login"), {"login": "kurator", "password": "fel"}, headers=sent).status_code)

    assert statuses == [422] * 5 + [429] * 3


@pytest.mark.parametrize("name", ["\0", "kurator\0", "å" * 5_000])
def test_nonsense_for_a_name_is_answered(client, curator, name):
    assert by_password(client, name).status_code == 422


def test_huge_password_is_answered_at_once(client, curator):
    started = time.perf_counter()
    answer = by_password(client, password="x" * 1_000_000)

    assert answer.status_code in (413, 422)
    assert time.perf_counter() - started < 0.3


def test_unknown_and_known_names_with_wrong_passwords_look_the_same(client, curator):
    pages = [by_password(client, name, "fel").content.decode() for name in ("kurator", "nobody!")]
    told = [re.sub(r'value="[^"]*"', "", page) for page in pages]

    assert told[0] == told[1]


def test_new_password_ends_other_sessions(client, curator):
    other = Client()
    other.force_login(curator)
    curator.set_password("ett annat lösenord")
    curator.save()

    assert not is_signed_in(other)


def test_lost_factor_is_removed_by_another_administrator(admin_client, curator, secret):
    factor = Authenticator.objects.get(user=curator)

    listed = admin_client.get(reverse("admin:mfa_authenticator_changelist")).content.decode()
    assert "kurator" in listed
    admin_client.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})

    assert not Authenticator.objects.filter(user=curator).exists()


def test_public_site_cannot_do_without():
    public = {"SITE_URL": "https://natverk.example", "SECRET_KEY": "x" * 60, "SECOND_FACTOR": "no"}
    told = subprocess.run(
        [sys.executable, "manage.py", "check"], env=os.environ | public, capture_output=True, text=True, check=False
    )

    assert told.returncode != 0
    assert "second factor" in told.stderr.splitlines()[-1]


@pytest.mark.second_factor
def test_hour_old_sign_in_asks_for_another_before_a_factor_is_added(client, curator, monkeypatch):
    by_password(client)
    assert client.get(address("mfa_activate_totp")).status_code == 200
    later = time.time() + 3_601
    monkeypatch.setattr(time, "time", lambda: later)

    asked = client.get(address("mfa_activate_totp"), follow=True)
    again = client.post(asked.redirect_chain[-1][0], {"next": address("mfa_activate_totp")})

    assert "Logga in igen" in asked.content.decode()
    assert again.url == address("account_login", next=address("mfa_activate_totp"))
    assert not is_signed_in(client)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_is_right_html_and_kept_by_nobody(client, curator, language, tmp_path):
    pages = [ask(Client(), "fel", language), client.get(address("account_login", language))]
    waiting = Client()
    pages += [waiting.get(ask(waiting, "nagon@example.se", language).url)]
    by_password(client)
    names = ("account_reauthenticate", "account_logout", "mfa_add_webauthn", "mfa_activate_totp", "mfa_index")
    pages += [client.get(address(name, language)) for name in names]
    TOTP.activate(curator, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(curator)
    pages += [
        client.get(address(name, language)) for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_index")
    ]
    asked = Client()
    pages += [asked.get(by_password(asked).url)]

    rendered = {template.name for page in pages for template in page.templates}
    own = {file.name for prefix in ACCOUNT_PAGES for file in TEMPLATES.glob(f"{prefix}*.html")}
    assert {f"directory/{name}" for name in own} <= rendered
    assert faults({str(number): page.content.decode() for number, page in enumerate(pages)}, tmp_path) == []
    assert all("Cookie" in page["Vary"] for page in pages)


def test_whoever_mistyped_the_address_asks_again(client):
    ask(client, "fel@example.se")
    ask(client)
    assert OutgoingMail.objects.latest("pk").to == EMAIL

    client.post(address("account_confirm_login_code"), {"code": code_in_the_mail()})
    assert is_signed_in(client)
