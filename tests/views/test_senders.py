"""The link by which a sender confirms, as it is met in a browser: looking uses nothing up."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import RegistrationState
from tests.database import everything
from tests.factories import make_focus_area, make_network, make_registration, make_sender_link
from tests.forms_in_pages import post_form, send
from tests.registrations import REGISTER, REGISTER_IN_ENGLISH, confirm_all, filled_in, sent_link

pytestmark = pytest.mark.django_db

CONFIRM, CONFIRM_IN_ENGLISH = "/bekrafta/hemlig/", "/en/confirm/hemlig/"


@pytest.fixture(autouse=True)
def _area(db):
    make_focus_area(slug="mat")


@pytest.mark.parametrize(("register", "heading"), [(REGISTER, "Det är bekräftat"), (REGISTER_IN_ENGLISH, "It is confirmed")])
def test_coordinator_registers_confirms_by_the_link_and_waits_in_the_queue(register, heading):
    client = Client(enforce_csrf_checks=True)
    send(client, register, post_form(client.get(register)).pressed("send", **filled_in(sender_email="Samordnare@Example.se")))
    address = sent_link()

    assert confirm_all(client).state == RegistrationState.WAITING
    assert f"<h1>{heading}</h1>" in client.get(address).content.decode()


def test_looking_at_a_link_changes_nothing_however_often(client):
    registration = make_registration(network=make_network(name="Det nya"), state=RegistrationState.UNCONFIRMED)
    make_sender_link("hemlig")
    before = everything()

    for _ in range(3):
        answer = client.get(CONFIRM)
        assert answer.status_code == 200
        assert "Det nya" in answer.content.decode()
        assert post_form(answer).values["sent"] == [registration.reference]
        assert "no-store" in answer["Cache-Control"]
    assert everything() == before


@pytest.mark.parametrize("address", [CONFIRM, CONFIRM_IN_ENGLISH])
def test_nothing_chosen_is_asked_for_and_uses_nothing_up(client, address):
    registration = make_registration(state=RegistrationState.UNCONFIRMED)
    make_sender_link("hemlig")
    answer = client.post(address)

    assert answer.status_code == 422
    assert f'href="#sent_{registration.reference}"' in answer.content.decode()
    assert client.post(address, {"sent": registration.reference}).status_code == 302


@pytest.mark.parametrize(
    "link", [None, {"sent_at": timezone.now() - datetime.timedelta(days=8)}, {}], ids=["none", "old", "nothing to confirm"]
)
@pytest.mark.parametrize(
    ("address", "said"), [(CONFIRM, "Länken gäller inte längre"), (CONFIRM_IN_ENGLISH, "The link is no longer valid")]
)
def test_link_that_confirms_nothing_says_so(client, link, address, said):
    if link is not None:
        make_sender_link("hemlig", **link)

    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 404
        assert said in answer.content.decode()


@pytest.mark.parametrize("chosen", ["", "\x00", "a" * 10_000, "' OR 1=1"])
def test_nonsense_chosen_confirms_nothing_and_uses_nothing_up(client, chosen):
    make_registration(state=RegistrationState.UNCONFIRMED)
    make_sender_link("hemlig")
    before = everything()

    assert client.post(CONFIRM, {"sent": chosen}).status_code == 422
    assert everything() == before
