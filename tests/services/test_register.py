"""The rules by which a registration is taken in, counted, suspected and recognised."""

import datetime
import uuid

import pytest
from django.utils import timezone

from directory.models import Allowance, EditorialState, Network, Registration, RegistrationState, Revision
from directory.services.receive import Sending, TooManySent, spend_allowance
from directory.services.register import LooksKnown, agencies_named, as_if_published, look_alikes, register
from tests.database import everything
from tests.factories import make_agency, make_network

pytestmark = pytest.mark.django_db

SENDER = "192.0.2.1"
MINUTES_PER_SEND = 12


def send(
    *, sender: str = SENDER, token=None, is_new: bool = True, trap: str = "", seconds_spent=None, message: str = "", **values
):
    network = Network(**{"name": f"Nätet {uuid.uuid4().hex[:8]}", "purpose": uuid.uuid4().hex} | values)
    registration = Registration(token=token or uuid.uuid4(), sender_email="a@example.se", language="sv", message=message)
    sending = Sending(sender=sender, trap=trap, seconds_spent=seconds_spent)
    return register(network=network, lists={}, rhythms={}, registration=registration, sending=sending, is_new=is_new)


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set forward by minutes."""
    start, passed = timezone.now().replace(hour=12), [0]
    monkeypatch.setattr(timezone, "now", lambda: start + datetime.timedelta(minutes=passed[0]))
    return lambda minutes: passed.__setitem__(0, passed[0] + minutes)


def test_five_may_be_sent_at_once_and_one_more_every_twelve_minutes(clock):
    for _ in range(5):
        send()
    with pytest.raises(TooManySent) as refused:
        send()
    assert refused.value.retry_after == pytest.approx(MINUTES_PER_SEND * 60, abs=1)

    clock(MINUTES_PER_SEND / 2)
    with pytest.raises(TooManySent) as refused:
        send()
    assert refused.value.retry_after == pytest.approx(MINUTES_PER_SEND * 30, abs=1)

    clock(MINUTES_PER_SEND / 2)
    send()
    with pytest.raises(TooManySent):
        send()
    assert Registration.objects.count() == 6


def test_allowance_saved_up_overnight_is_five_and_no_more(clock):
    send()
    clock(10 * 60)
    for _ in range(5):
        send()
    with pytest.raises(TooManySent):
        send()


def test_clock_set_back_takes_nothing_away(clock):
    send()
    clock(-60)

    assert send()


def test_refusal_leaves_nothing_behind(clock):
    for _ in range(5):
        send(name="Samma namn")
    before = everything()

    with pytest.raises(TooManySent):
        send()
    with pytest.raises(LooksKnown):
        send(sender="192.0.2.2", name="SAMMA namn", is_new=False)
    assert everything() == before


def test_ten_from_one_mail_address_and_three_hundred_in_all_whoever_sends(clock):
    for number in range(10):
        send(sender=f"192.0.2.{number}")
    with pytest.raises(TooManySent):
        send(sender="192.0.2.11")

    for number in range(10, 300):
        spend_allowance(Sending(sender=f"198.51.100.{number}"), "registration")
    with pytest.raises(TooManySent):
        spend_allowance(Sending(sender="203.0.113.1"), "registration")
    spend_allowance(Sending(sender="203.0.113.1"), "correction")
    clock(1)
    spend_allowance(Sending(sender="203.0.113.1"), "registration")


def test_limit_keeps_no_address(clock):
    send()

    assert SENDER not in str(Allowance.objects.values())
    assert "a@example.se" not in str(Allowance.objects.values())


def test_same_token_is_the_first_registration_and_no_new_edition():
    token = uuid.uuid4()
    first = send(token=token, name="Det första")
    before = everything()

    assert send(token=token, name="Det första", is_new=False) == first
    assert everything() == before


def test_registration_is_one_edition():
    send()
    before = Revision.objects.get().number
    send()

    assert Revision.objects.get().number == before + 1


@pytest.mark.parametrize(
    ("told", "sign"),
    [
        ({"trap": "x"}, "dolt"),
        ({"seconds_spent": 2}, "tre sekunder"),
        ({"message": "www.a.se " * 6}, "länkar"),
        ({"origin": "http://a.se " * 3, "rhythm_note": "HTTPS://b.se " * 3}, "länkar"),
    ],
)
def test_sign_of_spam_is_named_and_keeps_the_network_off_the_map(told, sign):
    registration = send(**told)

    assert registration.state == RegistrationState.SPAM
    assert registration.decided_at
    assert sign in registration.warnings
    assert registration.network.editorial_state == EditorialState.DECLINED


@pytest.mark.parametrize(
    "told", [{"seconds_spent": 3}, {"seconds_spent": -5}, {"seconds_spent": None}, {"message": "www.a.se " * 5}]
)
def test_what_a_person_may_do_is_no_spam(told):
    registration = send(**told)

    assert (registration.state, registration.warnings) == (RegistrationState.UNCONFIRMED, "")


@pytest.mark.parametrize(("name", "is_odd"), [("Аdda", True), ("Adda Сyd", True), ("Адда", False), ("Nätet Адда", False)])
def test_name_of_mixed_scripts_is_pointed_out_but_waits(name, is_odd):
    registration = send(name=name)

    assert bool(registration.warnings) == is_odd
    assert registration.state == RegistrationState.UNCONFIRMED


def test_name_taken_gets_the_next_address():
    assert [send(name="Nätet").network.slug for _ in range(3)] == ["natet", "natet-2", "natet-3"]


def test_look_alike_is_found_by_name_before_site():
    make_network(name="Nätet", website="https://natet.example.se/")
    make_network(name="Annat", website="https://www.natet.example.se/annat")
    found = look_alikes(Network(name="NÄTET", website="https://natet.example.se"))

    assert [(one.network.name, one.why) for one in found] == [
        ("Annat", "Samma webbplats: natet.example.se"),
        ("Nätet", "Samma namn"),
    ]


def test_networks_without_short_name_or_site_are_not_alike_for_that():
    make_network(name="Annat")

    assert look_alikes(Network(name="Nätet")) == []


def test_preview_is_the_network_with_all_its_page_shows(django_assert_num_queries):
    network = as_if_published(network=Network(name="Nätet", purpose="Vi lär."), lists={}, rhythms={"online": 4})

    with django_assert_num_queries(0):
        assert network.meetings_per_year == 4
    assert not Network.objects.exists()


def test_members_are_named_as_they_are_known_each_once_in_order():
    make_agency(name="Östersunds kommun", other_names="Östersund")

    assert [agency.name for agency in agencies_named(["östersund", "ÖSTERSUNDS KOMMUN", "Ny", "NY", "Åre"])] == [
        "Ny", "Åre", "Östersunds kommun",
    ]  # fmt: skip
