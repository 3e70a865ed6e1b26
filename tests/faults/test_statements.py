"""Whatever the public writes is written whole or not at all, wherever the database fails, and what was typed comes back."""

import pytest

from directory.models import Correction, Draft, Interest, OutgoingMail, Registration, RegistrationState
from tests.corrections import told
from tests.factories import (
    make_correction,
    make_draft,
    make_draft_link,
    make_focus_area,
    make_interest_link,
    make_network,
    make_registration,
    make_sender_link,
    make_topic,
)
from tests.faults.statements import fails_whole_at_each_statement
from tests.interests import NOTE, noted
from tests.registrations import REGISTER, REGISTER_IN_ENGLISH, filled_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def area(db):
    return make_focus_area(slug="mat")


@pytest.mark.parametrize("address", [REGISTER, REGISTER_IN_ENGLISH])
def test_registration(address):
    form = filled_in(name="Det avbrutna nätet", member_names="Lunds kommun", in_person_per_year="2")
    answer, statements = fails_whole_at_each_statement(address, form)

    assert statements > 20
    assert "/tack/" in answer.url or "/thanks/" in answer.url
    assert Registration.objects.count() == OutgoingMail.objects.count() == 1


def test_registration_of_what_was_saved():
    form = filled_in()
    make_draft(token=form["token"])
    fails_whole_at_each_statement(REGISTER, form)

    assert Registration.objects.count() == 1
    assert not Draft.objects.exists()


def test_saving_for_later():
    answer, statements = fails_whole_at_each_statement(REGISTER, filled_in(step="save", name="Det halva nätet", website="nej"))

    assert statements > 5
    assert answer.url == "/registrera/sparat/"
    assert Draft.objects.count() == OutgoingMail.objects.count() == 1


def test_erasing_what_was_saved():
    make_draft_link("hemlig")
    fails_whole_at_each_statement("/registrera/fortsatt/hemlig/", {"erase": make_draft().reference})

    assert not Draft.objects.exists()


def test_confirming_what_was_sent(admin_user):
    registration = make_registration(state=RegistrationState.UNCONFIRMED)
    correction = make_correction(
        sender_email="samordnare@example.se", state="done", decided_at=registration.received_at, reply="Tack!"
    )
    make_sender_link("hemlig")
    _answer, statements = fails_whole_at_each_statement(
        "/bekrafta/hemlig/", {"sent": [registration.reference, correction.reference]}
    )

    assert statements > 5
    assert Registration.objects.get().state == RegistrationState.WAITING
    assert Correction.objects.get().answered_at
    assert OutgoingMail.objects.count() == 1


def test_correction():
    make_network(slug="natet")
    fact = {"field": "website", "value": "https://natet.se", "source_url": "https://lund.se/natet"}
    answer, statements = fails_whole_at_each_statement("/natverk/natet/ratta/", told(sender_email="anna@example.se", **fact))

    assert statements > 5
    assert "/rattelser/tack/" in answer.url
    assert Correction.objects.count() == OutgoingMail.objects.count() == 1


def test_noting_interest():
    _answer, statements = fails_whole_at_each_statement(NOTE, noted())

    assert statements > 5
    assert Interest.objects.count() == OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("word", ["bekrafta", "dra-tillbaka"])
def test_confirming_and_withdrawing_interest(area, word):
    make_topic(focus_area=area)
    make_interest_link("hemlig")
    fails_whole_at_each_statement(f"/intresse/{word}/hemlig/", {})

    assert Interest.objects.confirmed().exists() == (word == "bekrafta")
