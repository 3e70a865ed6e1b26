"""Every model says whether it is public; what is public has a history and moves the revision, what is private has neither."""

import uuid

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.models import (
    Allowance,
    CpvDivision,
    Double,
    Exchange,
    FormerAddress,
    FormerReference,
    ImportedRecord,
    LinkCheck,
    Meeting,
    Membership,
    Network,
    OutgoingMail,
    PrivateCalendar,
    Relation,
    Revision,
    Rhythm,
    Source,
    Step,
    Upload,
)
from tests.factories import (
    make_agency,
    make_agency_kind,
    make_agenda_item,
    make_alert,
    make_alert_link,
    make_channel,
    make_claim,
    make_coordinator,
    make_correction,
    make_county,
    make_draft,
    make_draft_link,
    make_exchange,
    make_focus_area,
    make_freshness_link,
    make_interest,
    make_interest_link,
    make_join_link,
    make_join_request,
    make_material,
    make_network,
    make_proposal,
    make_registration,
    make_sender_link,
    make_synonym,
    make_topic,
    make_turn_change,
    make_user,
    make_visit,
)

ABOUT_NO_ENTRY = {"Revision"}
PUBLIC = {
    "Agency": make_agency,
    "AgencyKind": make_agency_kind,
    "County": make_county,
    "CpvDivision": lambda: CpvDivision.objects.create(
        code="15", name_sv="Livsmedel", name_en="Food", plain_sv="mat", plain_en="food"
    ),
    "Exchange": make_exchange,
    "Synonym": make_synonym,
    "FocusArea": make_focus_area,
    "FormerAddress": lambda: FormerAddress.objects.create(slug="gammalt", network=make_network()),
    "Meeting": lambda: Meeting.objects.create(network=make_network(), title="Möte"),
    "Membership": lambda: Membership.objects.create(network=make_network(), agency=make_agency()),
    "Network": make_network,
    "Relation": lambda: Relation.objects.create(origin=make_network(), target=make_network(), kind="part_of"),
    "Rhythm": lambda: Rhythm.objects.create(network=make_network(), mode="online"),
    "Source": lambda: Source.objects.create(network=make_network(), url="https://example.se/"),
    "TurnChange": make_turn_change,
    "AgendaItem": make_agenda_item,
    "Material": make_material,
    "Visit": make_visit,
    "Channel": make_channel,
}
PRIVATE = {
    "Step": lambda: Step.objects.create(number=10**6, stamp=uuid.uuid4()),
    "Allowance": lambda: Allowance.objects.create(key="a", tokens=1, refilled_at=timezone.now()),
    "Coordinator": make_coordinator,
    "Proposal": make_proposal,
    "Claim": make_claim,
    "Correction": make_correction,
    "Draft": make_draft,
    "DraftLink": make_draft_link,
    "Double": lambda: Double.objects.create(kind="network", first_key=1, second_key=2),
    "FreshnessLink": make_freshness_link,
    "Alert": make_alert,
    "AlertLink": make_alert_link,
    "PrivateCalendar": lambda: PrivateCalendar.objects.create(user=make_user()),
    "JoinLink": make_join_link,
    "JoinRequest": make_join_request,
    "LinkCheck": lambda: LinkCheck.objects.create(url="https://example.se/"),
    "Interest": make_interest,
    "InterestLink": make_interest_link,
    "Topic": make_topic,
    "FormerReference": lambda: FormerReference.objects.create(moment=timezone.now(), field="a", row_key=1, referred_key=1),
    "ImportedRecord": lambda: ImportedRecord.objects.create(kind="network", record_id="a", object_id=1, values={}),
    "OutgoingMail": lambda: OutgoingMail.objects.create(to="a@example.se", subject="Hej", body="Hej"),
    "Registration": make_registration,
    "SenderLink": make_sender_link,
    "Upload": lambda: Upload.objects.create(by=User.objects.create(username="en"), kind="network", name="a.csv", content=b""),
}
LISTS = {
    "focus_areas": make_focus_area, "counties": make_county, "admits": make_agency_kind, "exchanges": make_exchange,
    "cpv_divisions": PUBLIC["CpvDivision"],
}  # fmt: skip


def models() -> dict[str, type]:
    """Return the directory's own models by name, without the tables of their history."""
    all_models = apps.get_app_config("directory").get_models()
    return {model.__name__: model for model in all_models if not model.__name__.startswith("Historical")}


def stamp() -> uuid.UUID | None:
    return Revision.current().stamp


@pytest.fixture(params=PUBLIC)
def public_row(request, db):
    return PUBLIC[request.param]()


@pytest.fixture(params=PRIVATE)
def private_row(request, db):
    return PRIVATE[request.param]()


def test_every_model_says_whether_it_is_public():
    said = {name: model.is_public for name, model in models().items() if name not in ABOUT_NO_ENTRY}

    assert {name for name, is_public in said.items() if is_public} == PUBLIC.keys()
    assert {name for name, is_public in said.items() if not is_public} == PRIVATE.keys()


def test_every_public_model_has_a_history_with_its_lists_and_no_private_one_has():
    with_history = {name: model for name, model in models().items() if hasattr(model, "history")}

    assert with_history.keys() == PUBLIC.keys()
    for model in with_history.values():
        assert set(model.history.model._history_m2m_fields) == set(model._meta.many_to_many)


def test_history_tells_of_making_changing_and_deleting(public_row):
    pk, model = public_row.pk, type(public_row)
    public_row.save()
    public_row.delete()

    assert [entry.history_type for entry in model.history.filter(id=pk)] == ["-", "~", "+"]


def test_revision_moves_when_a_public_row_is_made_changed_and_deleted(public_row):
    made = stamp()
    public_row.save()
    changed = stamp()
    public_row.delete()

    assert len({None, made, changed, stamp()}) == 4


def test_revision_stays_when_a_private_row_is_made_changed_or_deleted(db):
    network = make_network()
    owned = {
        name: {"network": network} for name in ("Claim", "Coordinator", "Proposal", "Registration", "Correction", "JoinRequest")
    }
    belongs_to = owned | {
        "Topic": {"county": make_county()},
        "FreshnessLink": {"coordinator": make_coordinator(network=network)},
        "JoinLink": {"join_request": make_join_request(network=network, sender_email="b@example.se")},
    }
    make_interest()
    before = stamp()
    for name, make in PRIVATE.items():
        row = make(**belongs_to.get(name, {}))
        row.save()
        row.delete()

    assert stamp() == before


@pytest.mark.parametrize("name", LISTS)
def test_revision_moves_and_history_tells_when_a_list_changes(db, name):
    network, term = make_network(), LISTS[name]()
    stamps = [stamp()]
    for change in (lambda list_: list_.add(term), lambda list_: list_.remove(term), lambda list_: list_.set([term])):
        change(getattr(network, name))
        stamps.append(stamp())
    getattr(network, name).clear()

    assert len({*stamps, stamp()}) == 5
    assert [getattr(entry, name).count() for entry in network.history.all()] == [0, 1, 0, 1, 0]


def test_revision_moves_when_a_term_gets_its_networks_from_its_own_side(db):
    network, area = make_network(), make_focus_area()
    before = stamp()

    area.networks.add(network)

    assert stamp() != before


def test_revision_moves_when_rows_go_with_the_one_they_belong_to(db):
    source = PUBLIC["Source"]()
    source.network.delete()

    assert [entry.history_type for entry in Source.history.all()] == ["-", "+"]


def test_network_written_as_one_change_is_one_entry_with_full_lists(db):
    area, county = make_focus_area(), make_county()
    network = Network(name="Nätet", slug="natet", purpose="Vi lär.")
    with network.as_one_change():
        network.save()
        network.focus_areas.set([area])
        network.counties.set([county])
    with network.as_one_change():
        network.purpose = "Vi köper."
        network.save()
        network.focus_areas.clear()

    changed, made = network.history.all()
    assert (made.history_type, made.focus_areas.count(), made.counties.count()) == ("+", 1, 1)
    assert (changed.history_type, changed.purpose, changed.focus_areas.count(), changed.counties.count()) == (
        "~",
        "Vi köper.",
        0,
        1,
    )


def test_change_that_fails_leaves_no_entry_and_the_next_one_does(db):
    network = make_network()
    with pytest.raises(IntegrityError), transaction.atomic(), network.as_one_change():
        Network.objects.create(name="Ett annat", slug=network.slug, purpose="Vi lär.")
    assert network.history.count() == 1

    network.save()

    assert network.history.count() == 2


def test_network_made_again_from_its_history_keeps_its_lists(db):
    exchange = make_exchange()
    network = make_network()
    network.exchanges.add(exchange)

    assert [link.exchange for link in network.history.latest().exchanges.all()] == [Exchange.objects.get()]
