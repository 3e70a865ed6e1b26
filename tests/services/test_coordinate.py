"""Who coordinates a network: asked for, invited, left."""

import pytest

from directory.models import Claim, Coordinator, OutgoingMail, Proposal
from directory.services.coordinate import MOST_COORDINATORS, TooMany, accept, claim, decline, dismiss, invite
from directory.services.decide import CannotDecide
from directory.services.merge import merge
from directory.services.publish import publish
from tests.factories import make_coordinator, make_network, make_registration, make_user

pytestmark = pytest.mark.django_db


def mails() -> list[str]:
    return sorted(mail.to for mail in OutgoingMail.objects.all())


def test_claim_of_a_network_that_nobody_tends_waits_for_a_curator():
    asked = claim(network=make_network(), user=make_user(), message="Jag är ordförande.")

    assert (asked.is_waiting, mails()) == (True, [])


def test_claim_of_one_that_is_tended_is_told_to_those_who_do():
    own = make_coordinator()
    claim(network=own.network, user=make_user(), message="Jag är med.")

    assert mails() == [own.user.email]


def test_asked_twice_it_is_one_claim():
    network, user = make_network(), make_user()
    for message in ("Ett", "Två"):
        claim(network=network, user=user, message=message)

    assert Claim.objects.get().message == "Två"


def test_accepted_claim_makes_a_coordinator_once(admin_user):
    asked = claim(network=make_network(), user=make_user(), message="Hej")
    accept(claim=asked, by=admin_user)

    assert Coordinator.objects.get().user == asked.user
    assert mails() == [asked.user.email]
    with pytest.raises(CannotDecide):
        accept(claim=asked, by=admin_user)


def test_declined_claim_takes_a_word(admin_user):
    asked = claim(network=make_network(), user=make_user(), message="Hej")
    with pytest.raises(CannotDecide):
        decline(claim=asked, by=admin_user)
    asked.reply = "Vi känner dig inte."
    decline(claim=asked, by=admin_user)

    assert not Coordinator.objects.exists()
    assert "Vi känner dig inte." in OutgoingMail.objects.get().body


def test_invited_may_edit_and_is_told_once():
    own = make_coordinator()
    for _ in range(2):
        invite(network=own.network, email="ny@example.se", by=own.user)

    assert own.network.coordinators.count() == 2
    assert mails() == ["ny@example.se"]
    assert own.user.email in OutgoingMail.objects.get().body


def test_network_has_ten_coordinators_at_most():
    own = make_coordinator()
    for number in range(MOST_COORDINATORS - 1):
        invite(network=own.network, email=f"nr{number}@example.org", by=own.user)

    with pytest.raises(TooMany):
        invite(network=own.network, email="en@example.org", by=own.user)
    assert not OutgoingMail.objects.filter(to="en@example.org").exists()


def test_whoever_is_dismissed_is_told_and_whoever_leaves_is_not():
    own = make_coordinator()
    other = make_coordinator(network=own.network)
    dismiss(coordinator=other, by=own.user)
    assert mails() == [other.user.email]

    dismiss(coordinator=own, by=own.user)
    assert mails() == [other.user.email]
    assert not Coordinator.objects.exists()


def test_sender_of_a_published_registration_coordinates_it(admin_user):
    registration = make_registration(sender_email="samordnare@example.se")
    publish(registration=registration, by=admin_user)

    coordinator = Coordinator.objects.get()
    assert (coordinator.network, coordinator.user.email) == (registration.network, "samordnare@example.se")
    assert not coordinator.user.has_usable_password()
    assert "/mina-natverk/" in OutgoingMail.objects.get().body


def test_merged_network_brings_its_coordinators_and_what_they_ask(admin_user):
    kept, own = make_coordinator(), make_coordinator()
    make_coordinator(network=own.network, user=kept.user)
    Proposal.objects.create(network=own.network, user=own.user, language="sv", facts={"name": "Nytt"})
    claim(network=own.network, user=make_user(), message="Hej")

    merge(kept=kept.network, merged=own.network, chosen={}, by=admin_user)

    assert {one.user for one in kept.network.coordinators.all()} == {kept.user, own.user}
    assert (kept.network.proposals.count(), kept.network.claims.count()) == (1, 1)
