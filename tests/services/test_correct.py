"""What becomes of a correction: taken by one curator, put right with its source, and answered once, to who confirmed."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from directory.models import Correction, CorrectionState, Network, OutgoingMail, Source
from directory.services.correct import (
    apply,
    correct,
    leave,
    mark_done,
    mark_spam,
    other_of_double,
    take,
)
from directory.services.decide import CannotDecide
from directory.services.receive import Sending, TooManySent
from directory.services.senders import confirm_sent
from tests.database import everything
from tests.factories import make_agency, make_correction, make_county, make_network, make_sender_link

pytestmark = pytest.mark.django_db

EMAIL = "anna@example.se"
SOURCE = "https://example.se/natet"


def send(*, sender="192.0.2.1", trap="", seconds_spent=60, network=None, **values) -> Correction:
    least = {"token": uuid.uuid4(), "kind": "wrong", "message": uuid.uuid4().hex, "language": "sv"}
    correction = Correction(network=network or make_network(), **least | values)
    return correct(correction=correction, sending=Sending(sender=sender, trap=trap, seconds_spent=seconds_spent))


def test_correction_without_an_address_waits_and_nobody_is_written_to():
    assert send().state == CorrectionState.WAITING
    assert not OutgoingMail.objects.exists()


def test_answer_goes_only_to_an_address_that_is_confirmed_before_or_after_the_decision(admin_user):
    for confirms_first in (True, False):
        correction = send(sender_email=EMAIL)
        make_sender_link(f"hemlig {confirms_first}", email=EMAIL)
        OutgoingMail.objects.all().delete()
        if confirms_first:
            confirm_sent("hemlig True", [correction.reference])
        correction.reply = "Tack ska du ha!"
        mark_done(correction=correction, by=admin_user)
        assert OutgoingMail.objects.count() == int(confirms_first)
        if not confirms_first:
            confirm_sent("hemlig False", [correction.reference])

        mail = OutgoingMail.objects.get()
        assert (mail.to, "Tack ska du ha!" in mail.body) == (EMAIL, True)
        assert correction.network.get_absolute_url() in mail.body
        assert Correction.objects.get(pk=correction.pk).answered_at


@pytest.mark.parametrize("caught", [{"trap": "x"}, {"seconds_spent": 1}, {"message": "https://a.se " * 6}])
def test_what_is_caught_is_kept_as_spam_and_its_sender_gets_no_mail(caught):
    correction = send(sender_email=EMAIL, **caught)

    assert correction.state == CorrectionState.SPAM
    assert correction.warnings
    assert not OutgoingMail.objects.exists()


def test_same_token_is_the_first_and_the_sixth_from_one_sender_is_refused():
    first = send()
    assert send(token=first.token) == first
    for _ in range(4):
        send()
    network, before = make_network(), everything()

    with pytest.raises(TooManySent):
        send(network=network)
    assert everything() | {"Network": 0} == before | {"Network": 0}


def test_correction_is_taken_by_one_curator(admin_user, django_user_model):
    make_correction()
    other = django_user_model.objects.create_user("annan")

    assert take(corrections=Correction.objects.all(), by=admin_user) == 1
    assert take(corrections=Correction.objects.all(), by=other) == 0
    assert Correction.objects.get().owner == admin_user


def test_fact_is_written_with_its_source_as_one_change_that_says_why(admin_user):
    network = make_network()
    correction = make_correction(network=network, field="openness", value="open", source_url=SOURCE)

    apply(correction=correction, by=admin_user)

    entry = Network.history.latest()
    assert Network.objects.get().openness == "open"
    assert Source.objects.get(network=network).url == SOURCE
    assert (entry.history_user, entry.history_date) == (admin_user, Source.history.latest().history_date)
    assert correction.reference in entry.history_change_reason
    assert SOURCE in entry.history_change_reason
    assert Correction.objects.get().state == CorrectionState.DONE
    assert Correction.objects.get().owner == admin_user


def test_fact_of_an_agency_and_a_source_that_is_there_already(admin_user):
    county, agency, network = make_county(), make_agency(), make_network()
    Source.objects.create(network=network, url=SOURCE)
    apply(correction=make_correction(agency=agency, field="county", value=str(county.pk), source_url=SOURCE), by=admin_user)
    apply(correction=make_correction(network=network, field="founded_year", value="1999", source_url=SOURCE), by=admin_user)

    agency.refresh_from_db()
    assert agency.county == county
    assert SOURCE in agency.history.latest().history_change_reason
    assert Network.objects.get().founded_year == 1999
    assert Source.objects.count() == 1


def test_fact_that_does_not_go_with_the_others_changes_nothing(admin_user):
    correction = make_correction(network=make_network(life="active"), field="ended_year", value="2020", source_url=SOURCE)
    before = everything()

    with pytest.raises(ValidationError):
        apply(correction=correction, by=admin_user)
    assert everything() == before


def test_what_gives_no_fact_is_not_applied_nor_what_is_about_something_deleted(admin_user):
    correction = make_correction(field="openness", value="open")
    correction.network.delete()

    for one in (make_correction(), correction):
        with pytest.raises(CannotDecide):
            apply(correction=one, by=admin_user)
    assert Correction.objects.waiting().count() == 2


def test_nothing_is_left_as_it_is_without_a_word_to_a_sender_and_the_word_is_in_their_language(admin_user):
    correction = make_correction(sender_email=EMAIL, email_confirmed_at="2026-01-01T00:00Z", language="en")
    with pytest.raises(CannotDecide):
        leave(correction=correction, by=admin_user)

    correction.reason, correction.reply = "no_source", "Välkommen åter."
    leave(correction=correction, by=admin_user)
    body = OutgoingMail.objects.get().body
    assert "We have found no page that says so." in body
    assert "Välkommen åter." in body
    leave(correction=make_correction(), by=admin_user)


@pytest.mark.parametrize("first", [mark_done, leave])
@pytest.mark.parametrize("second", [apply, mark_done, leave, mark_spam])
def test_second_decision_is_refused(admin_user, first, second):
    correction = make_correction(field="openness", value="open")
    seen_by_another = Correction.objects.get()
    first(correction=correction, by=admin_user)

    with pytest.raises(CannotDecide, match=correction.reference):
        second(correction=seen_by_another, by=admin_user)
    assert Network.objects.get().openness is None


def test_spam_may_be_decided_otherwise(admin_user):
    correction = make_correction()
    mark_spam(correction=correction, by=admin_user)
    mark_done(correction=correction, by=admin_user)

    assert Correction.objects.get().state == CorrectionState.DONE


@pytest.mark.parametrize("said", ["https://natverk.example/natverk/det-andra/", "det-andra", "DET ANDRA"])
def test_other_of_a_double_is_known_by_address_or_name(said):
    other = make_network(name="Det andra")

    assert other_of_double(make_correction(double_of=said)) == other
    assert other_of_double(make_correction(double_of="Något tredje")) is None
