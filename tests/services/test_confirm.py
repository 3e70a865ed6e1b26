"""A link in a mail: unguessable, known by its hash only, used once and in time."""

import datetime
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from directory.models import InterestLink, OutgoingMail
from directory.services.confirm import find_link, send_link, use_link
from tests.factories import make_interest, make_interest_link, make_topic

pytestmark = pytest.mark.django_db

LINKS = InterestLink.objects


def sent() -> str:
    """Send a link and return the token in its mail."""
    interest = make_interest(confirmed_at=None)
    send_link(InterestLink(interest=interest), "confirm_interest", to=interest.email, subject="Hej", topic=interest.topic, days=7)
    return re.search(r"/bekrafta/([^/]+)/", OutgoingMail.objects.latest("pk").body)[1]


def test_token_stands_in_the_mail_alone():
    token = sent()

    assert len(token) >= 43
    assert token not in str(list(LINKS.values()))
    assert find_link(LINKS, token) == LINKS.get()
    assert OutgoingMail.objects.get().is_for_receiver_alone


def test_no_two_tokens_are_alike():
    assert len({sent() for _ in range(20)}) == 20


def test_looking_uses_nothing_up_and_using_does():
    token = sent()
    assert find_link(LINKS, token).is_usable
    assert find_link(LINKS, token).is_usable

    assert use_link(LINKS, token) == LINKS.get()
    assert use_link(LINKS, token) is None
    assert not find_link(LINKS, token).is_usable


@pytest.mark.parametrize(("days", "is_usable"), [(6.9, True), (7.1, False)])
def test_link_is_used_within_seven_days(days, is_usable):
    make_interest_link("hemlig", sent_at=timezone.now() - datetime.timedelta(days=days))

    assert find_link(LINKS, "hemlig").is_usable is is_usable
    assert bool(use_link(LINKS, "hemlig")) is is_usable


@pytest.mark.parametrize("token", ["", "hemlig ", "HEMLIG", "\x00", "a" * 10_000, "%", "å"])
def test_other_tokens_are_no_link(token):
    make_interest_link("hemlig")

    assert find_link(LINKS, token) is None
    assert use_link(LINKS, token) is None


def test_hash_is_no_token():
    assert find_link(LINKS, make_interest_link("hemlig").token_hash) is None


@pytest.mark.django_db(transaction=True)
def test_of_ten_at_once_one_uses_the_link():
    make_topic()
    make_interest_link("hemlig")
    start = threading.Barrier(10)

    def use(_number):
        try:
            start.wait()
            with transaction.atomic():
                return bool(use_link(LINKS, "hemlig"))
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(use, range(10))) == 1
