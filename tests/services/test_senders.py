"""An address is asked once a day whether what was sent with it is theirs, and only its link can say so."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from directory.models import OutgoingMail, Registration, RegistrationState, SenderLink
from directory.models.revision import one_step
from directory.services.senders import ask_sender, confirm_sent, find_sender, unconfirmed_of
from tests.database import everything
from tests.factories import make_registration, make_sender_link
from tests.registrations import sent_link

pytestmark = pytest.mark.django_db

EMAIL = "samordnare@example.se"


def make_unconfirmed(**values) -> Registration:
    return make_registration(state=RegistrationState.UNCONFIRMED, **values)


def token() -> str:
    return sent_link().split("/")[-2]


@pytest.fixture
def tomorrow(monkeypatch):
    """Let a number of days pass."""
    start, passed = timezone.now(), [0]
    monkeypatch.setattr(timezone, "now", lambda: start + datetime.timedelta(days=passed[0]))
    return lambda days=1: passed.__setitem__(0, passed[0] + days)


def test_address_asked_a_hundred_times_gets_one_mail_a_day(tomorrow):
    for _day in range(2):
        for _ in range(100):
            ask_sender(EMAIL, "sv")
        tomorrow()

    assert OutgoingMail.objects.filter(to=EMAIL).count() == 2


def test_sender_who_has_used_the_link_gets_another_for_what_is_sent_later_but_no_more_than_five_a_day():
    for _ in range(10):
        ask_sender(EMAIL, "sv")
        make_unconfirmed()
        confirm_sent(token(), unconfirmed_of(EMAIL).references)

    assert OutgoingMail.objects.count() == 5


def test_mail_is_in_the_senders_language_and_says_nothing_that_was_typed():
    make_unconfirmed(message="Köp billigt!")
    ask_sender(EMAIL, "en")
    mail = OutgoingMail.objects.get()

    assert mail.subject == "Confirm what you have sent to Nätverkskartan"
    assert "/en/confirm/" in mail.body
    assert "billigt" not in mail.body
    assert mail.is_for_receiver_alone


def test_looking_confirms_nothing_and_confirming_puts_what_was_chosen_in_the_queue():
    ours, not_ours, anothers = make_unconfirmed(), make_unconfirmed(), make_unconfirmed(sender_email="annan@example.se")
    make_sender_link("hemlig")
    before = everything()
    assert unconfirmed_of(find_sender("hemlig").email).references == [not_ours.reference, ours.reference]
    assert everything() == before

    assert confirm_sent("hemlig", [ours.reference, anothers.reference])

    assert Registration.objects.get(state=RegistrationState.WAITING) == ours
    assert Registration.objects.get(pk=ours.pk).confirmed_at
    assert not confirm_sent("hemlig", [not_ours.reference])
    assert Registration.objects.filter(state=RegistrationState.UNCONFIRMED).count() == 2


def test_link_confirms_within_seven_days(tomorrow):
    registration = make_unconfirmed()
    make_sender_link("hemlig")
    tomorrow(8)

    assert find_sender("hemlig") is None
    assert not confirm_sent("hemlig", [registration.reference])
    assert Registration.objects.get().state == RegistrationState.UNCONFIRMED


@pytest.mark.parametrize("state", [RegistrationState.SPAM, RegistrationState.DECLINED])
def test_what_the_curators_have_decided_is_not_put_back_by_its_link(state):
    registration = make_registration(state=state)
    make_sender_link("hemlig")

    confirm_sent("hemlig", [registration.reference])

    assert Registration.objects.get().state == state


@pytest.mark.django_db(transaction=True)
def test_asked_and_confirmed_ten_times_at_once_is_one_mail_and_one_confirmation():
    registration = make_unconfirmed()

    def at_once(work) -> list:
        start = threading.Barrier(10)

        def one(_number):
            try:
                start.wait()
                with one_step():
                    return work()
            finally:
                connection.close()

        with ThreadPoolExecutor(10) as pool:
            return list(pool.map(one, range(10)))

    at_once(lambda: ask_sender(EMAIL, "sv"))
    assert SenderLink.objects.count() == OutgoingMail.objects.count() == 1
    secret = token()
    assert sum(at_once(lambda: confirm_sent(secret, [registration.reference]))) == 1
