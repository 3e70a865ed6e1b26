"""Whatever the public writes is written whole or not at all, wherever the database fails, and what was typed comes back."""

import pytest
from django.utils import timezone

from directory.models import (
    Alert,
    Claim,
    Coordinator,
    Correction,
    Draft,
    FreshnessLink,
    Interest,
    JoinRequest,
    Meeting,
    Network,
    OutgoingMail,
    PrivateCalendar,
    Proposal,
    Registration,
    RegistrationState,
    TurnChange,
)
from directory.services.alerts import end_path
from directory.services.parts import version_of
from tests.corrections import told
from tests.factories import (
    hashed,
    make_agency,
    make_alert,
    make_alert_link,
    make_claim,
    make_coordinator,
    make_correction,
    make_draft,
    make_draft_link,
    make_focus_area,
    make_interest_link,
    make_join_request,
    make_network,
    make_registration,
    make_sender_link,
    make_topic,
    make_user,
)
from tests.faults.statements import fails_whole_at_each_statement
from tests.forms_in_pages import post_form
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


@pytest.fixture
def own():
    return make_coordinator(network=make_network(name="Nätet", slug="natet"))


def test_edit_of_a_coordinator(own, client):
    client.force_login(own.user)
    form = post_form(client.get("/natverk/natet/redigera/"))
    changed = form.pressed(
        "save", name="Nya nätet", website="https://example.se/nat", in_person_per_year="2", focus_areas=["mat"]
    )
    del changed["csrfmiddlewaretoken"]
    answer, statements = fails_whole_at_each_statement(form.action, changed, own.user)

    assert statements > 10
    assert answer.url == "/mina-natverk/"
    assert Network.objects.get().website == "https://example.se/nat"
    assert Proposal.objects.get().facts == {"name": "Nya nätet"}


def test_claim_of_a_network(own):
    fails_whole_at_each_statement("/natverk/natet/samordna/", {"message": "Jag är ordförande."}, make_user())

    assert Claim.objects.get().message == "Jag är ordförande."
    assert OutgoingMail.objects.get().to == own.user.email


def test_inviting_a_coordinator(own):
    answers = {"step": "invite", "email": "ny@example.se"}
    fails_whole_at_each_statement("/natverk/natet/samordnare/", answers, own.user)

    assert Coordinator.objects.filter(user__email="ny@example.se").exists()
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("step", ["accept", "decline"])
def test_answering_a_claim(own, step):
    asked = make_claim(network=own.network)
    answers = {"step": step, "claim": str(asked.pk), "reply": "Nej, tyvärr."}
    fails_whole_at_each_statement("/natverk/natet/samordnare/", answers, own.user)

    assert not Claim.objects.waiting().exists()
    assert OutgoingMail.objects.count() == 1


def test_vouching_for_a_network(own):
    fails_whole_at_each_statement("/mina-natverk/", {"network": str(own.network.pk)}, own.user)

    assert Network.objects.get().confirmed_on


@pytest.mark.parametrize("step", ["right", "ended"])
def test_answering_the_yearly_mail(own, step):
    FreshnessLink.objects.create(coordinator=own, token_hash=hashed("hemlig"), sent_at=timezone.now())
    fails_whole_at_each_statement("/stammer-det/hemlig/", {"step": step}, own.user)

    assert Network.objects.get().has_ended == (step == "ended")


def test_asking_to_join(own):
    answers = {"organisation": "Lunds kommun", "sender_email": "anna@example.se", "message": "Vi vill dela.", "started": "0"}
    fails_whole_at_each_statement("/natverk/natet/ga-med/", answers)

    assert JoinRequest.objects.get().organisation == "Lunds kommun"
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("step", ["accept", "decline"])
def test_answering_who_asks_to_join(own, step):
    asked = make_join_request(network=own.network)
    answers = {"asked": asked.reference, "step": step, "reply": "Vi ses."}
    fails_whole_at_each_statement("/natverk/natet/ansokningar/", answers, own.user)

    assert not JoinRequest.objects.waiting().exists()
    assert OutgoingMail.objects.count() == 1


def test_changing_whose_turn_it_is(own):
    members = [own.network.memberships.create(agency=make_agency()).agency for _number in range(3)]
    answers = {"agency": str(members[0].pk), "kind": "swapped", "other": str(members[1].pk), "reason": "Ombyggnad"}
    fails_whole_at_each_statement("/natverk/natet/vardskap/", answers, own.user)

    assert TurnChange.objects.get().reason == "Ombyggnad"


def test_writing_and_removing_a_meeting(own):
    meeting = {"title": "Vårmöte", "state": "confirmed", "time_zone": "Europe/Stockholm", "starts_on": "2027-03-10"}
    fails_whole_at_each_statement("/natverk/natet/skriv/meeting/", meeting, own.user)
    written = Meeting.objects.get()

    address = f"/natverk/natet/skriv/meeting/{written.pk}/"
    fails_whole_at_each_statement(address, {"opened": version_of(written), "step": "remove"}, own.user)
    assert not Meeting.objects.exists()


def test_planning_a_year(own):
    plan = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2"}
    for number, day in enumerate(("2027-03-10", "2027-09-15")):
        plan |= {f"form-{number}-starts_on": day, f"form-{number}-title": f"Möte {number}"}
    fails_whole_at_each_statement("/natverk/natet/planera/", plan, own.user)

    assert Meeting.objects.count() == 2


def test_asking_for_an_alert():
    asked = {"started": "0", "about": "networks", "query": "focus=mat", "rhythm": "weekly", "email": "anna@example.se"}
    fails_whole_at_each_statement("/bevaka/", asked)

    assert Alert.objects.count() == OutgoingMail.objects.count() == 1


def test_beginning_and_ending_an_alert():
    alert = make_alert(confirmed_at=None)
    make_alert_link("hemlig", alert=alert)
    fails_whole_at_each_statement("/bevaka/bekrafta/hemlig/", {})
    assert Alert.objects.get().confirmed_at

    fails_whole_at_each_statement(end_path(alert), {})
    assert not Alert.objects.exists()


def test_changing_the_address_of_ones_calendar(own):
    fails_whole_at_each_statement("/mina-natverk/", {"step": "change-calendar"}, own.user)

    assert PrivateCalendar.objects.get().user == own.user
