"""What a curator did is taken back exactly, or not at all and with the reason."""

import datetime

import pytest
from django.utils import timezone

from directory.models import (
    Agency,
    FocusArea,
    FormerAddress,
    FormerReference,
    Meeting,
    Membership,
    Network,
    OutgoingMail,
    Registration,
    RegistrationState,
    Relation,
    Rhythm,
    Source,
)
from directory.models.revision import one_step
from directory.services.forget import KEPT, forget_what_is_old
from directory.services.merge import merge
from directory.services.publish import decline, mark_spam, publish, reopen, withdraw_networks
from directory.services.undo import CannotUndo, latest_actions, public_models, undo
from tests.database import as_it_stood, everything
from tests.factories import make_agency, make_focus_area, make_network, make_registration

pytestmark = pytest.mark.django_db

KEPT_BESIDE = ("Coordinator", "Revision", "Step", "ImportedRecord")
DECIDED = {"state": RegistrationState.PUBLISHED, "decided_at": datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)}


def rows() -> dict[str, list]:
    """Return what the directory holds but for its history, lists by what stands in them, in no order of their own."""
    held = {}
    for name, found in everything().items():
        if not name.startswith("Historical") and name not in KEPT_BESIDE:
            is_list = "_" in name
            told = [{key: value for key, value in as_it_stood(row).items() if not is_list or key != "id"} for row in found]
            held[name] = sorted(told, key=lambda row: tuple(row.values())) if is_list else told
    return held


def last_moment() -> datetime.datetime:
    return latest_actions(public_models(), 1)[0].moment


def take_back(by) -> None:
    undo(moment=last_moment(), by=by)


@pytest.fixture
def two():
    """Two networks with one of everything each, some of it the same."""
    kept = make_network(name="Matnätet", slug="matnatet", life="active")
    merged = make_network(name="Livsmedelsnätet", slug="livsmedelsnatet", openness="open", purpose="Livsmedel.")
    third, agency = make_network(name="Tredje"), make_agency(name="Region Skåne")
    for network in (kept, merged):
        network.focus_areas.set([make_focus_area(slug=network.slug)])
        Membership.objects.create(network=network, agency=agency, joined_year=2019 if network == merged else None)
        Rhythm.objects.create(network=network, mode="online", per_year=network.pk % 300 + 1)
        Source.objects.create(network=network, url="https://example.se/")
        Relation.objects.create(origin=network, kind="sister_of", target=third)
    Meeting.objects.create(network=merged, title="Vårmötet", host=agency)
    Relation.objects.create(origin=merged, kind="grew_out_of", target=kept)
    FormerAddress.objects.create(slug="matnatverket", network=merged)
    make_registration(network=merged, **DECIDED)
    return kept, merged


@pytest.mark.parametrize(
    "chosen", [{}, {"name": "merged", "slug": "merged", "rhythms": "merged", "focus_areas": "merged", "life": "merged"}]
)
def test_merge_of_networks_is_undone_exactly(two, admin_user, chosen):
    before = rows()
    merge(kept=two[0], merged=two[1], chosen=chosen, by=admin_user)
    assert rows() != before

    take_back(admin_user)

    assert rows() | {"FormerReference": []} == before


def test_merge_of_agencies_is_undone_exactly(two, admin_user):
    kept, merged = Agency.objects.get(), make_agency(name="Skåneregionen")
    Membership.objects.create(network=two[0], agency=merged, left_year=2020)
    before = rows()
    merge(kept=kept, merged=merged, chosen={"name": "merged", "slug": "merged"}, by=admin_user)

    take_back(admin_user)

    assert rows() == before


def test_what_was_undone_can_be_done_again(two, admin_user):
    merge(kept=two[0], merged=two[1], chosen={}, by=admin_user)
    merged = {name: found for name, found in rows().items() if name != "FormerReference"}

    take_back(admin_user)
    take_back(admin_user)

    assert {name: found for name, found in rows().items() if name != "FormerReference"} == merged


def test_merge_of_agencies_that_was_undone_can_be_done_again(admin_user):
    kept, merged = make_agency(name="Region Skåne"), make_agency(name="Skåneregionen")
    Membership.objects.create(network=make_network(), agency=merged)
    merge(kept=kept, merged=merged, chosen={"name": "merged", "slug": "merged"}, by=admin_user)

    take_back(admin_user)
    take_back(admin_user)

    assert (Agency.objects.get().name, Membership.objects.get().agency) == ("Skåneregionen", kept)


def test_merge_is_not_undone_when_the_kept_one_has_changed_since(two, admin_user):
    merge(kept=two[0], merged=two[1], chosen={}, by=admin_user)
    moment = last_moment()
    kept = Network.objects.get(pk=two[0].pk)
    kept.purpose = "Senare."
    kept.save()
    before = everything()

    with pytest.raises(CannotUndo, match="Matnätet"):
        undo(moment=moment, by=admin_user)

    assert everything() == before


def test_what_came_is_not_taken_from_those_who_need_it_now(admin_user):
    with one_step(by=admin_user):
        agency = make_agency(name="Ny")
    moment = last_moment()
    Membership.objects.create(network=make_network(name="Nätet"), agency=agency)

    with pytest.raises(CannotUndo, match="Nätet"):
        undo(moment=moment, by=admin_user)


def test_list_entry_is_not_taken_from_the_networks_it_stands_in(admin_user):
    with one_step(by=admin_user):
        area = make_focus_area()
    moment = last_moment()
    make_network(name="Nätet").focus_areas.add(area)

    with pytest.raises(CannotUndo, match="Nätet"):
        undo(moment=moment, by=admin_user)


def test_what_belonged_to_what_has_been_deleted_since_does_not_come_back(admin_user):
    membership = Membership.objects.create(network=make_network(), agency=make_agency(name="Region Skåne"))
    with one_step(by=admin_user):
        membership.delete()
    moment = last_moment()
    Agency.objects.get().delete()

    with pytest.raises(CannotUndo, match="Region Skåne"):
        undo(moment=moment, by=admin_user)


def test_changes_of_lists_and_deletions_are_undone(two, admin_user):
    before = rows()
    with one_step(by=admin_user):
        with two[0].as_one_change():
            two[0].focus_areas.clear()
        two[1].delete()
        FocusArea.objects.create(slug="ny", name_sv="Ny", name_en="New")

    take_back(admin_user)

    after = rows()
    del before["Registration"], after["Registration"]  # deleting alone does not keep which network it was about
    assert after == before


def test_publication_is_undone_before_its_sender_has_been_told(admin_user):
    registration = make_registration(member_names="En ny\nEn känd")
    make_agency(name="En känd")
    before = rows()
    publish(registration=registration, by=admin_user)
    assert OutgoingMail.objects.exists()

    take_back(admin_user)

    after = rows()
    for network in (*before["Network"], *after["Network"]):
        del network["published_at"]
    assert after == before


@pytest.mark.parametrize("decide", [decline, mark_spam])
def test_refusal_is_undone_before_its_sender_has_been_told(admin_user, decide):
    registration = make_registration(reply="Det finns redan.")
    before = rows()
    decide(registration=registration, by=admin_user)

    take_back(admin_user)

    assert rows() == before


@pytest.mark.parametrize("what_became_of_it", ["sent", "being sent"])
def test_decision_is_not_undone_once_its_sender_is_told(admin_user, what_became_of_it):
    publish(registration=make_registration(), by=admin_user)
    mail = OutgoingMail.objects.get()
    if what_became_of_it == "sent":
        mail.mark_sent()
    else:
        OutgoingMail.objects.claim()

    with pytest.raises(CannotUndo, match=Registration.objects.get().reference):
        take_back(admin_user)

    assert Registration.objects.get().state == RegistrationState.PUBLISHED
    assert Network.objects.get().is_published


def test_other_mail_to_the_same_sender_stays(admin_user):
    OutgoingMail.objects.create(to="samordnare@example.se", subject="Förut", body="Hej")
    registration = make_registration(reply="Nej.")
    decline(registration=registration, by=admin_user)
    OutgoingMail.objects.create(to="samordnare@example.se", subject="Senare", body="Hej")

    take_back(admin_user)

    assert {mail.subject for mail in OutgoingMail.objects.all()} == {"Förut", "Senare"}


def test_reopening_is_decided_in_the_queue(admin_user):
    registration = make_registration(reply="Nej.")
    decline(registration=registration, by=admin_user)
    reopen(registration=Registration.objects.get(), by=admin_user)

    with pytest.raises(CannotUndo, match=registration.reference):
        take_back(admin_user)


def test_withdrawal_is_undone(admin_user):
    network = make_network()
    withdraw_networks(networks=Network.objects.all(), by=admin_user)

    take_back(admin_user)

    assert Network.objects.get(pk=network.pk).is_published


def test_only_what_a_curator_did_is_listed_and_undone(admin_user):
    network = make_network()

    assert latest_actions(public_models(), 9) == []
    with pytest.raises(CannotUndo):
        undo(moment=network.history.latest().history_date, by=admin_user)


@pytest.mark.parametrize("moment", [None, timezone.now()])
def test_moment_at_which_nothing_was_done_is_refused(admin_user, moment):
    with pytest.raises(CannotUndo):
        undo(moment=moment, by=admin_user)


def test_actions_come_newest_first_each_once_with_what_it_wrote(two, admin_user):
    with one_step(by=admin_user, why="Först"):
        two[0].save()
        two[0].save()
        two[1].save()
    with one_step(by=admin_user, why="Sedan"):
        make_agency()

    sedan, forst = latest_actions(public_models(), 9)

    assert [(action.why, action.by) for action in (sedan, forst)] == [("Sedan", admin_user), ("Först", admin_user)]
    assert (forst.counts, len(forst.entries)) == ({Network: 2}, 2)
    assert [action.why for action in latest_actions([Agency], 9)] == ["Sedan"]
    assert [action.why for action in latest_actions(public_models(), 1)] == ["Sedan"]
    assert [action.why for action in latest_actions(public_models(), 9, before=sedan.moment)] == ["Först"]


def test_what_moved_with_a_merge_is_forgotten_after_three_months(two, admin_user):
    merge(kept=two[0], merged=two[1], chosen={}, by=admin_user)

    forget_what_is_old(timezone.now() + KEPT["reference"] - datetime.timedelta(days=1))
    assert FormerReference.objects.exists()
    forgotten = forget_what_is_old(timezone.now() + KEPT["reference"] + datetime.timedelta(days=1))

    assert forgotten["formerreferences"] == 1
    assert not FormerReference.objects.exists()
