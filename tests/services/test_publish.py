"""What the curators decide, done once and told once."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection
from django.test import override_settings

from directory.models import (
    Agency,
    EditorialState,
    Membership,
    Network,
    OutgoingMail,
    Registration,
    RegistrationState,
    Relation,
    Revision,
)
from directory.services.decide import CannotDecide
from directory.services.publish import decline, mark_spam, publish, publish_networks, reopen, withdraw_networks
from tests.factories import make_agency, make_network, make_registration

pytestmark = pytest.mark.django_db


def state_of(network: Network) -> str:
    return Network.objects.get(pk=network.pk).editorial_state


def test_publishing_puts_the_network_and_its_members_on_the_map(admin_user):
    known = make_agency(name="Göteborgs Stad")
    registration = make_registration(member_names="göteborgs stad\n\nEn helt ny myndighet")

    publish(registration=registration, by=admin_user)

    network = Network.objects.get()
    assert network.is_published
    assert network.published_at
    assert [row.agency.name for row in network.memberships.all()] == ["En helt ny myndighet", "Göteborgs Stad"]
    assert known.memberships.count() == 1
    decided = Registration.objects.get()
    assert decided.state == RegistrationState.PUBLISHED
    assert decided.decided_at


def test_publishing_puts_the_relation_that_was_told_on_the_map_unless_a_curator_took_it_away(admin_user):
    kept, taken_away = (make_registration(relation_kind="part_of", related_network=make_network()) for _ in range(2))
    taken_away.relation_kind = ""
    gone = make_registration(relation_kind="part_of", related_network=make_network())
    gone.related_network.delete()

    for registration in (kept, taken_away, gone):
        publish(registration=registration, by=admin_user)

    relation = Relation.objects.get()
    assert (relation.origin, relation.kind, relation.target) == (kept.network, "part_of", kept.related_network)
    assert Relation.history.get().history_user == admin_user


def test_publishing_is_one_change_in_the_curators_name(admin_user):
    registration = make_registration(member_names="En helt ny myndighet")
    before = Revision.objects.get().number

    publish(registration=registration, by=admin_user)

    entries = [model.history.latest() for model in (Network, Agency, Membership)]
    assert {entry.history_user for entry in entries} == {admin_user}
    assert len({entry.history_date for entry in entries}) == 1
    assert Revision.objects.get().number == before + 1


@pytest.mark.parametrize(
    ("language", "address"),
    [("sv", "http://localhost:8000/natverk/provet/"), ("en", "http://localhost:8000/en/networks/provet/")],
)
def test_sender_of_a_published_network_gets_its_address_in_their_language(admin_user, language, address):
    network = make_network(name="Provet", slug="provet", editorial_state=EditorialState.SUBMITTED)
    registration = make_registration(network=network, language=language, reply="Välkomna & tack!\nHälsningar")

    publish(registration=registration, by=admin_user)

    mail = OutgoingMail.objects.get()
    assert mail.to == "samordnare@example.se"
    assert "Provet" in mail.subject
    assert f"\n{address}\n" in mail.body
    assert registration.reference in mail.body
    assert "Välkomna & tack!\nHälsningar" in mail.body


@override_settings(SITE_ADDRESS="https://natverk.example", CURATOR_EMAIL="kurator@natverk.example")
def test_mail_leads_to_the_address_the_site_is_set_to(admin_user):
    registration = make_registration(language="en")

    publish(registration=registration, by=admin_user)

    body = OutgoingMail.objects.get().body
    assert f"https://natverk.example/en/networks/{registration.network.slug}/" in body
    assert "Answer this mail" in body
    assert body.startswith("Hello,")


def test_subject_is_one_line_of_what_a_mail_takes(admin_user):
    name = "Prov\r\nBcc: alla@example.se " + "x" * 170
    network = make_network(name=name, slug="prov", editorial_state=EditorialState.SUBMITTED)

    publish(registration=make_registration(network=network), by=admin_user)

    subject = OutgoingMail.objects.get().subject
    assert "\n" not in subject
    assert "\r" not in subject
    assert len(subject) <= 200


def test_declining_keeps_the_network_off_the_map_and_tells_the_sender(admin_user):
    registration = make_registration(member_names="En helt ny myndighet", reply="Det finns redan.", language="en")

    decline(registration=registration, by=admin_user)

    assert state_of(registration.network) == EditorialState.DECLINED
    assert Registration.objects.get().state == RegistrationState.DECLINED
    assert not Agency.objects.exists()
    mail = OutgoingMail.objects.get()
    assert "Det finns redan." in mail.body
    assert Network.history.latest().history_user == admin_user


@pytest.mark.parametrize("reply", ["", " \n"])
def test_nothing_is_declined_without_a_word_to_the_sender(admin_user, reply):
    registration = make_registration(reply=reply)

    with pytest.raises(CannotDecide):
        decline(registration=registration, by=admin_user)

    assert Registration.objects.get().is_waiting
    assert state_of(registration.network) == EditorialState.SUBMITTED
    assert not OutgoingMail.objects.exists()


@override_settings(CURATOR_EMAIL="kurator@natverk.example")
def test_mail_that_declines_greets_gives_the_reason_and_says_how_to_go_on(admin_user):
    decline(registration=make_registration(reply="Det finns redan."), by=admin_user)

    body = OutgoingMail.objects.get().body
    assert body.startswith("Hej,\n\nTack för")
    assert body.index("Tack för") < body.index("Det finns redan.") < body.index("http://localhost:8000/registrera/")
    assert "Svara på det här mejlet" in body


@pytest.mark.parametrize("decide", [publish, decline])
def test_no_answer_is_promised_where_nobody_reads_it(admin_user, decide):
    decide(registration=make_registration(reply="Hej!"), by=admin_user)

    body = OutgoingMail.objects.get().body
    assert "Svara" not in body
    assert "kan inte besvaras" in body


def test_reopened_registration_waits_again_and_may_be_published_and_told(admin_user):
    registration = make_registration(reply="Det finns redan.")
    decline(registration=registration, by=admin_user)

    reopen(registration=registration, by=admin_user)

    waiting = Registration.objects.get()
    assert (waiting.is_waiting, waiting.decided_at, waiting.reply) == (True, None, "")
    assert state_of(registration.network) == EditorialState.SUBMITTED
    assert Network.history.latest().history_user == admin_user
    assert OutgoingMail.objects.count() == 1

    publish(registration=waiting, by=admin_user)

    assert state_of(registration.network) == EditorialState.PUBLISHED
    told = OutgoingMail.objects.latest("pk").body
    assert registration.network.get_absolute_url() in told
    assert "Det finns redan." not in told


def test_reopening_leaves_on_the_map_what_a_curator_has_published_since(admin_user):
    registration = make_registration(reply="Det finns redan.")
    decline(registration=registration, by=admin_user)
    publish_networks(networks=Network.objects.all(), by=admin_user)

    reopen(registration=registration, by=admin_user)

    assert state_of(registration.network) == EditorialState.PUBLISHED


def test_declined_registration_whose_network_was_deleted_can_be_reopened(admin_user):
    registration = make_registration(reply="Det finns redan.")
    decline(registration=registration, by=admin_user)
    registration.network.delete()

    reopen(registration=registration, by=admin_user)

    assert Registration.objects.get().is_waiting


@pytest.mark.parametrize("decide", [None, publish, mark_spam])
def test_only_what_was_declined_is_reopened(admin_user, decide):
    registration = make_registration()
    if decide:
        decide(registration=registration, by=admin_user)
    before = Registration.objects.get().state

    with pytest.raises(CannotDecide, match=registration.reference):
        reopen(registration=registration, by=admin_user)

    assert Registration.objects.get().state == before


def test_marking_as_spam_tells_nobody(admin_user):
    registration = make_registration()

    mark_spam(registration=registration, by=admin_user)

    assert state_of(registration.network) == EditorialState.DECLINED
    assert Registration.objects.get().state == RegistrationState.SPAM
    assert not OutgoingMail.objects.exists()


def test_what_was_taken_for_spam_can_still_be_published(admin_user):
    registration = make_registration()
    mark_spam(registration=registration, by=admin_user)

    publish(registration=registration, by=admin_user)

    assert state_of(registration.network) == EditorialState.PUBLISHED
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("decide", [publish, decline])
def test_registration_its_sender_has_not_confirmed_is_not_decided(admin_user, decide):
    registration = make_registration(state=RegistrationState.UNCONFIRMED, reply="Hej!")

    with pytest.raises(CannotDecide, match="inte bekräftat"):
        decide(registration=registration, by=admin_user)

    assert Registration.objects.get().state == RegistrationState.UNCONFIRMED
    assert not OutgoingMail.objects.exists()


def test_registration_its_sender_has_not_confirmed_may_be_spam(admin_user):
    registration = make_registration(state=RegistrationState.UNCONFIRMED)

    mark_spam(registration=registration, by=admin_user)

    assert Registration.objects.get().state == RegistrationState.SPAM


@pytest.mark.parametrize("first", [publish, decline])
@pytest.mark.parametrize("second", [publish, decline, mark_spam])
def test_second_decision_is_refused_and_sends_nothing(admin_user, first, second):
    registration = make_registration(reply="Hej!")
    as_another_curator_sees_it = Registration.objects.get()
    first(registration=registration, by=admin_user)
    decided = state_of(registration.network)

    with pytest.raises(CannotDecide, match=registration.reference):
        second(registration=as_another_curator_sees_it, by=admin_user)

    assert OutgoingMail.objects.count() == 1
    assert state_of(registration.network) == decided


def test_registration_whose_network_was_deleted_can_be_declined_but_not_published(admin_user):
    registration = make_registration(language="en", reply="Hello!")
    registration.network.delete()

    with pytest.raises(CannotDecide):
        publish(registration=registration, by=admin_user)
    assert Registration.objects.get().is_waiting

    decline(registration=registration, by=admin_user)

    assert registration.reference in OutgoingMail.objects.get().subject


@pytest.mark.parametrize("decide", [publish, decline])
def test_decision_that_fails_anywhere_leaves_nothing_behind(admin_user, monkeypatch, decide):
    registration = make_registration(member_names="En helt ny myndighet", reply="Hej!")

    def fail(**columns):
        raise IntegrityError

    monkeypatch.setattr(OutgoingMail.objects, "create", fail)
    with pytest.raises(IntegrityError):
        decide(registration=registration, by=admin_user)

    assert Registration.objects.get().is_waiting
    assert state_of(registration.network) == EditorialState.SUBMITTED
    assert not Agency.objects.exists()


def test_publishing_networks_leaves_the_queue_to_itself(admin_user):
    draft, waiting = make_network(editorial_state=EditorialState.DRAFT), make_registration().network
    unconfirmed = make_registration(state=RegistrationState.UNCONFIRMED).network
    published = make_network()

    count = publish_networks(networks=Network.objects.all(), by=admin_user)

    assert count == 1
    assert state_of(draft) == EditorialState.PUBLISHED
    assert state_of(waiting) == state_of(unconfirmed) == EditorialState.SUBMITTED
    assert published.history.count() == 1
    assert draft.history.latest().history_user == admin_user


def test_withdrawing_takes_only_published_networks_off_the_map(admin_user):
    published, draft = make_network(), make_network(editorial_state=EditorialState.DRAFT)

    count = withdraw_networks(networks=Network.objects.all(), by=admin_user)

    assert count == 1
    assert state_of(published) == EditorialState.WITHDRAWN
    assert state_of(draft) == EditorialState.DRAFT


@pytest.mark.django_db(transaction=True)
def test_registration_published_by_four_at_once_is_published_once(admin_user):
    make_registration(member_names="En helt ny myndighet")
    seen = [Registration.objects.get() for _curator in range(4)]
    start, refused = Barrier(4), []

    def press(registration):
        start.wait()
        try:
            publish(registration=registration, by=admin_user)
        except CannotDecide:
            refused.append(registration)
        connection.close()

    presses = [Thread(target=press, args=[registration]) for registration in seen]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()

    assert len(refused) == 3
    assert OutgoingMail.objects.count() == 1
    assert Agency.objects.count() == Membership.objects.count() == 1
