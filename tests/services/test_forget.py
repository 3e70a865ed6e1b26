"""What is kept about people goes when its time has come, and not before."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.utils import timezone

from directory.models import (
    Allowance,
    Correction,
    Draft,
    DraftLink,
    EditorialState,
    FreshnessLink,
    Interest,
    InterestLink,
    Network,
    OutgoingMail,
    Registration,
    RegistrationState,
    Revision,
    SenderLink,
    Topic,
)
from directory.services.accounts import user_of
from directory.services.forget import forget_what_is_old
from tests.factories import (
    make_claim,
    make_coordinator,
    make_correction,
    make_draft,
    make_draft_link,
    make_interest,
    make_interest_link,
    make_network,
    make_proposal,
    make_registration,
    make_sender_link,
    make_topic,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def ago(days: int) -> datetime.datetime:
    return NOW - datetime.timedelta(days=days)


def registered(state: RegistrationState, editorial_state: EditorialState, *, received: int, decided: int | None) -> Registration:
    registration = make_registration(network=make_network(editorial_state=editorial_state), state=state)
    dates = {"received_at": ago(received), "decided_at": None if decided is None else ago(decided)}
    Registration.objects.filter(pk=registration.pk).update(**dates)
    return registration


@pytest.mark.parametrize(
    ("state", "editorial_state", "received", "decided", "registrations", "networks"),
    [
        (RegistrationState.WAITING, EditorialState.SUBMITTED, 900, None, 1, 1),
        (RegistrationState.UNCONFIRMED, EditorialState.SUBMITTED, 6, None, 1, 1),
        (RegistrationState.UNCONFIRMED, EditorialState.SUBMITTED, 8, None, 0, 0),
        (RegistrationState.UNCONFIRMED, EditorialState.PUBLISHED, 8, None, 0, 1),
        (RegistrationState.PUBLISHED, EditorialState.PUBLISHED, 900, 364, 1, 1),
        (RegistrationState.PUBLISHED, EditorialState.PUBLISHED, 900, 366, 0, 1),
        (RegistrationState.PUBLISHED, EditorialState.DRAFT, 900, 366, 0, 1),
        (RegistrationState.DECLINED, EditorialState.DECLINED, 900, 89, 1, 1),
        (RegistrationState.DECLINED, EditorialState.DECLINED, 900, 91, 0, 0),
        (RegistrationState.SPAM, EditorialState.DECLINED, 89, None, 1, 1),
        (RegistrationState.SPAM, EditorialState.DECLINED, 91, None, 0, 0),
        (RegistrationState.SPAM, EditorialState.DECLINED, 900, 89, 1, 1),
    ],
)
def test_registration_is_kept_for_its_time(state, editorial_state, received, decided, registrations, networks):
    registered(state, editorial_state, received=received, decided=decided)
    forgotten = forget_what_is_old(NOW)

    assert (Registration.objects.count(), Network.objects.count()) == (registrations, networks)
    assert forgotten["registrations"] == 1 - registrations
    assert Network.history.exists() == bool(networks)


def test_registration_whose_network_was_deleted_goes_too():
    registered(RegistrationState.DECLINED, EditorialState.DECLINED, received=900, decided=366).network.delete()
    forget_what_is_old(NOW)

    assert not Registration.objects.exists()


@pytest.mark.parametrize(("sent", "created", "kept"), [(29, 400, 1), (31, 400, 0), (None, 364, 1), (None, 366, 0)])
def test_mail_is_kept_for_its_time(sent, created, kept):
    mail = OutgoingMail.objects.create(to="a@example.se", subject="Hej", body="Hej")
    OutgoingMail.objects.filter(pk=mail.pk).update(created_at=ago(created), sent_at=None if sent is None else ago(sent))
    forget_what_is_old(NOW)

    assert OutgoingMail.objects.count() == kept


@pytest.mark.parametrize(("hours", "kept"), [(22, 1), (24, 0)])
def test_allowance_is_kept_for_less_than_a_day(hours, kept):
    Allowance.objects.create(key="a", tokens=1, refilled_at=NOW - datetime.timedelta(hours=hours))
    forget_what_is_old(NOW)

    assert Allowance.objects.count() == kept


@pytest.mark.parametrize(
    ("state", "received", "decided", "kept"),
    [
        ("waiting", 900, None, 1),
        ("done", 900, 364, 1),
        ("done", 900, 366, 0),
        ("declined", 900, 89, 1),
        ("declined", 900, 91, 0),
        ("spam", 89, 89, 1),
        ("spam", 91, 91, 0),
    ],
)
def test_correction_is_kept_for_its_time(state, received, decided, kept):
    correction = make_correction(state=state, decided_at=None if decided is None else ago(decided))
    Correction.objects.filter(pk=correction.pk).update(received_at=ago(received))
    forgotten = forget_what_is_old(NOW)

    assert Correction.objects.count() == kept
    assert forgotten["corrections"] == 1 - kept


@pytest.mark.parametrize(
    ("received", "confirmed", "kept"), [(6, None, "a@example.se"), (8, None, ""), (300, 299, "a@example.se")]
)
def test_address_for_an_answer_is_kept_for_its_time(received, confirmed, kept):
    correction = make_correction(sender_email="a@example.se", email_confirmed_at=None if confirmed is None else ago(confirmed))
    Correction.objects.filter(pk=correction.pk).update(received_at=ago(received))
    forget_what_is_old(NOW)

    assert Correction.objects.get().sender_email == kept


@pytest.mark.parametrize(("saved", "sent", "drafts", "links"), [(29, 29, 1, 1), (31, 1, 0, 1), (31, 2, 0, 0), (1, 31, 1, 0)])
def test_draft_and_its_link_are_kept_for_their_time(saved, sent, drafts, links):
    make_draft(saved_at=ago(saved))
    make_draft_link(sent_at=ago(sent))
    forget_what_is_old(NOW)

    assert (Draft.objects.count(), DraftLink.objects.count()) == (drafts, links)


@pytest.mark.parametrize(("days", "kept"), [(6, 1), (8, 0)])
def test_link_to_what_was_sent_is_kept_for_its_time(days, kept):
    make_sender_link(sent_at=ago(days))
    forget_what_is_old(NOW)

    assert SenderLink.objects.count() == kept


@pytest.mark.parametrize(
    ("noted", "asked", "confirmed", "kept"),
    [
        (8, 8, None, 0),
        (6, 6, None, 1),
        (20, 6, None, 1),
        (8, None, None, 0),
        (800, 800, 729, 1),
        (800, 800, 731, 0),
        (20, 3, 731, 0),
    ],
)
def test_interest_is_kept_for_its_time(noted, asked, confirmed, kept):
    interest = make_interest(noted_at=ago(noted), confirmed_at=None if confirmed is None else ago(confirmed))
    if asked is not None:
        make_interest_link(interest=interest, sent_at=ago(asked))
    forgotten = forget_what_is_old(NOW)

    assert (Interest.objects.count(), Topic.objects.count()) == (kept, kept)
    assert InterestLink.objects.count() == (kept if asked is not None else 0)
    assert forgotten["interests"] == 1 - kept


def test_what_is_forgotten_is_no_longer_counted():
    make_interest(confirmed_at=ago(731))
    before = Revision.objects.get().number
    forget_what_is_old(NOW)

    assert Revision.objects.get().number == before + 1


def test_topic_nobody_waits_for_any_longer_may_ripen_again():
    make_topic(ripe_at=NOW)
    forget_what_is_old(NOW)

    assert not Topic.objects.exists()


def test_nothing_old_is_nothing_forgotten():
    assert not forget_what_is_old()


@pytest.mark.parametrize(
    ("days", "values", "kept"),
    [
        (2, {}, False),
        (0, {}, True),
        (2, {"last_login": timezone.now()}, True),
        (2, {"is_staff": True}, True),
        (2, {"password": "ett lösenord"}, True),
    ],
)
def test_user_that_only_asked_for_a_code_is_kept_for_a_day(days, values, kept):
    user = user_of("nagon@example.se")
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - datetime.timedelta(days=days), **values)

    forget_what_is_old()

    assert User.objects.exists() == kept


@pytest.mark.parametrize("make", [make_coordinator, make_proposal, make_claim])
def test_user_who_has_something_to_do_here_is_kept(make):
    make(user=user_of("nagon@example.se"))
    User.objects.update(date_joined=timezone.now() - datetime.timedelta(days=100))

    forget_what_is_old()

    assert User.objects.filter(username="nagon@example.se").exists()


@pytest.mark.parametrize(
    ("state", "days", "kept"),
    [("accepted", 364, True), ("accepted", 366, False), ("declined", 89, True), ("declined", 91, False)],
)
@pytest.mark.parametrize("make", [make_proposal, make_claim])
def test_what_was_asked_and_decided_is_kept_for_its_time(make, state, days, kept):
    asked = make(state=state, decided_at=timezone.now() - datetime.timedelta(days=days))
    make()

    forget_what_is_old()

    assert type(asked).objects.filter(pk=asked.pk).exists() == kept
    assert type(asked).objects.count() == 1 + kept


@pytest.mark.parametrize(("days", "kept"), [(729, 1), (731, 0)])
def test_what_curators_did_in_the_admin_is_kept_for_two_years(admin_user, days, kept):
    entry = LogEntry.objects.create(user=admin_user, action_flag=2, object_repr="Nätverk")
    LogEntry.objects.filter(pk=entry.pk).update(action_time=ago(days))
    forget_what_is_old(NOW)

    assert LogEntry.objects.count() == kept


@pytest.mark.parametrize(("days", "kept"), [(364, 1), (366, 0)])
def test_link_of_the_yearly_mail_is_kept_for_its_time(days, kept):
    FreshnessLink.objects.create(coordinator=make_coordinator(), token_hash="a", sent_at=ago(days))
    forget_what_is_old(NOW)

    assert FreshnessLink.objects.count() == kept


def test_privacy_page_tells_the_times_that_are_held(client):
    page = client.get("/en/privacy/").content.decode()

    for told in ("after 7 days", "after 30 days", "90 days after", "365 days after", "after 730 days", "less than a day"):
        assert told in page
