"""Interest is noted by anybody, counted once its address says so, withdrawn at any time; the curators are told once."""

import datetime
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from directory.finding import current_snapshot
from directory.models import Interest, InterestLink, OutgoingMail, Revision, Topic
from directory.services.interest import confirm_interest, find_interest, note_interest, withdraw_interest
from directory.services.receive import Sending, TooManySent
from tests.database import everything
from tests.factories import (
    make_agency_kind,
    make_county,
    make_focus_area,
    make_interest,
    make_interest_link,
    make_network,
    make_topic,
)

pytestmark = pytest.mark.django_db

SENDER = "192.0.2.1"


@pytest.fixture(autouse=True)
def area(db):
    return make_focus_area(slug="mat")


def note(area, *, email="anna@example.se", employer="Lunds kommun", sender=SENDER, trap="", language="sv", **parts):
    sending = Sending(sender=sender, trap=trap, seconds_spent=60)
    note_interest(focus_area=area, email=email, employer=employer, language=language, sending=sending, **parts)


def token(mail: OutgoingMail | None = None) -> str:
    """Return the token of a mail, the latest unless one is given."""
    return re.search(r"/(?:bekrafta|confirm)/([^/]+)/", (mail or OutgoingMail.objects.latest("pk")).body)[1]


def waiting() -> dict:
    return current_snapshot().waiting


@pytest.fixture
def tomorrow(monkeypatch):
    """Let a number of days pass."""
    start, passed = timezone.now(), [0]
    monkeypatch.setattr(timezone, "now", lambda: start + datetime.timedelta(days=passed[0]))
    return lambda days=1: passed.__setitem__(0, passed[0] + days)


def test_interest_counts_once_it_is_confirmed(area):
    note(area, county=make_county(), agency_kind=make_agency_kind())
    assert waiting() == {}

    interest = confirm_interest(token())
    assert (interest.email, interest.employer, interest.language) == ("anna@example.se", "Lunds kommun", "sv")
    assert waiting() == {("mat", "SE-M", "kommun"): 1}


def test_topics_are_counted_each_by_itself(area):
    county = make_county()
    for number, parts in enumerate(({}, {}, {"county": county})):
        note(area, email=f"nr{number}@example.se", **parts)
        confirm_interest(token())

    assert waiting() == {("mat", "", ""): 2, ("mat", "SE-M", ""): 1}


def test_number_that_changes_is_an_edition_and_asking_is_none(area):
    make_network()
    before = Revision.objects.get().number
    note(area)
    assert Revision.objects.get().number == before

    confirm_interest(token())
    assert Revision.objects.get().number == before + 1
    withdraw_interest(token())
    assert Revision.objects.get().number == before + 2
    assert waiting() == {}


def test_known_address_asked_again_shows_outside_in_nothing(area, tomorrow):
    """Neither an edition nor the number of mails tells whether an address was known."""
    note(area)
    confirm_interest(token())
    tomorrow()
    before = Revision.current()
    note(area)
    note(area, email="ny@example.se")

    assert Revision.current() == before
    assert sorted(OutgoingMail.objects.order_by("-pk").values_list("to", flat=True)[:2]) == ["anna@example.se", "ny@example.se"]


def test_one_mail_a_day_and_topic_however_often_asked(area, tomorrow):
    for _ in range(3):
        note(area)
    assert OutgoingMail.objects.count() == 1
    confirm_interest(token())
    note(area, sender="192.0.2.2")
    assert OutgoingMail.objects.count() == 1

    tomorrow()
    note(area)
    assert OutgoingMail.objects.count() == 2


def test_mail_of_another_topic_is_another_mail_up_to_five_a_day(area):
    for number in range(8):
        note(make_focus_area(slug=f"f{number}"), sender=f"192.0.2.{number}")

    assert OutgoingMail.objects.count() == 5


def test_mail_holds_links_and_topic_in_its_language_and_nothing_that_was_typed(area):
    note(area, employer="VINN PENGAR https://spam.example", language="en")
    mail = OutgoingMail.objects.get()

    assert mail.subject == "Confirm your interest: Mat"
    assert f"http://localhost:8000/en/interest/confirm/{token()}/" in mail.body
    assert f"http://localhost:8000/en/interest/withdraw/{token()}/" in mail.body
    assert "within 7 days" in mail.body
    assert "spam" not in mail.body
    assert "PENGAR" not in mail.body


def test_asking_again_changes_an_unconfirmed_interest_and_no_confirmed_one(area, tomorrow):
    note(area, employer="Lunds kommun")
    note(area, employer="Malmö stad")
    assert Interest.objects.get().employer == "Malmö stad"

    confirm_interest(token())
    tomorrow()
    note(area, employer="Någon annan")
    assert Interest.objects.get().employer == "Malmö stad"


def test_link_of_a_later_mail_renews_and_every_link_withdraws(area, tomorrow):
    note(area)
    first = token()
    confirm_interest(first)
    confirmed = Interest.objects.get().confirmed_at
    tomorrow(600)
    note(area)
    assert confirm_interest(token()).confirmed_at > confirmed

    assert find_interest(first).interest == Interest.objects.get()
    assert withdraw_interest(first) == Topic.objects.get()
    assert not Interest.objects.exists()
    assert not InterestLink.objects.exists()
    assert withdraw_interest(first) is None


def test_old_link_confirms_nothing_but_withdraws(area):
    make_interest_link("gammal", sent_at=timezone.now() - datetime.timedelta(days=8))

    assert confirm_interest("gammal") is None
    assert waiting() == {}
    assert withdraw_interest("gammal")


def test_trap_stores_nothing_and_writes_to_nobody(area):
    before = everything()
    note(area, trap="http://spam.example")

    assert everything() == before


def test_sixth_from_one_sender_is_refused_and_leaves_nothing(area):
    for number in range(5):
        note(area, email=f"nr{number}@example.se")
    before = everything()

    with pytest.raises(TooManySent):
        note(area, email="nr6@example.se")
    assert everything() == before


@override_settings(CURATOR_EMAIL="kurator@natverk.example")
def test_third_who_waits_tells_the_curators_once(area):
    for number in range(5):
        note(area, email=f"nr{number}@example.se", sender=f"192.0.2.{number}")
        confirm_interest(token())
        if number < 2:
            assert not OutgoingMail.objects.filter(to="kurator@natverk.example").exists()

    mail = OutgoingMail.objects.get(to="kurator@natverk.example")
    assert mail.subject == "3 väntar på ett nätverk: Mat"
    assert f"/admin/directory/interest/?topic={Topic.objects.get().pk}" in mail.body
    assert "example.se" not in mail.body
    assert Topic.objects.unattended().get() == Topic.objects.get()


@override_settings(CURATOR_EMAIL="kurator@natverk.example")
def test_who_leaves_and_comes_back_tells_the_curators_no_second_time(area):
    topic = make_topic(focus_area=area)
    for _ in range(2):
        make_interest(topic=topic)
    for sender in ("192.0.2.1", "192.0.2.2"):
        note(area, sender=sender)
        confirm_interest(token(OutgoingMail.objects.filter(to="anna@example.se").latest("pk")))
        withdraw_interest(token(OutgoingMail.objects.filter(to="anna@example.se").latest("pk")))

    assert OutgoingMail.objects.filter(to="kurator@natverk.example").count() == 1


def test_without_a_mailbox_the_curators_first_page_tells(area, admin_client):
    for number in range(3):
        note(area, email=f"nr{number}@example.se")
        confirm_interest(token())

    assert OutgoingMail.objects.count() == 3
    told = {one["said"]: one["count"] for one in admin_client.get("/en/admin/").context["waiting"]}
    assert told["topic has enough who wait to start a network"] == 1


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_ten_times_at_once_is_one_interest_and_one_mail(area):
    start = threading.Barrier(10)

    def send(number):
        try:
            start.wait()
            note(area, sender=f"192.0.2.{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(send, range(10)))

    assert Topic.objects.count() == Interest.objects.count() == OutgoingMail.objects.count() == 1
