"""Every rule that stands in the database holds there, whoever writes."""

import datetime
import uuid

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from directory.models import (
    Agency,
    Allowance,
    Coordinator,
    CpvDivision,
    Double,
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

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 5, 1)
TIME = datetime.time(13)
NOW = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
TOKEN = uuid.uuid4()


def membership(**values) -> None:
    Membership.objects.create(**{"network": make_network(), "agency": make_agency()} | values)


def meeting(**values) -> None:
    Meeting.objects.create(**{"network": make_network(), "title": "Möte"} | values)


def rhythm(**values) -> None:
    Rhythm.objects.create(**{"network": make_network(), "mode": "online"} | values)


def relation(**values) -> None:
    Relation.objects.create(**{"origin": make_network(), "target": make_network(), "kind": "part_of"} | values)


def related_to_itself() -> None:
    network = make_network()
    relation(origin=network, target=network)


def sisters_both_ways() -> None:
    one, other = make_network(), make_network()
    relation(origin=one, target=other, kind="sister_of")
    relation(origin=other, target=one, kind="sister_of")


def cpv_division() -> None:
    CpvDivision.objects.create(code="15", name_sv="Livsmedel", name_en="Food", plain_sv="mat", plain_en="food")


def allowance() -> None:
    Allowance.objects.create(key="a", tokens=1, refilled_at=NOW)


def double(**values) -> None:
    Double.objects.create(**{"kind": "network", "first_key": 1, "second_key": 2} | values)


def twice(make, **same):
    """Return a break of uniqueness: two rows that are alike in ``same``, each value made once if it is a function."""

    def break_it() -> None:
        values = {name: value() if callable(value) else value for name, value in same.items()}
        make(**values)
        make(**values)

    return break_it


def each(make, field: str, *values):
    """Return a break for each value that the field cannot have."""
    return [lambda value=value: make(**{field: value}) for value in values]


CHOICE, YEARS = "no such choice", (1799, 2101)
BREAKS = {
    "Agency.organisation_number": [twice(make_agency, organisation_number="212000-1132")],
    "Agency.slug": [twice(make_agency, slug="samma")],
    "AgencyKind.code": [twice(make_agency_kind)],
    "Allowance.key": [twice(allowance)],
    "Proposal.reference": [twice(make_proposal, reference="ABCD2345")],
    "Claim.reference": [twice(make_claim, reference="ABCD2345")],
    "Correction.reference": [twice(make_correction, reference="ABCD2345")],
    "Correction.token": [twice(make_correction, token=TOKEN)],
    "County.code": [twice(make_county, code="SE-M")],
    "County.scb_code": [lambda: (make_county(code="SE-M", scb_code="12"), make_county(code="SE-X", scb_code="12"))],
    "CpvDivision.code": [twice(cpv_division)],
    "Draft.reference": [twice(make_draft, reference="ABCD2345")],
    "Draft.token": [twice(make_draft, token=TOKEN)],
    "DraftLink.token_hash": [twice(make_draft_link, token="samma")],
    "Exchange.code": [twice(make_exchange)],
    "Synonym.code": [twice(make_synonym)],
    "FocusArea.slug": [twice(make_focus_area)],
    "FreshnessLink.token_hash": [twice(make_freshness_link, token="samma")],
    "JoinLink.token_hash": [twice(make_join_link, token="samma")],
    "JoinRequest.reference": [twice(make_join_request, reference="ABCD2345")],
    "LinkCheck.url": [twice(LinkCheck.objects.create, url="https://example.se/")],
    "InterestLink.token_hash": [twice(make_interest_link, token="samma")],
    "Meeting.uid": [twice(meeting, uid="samma")],
    "Network.slug": [twice(make_network, slug="samma")],
    "OutgoingMail.message_id": [twice(OutgoingMail.objects.create, message_id=TOKEN)],
    "Registration.network": [twice(make_registration, network=make_network)],
    "Registration.reference": [twice(make_registration, reference="ABCD2345")],
    "Registration.token": [twice(make_registration, token=TOKEN)],
    "Upload.token": [twice(Upload.objects.create, token=TOKEN, by=lambda: User.objects.create(username="en"), content=b"")],
    "SenderLink.token_hash": [twice(make_sender_link, token="samma")],
    "agency_has_a_name": [lambda: Agency.objects.create(name="", slug="utan")],
    "agency_name_is_unique": [
        lambda: (make_agency(name="Malmö stad", slug="ett"), make_agency(name="MALMÖ  Stad", slug="annat")),
        lambda: Agency.objects.bulk_create(Agency(name="Malmö stad", slug=slug) for slug in ("ett", "annat")),
    ],
    "double_kind_is_a_choice": each(double, "kind", "person", ""),
    "double_is_told_one_way": [lambda: double(first_key=2), lambda: double(first_key=3)],
    "double_is_found_once": [twice(double)],
    "joinrequest_state_is_a_choice": [lambda: make_join_request(state=CHOICE[:20], decided_at=NOW)],
    "joinrequest_waits_once": [twice(make_join_request, network=make_network)],
    "joinrequest_waiting_is_undecided": [
        lambda: make_join_request(decided_at=NOW),
        lambda: make_join_request(state="accepted"),
    ],
    "linkcheck_state_is_a_choice": each(LinkCheck.objects.create, "state", "asleep", ""),
    "AlertLink.token_hash": [twice(make_alert_link, token="samma")],
    "PrivateCalendar.key": [lambda: [PrivateCalendar.objects.create(key="samma", user=make_user()) for _ in range(2)]],
    "PrivateCalendar.user": [lambda: [PrivateCalendar.objects.create(user=user) for user in [make_user()] * 2]],
    "alert_about_is_a_choice": each(make_alert, "about", "people", ""),
    "alert_rhythm_is_a_choice": each(make_alert, "rhythm", "never", ""),
    "alert_is_noted_once": [twice(make_alert)],
    "agendaitem_kind_is_a_choice": each(make_agenda_item, "kind", "song", ""),
    "agendaitem_has_a_title": [lambda: make_agenda_item(title="")],
    "material_kind_is_a_choice": each(make_material, "kind", "song", ""),
    "material_year_is_plausible": each(make_material, "year", 1799, 2101),
    "material_has_a_title": [lambda: make_material(title="")],
    "material_is_linked_if_open": [lambda: make_material(url=""), lambda: make_material(is_open=False)],
    "visit_state_is_a_choice": each(make_visit, "state", "dreamt", ""),
    "visit_has_a_title": [lambda: make_visit(title="")],
    "visit_has_a_day_if_held": [lambda: make_visit(held_on=DAY)],
    "channel_kind_is_a_choice": each(make_channel, "kind", "smoke", ""),
    "channel_has_a_use": [lambda: make_channel(used_for="")],
    "turnchange_kind_is_a_choice": each(make_turn_change, "kind", "sold", ""),
    "turnchange_swap_has_two": [
        lambda: make_turn_change(kind="swapped"),
        lambda: make_turn_change(kind="passed", other=make_agency()),
    ],
    "turnchange_swap_is_with_another": [lambda: make_turn_change(agency=(agency := make_agency()), other=agency)],
    "former_address_leads_to_one_page": [
        lambda: FormerAddress.objects.create(slug="gammal"),
        lambda: FormerAddress.objects.create(slug="gammal", network=make_network(), agency=make_agency()),
    ],
    "former_address_of_a_network_is_known_once": [twice(FormerAddress.objects.create, slug="gammal", network=make_network)],
    "former_address_of_an_agency_is_known_once": [twice(FormerAddress.objects.create, slug="gammal", agency=make_agency)],
    "former_reference_is_kept_once": [
        twice(FormerReference.objects.create, moment=NOW, field="directory.registration.network", row_key=1, referred_key=1)
    ],
    "imported_record_is_known_once": [
        twice(ImportedRecord.objects.create, kind="network", record_id="natet", object_id=1, values={})
    ],
    "interest_is_noted_once": [twice(make_interest, email="a@example.se")],
    "meeting_date_is_whole": [
        lambda: meeting(starts_on=DAY),
        lambda: meeting(ends_on=DAY),
        lambda: meeting(precision="day"),
        lambda: meeting(starts_on=DAY, ends_on=DAY),
        lambda: meeting(starts_on=DAY, precision="day"),
        lambda: meeting(ends_on=DAY, precision="day"),
    ],
    "meeting_ends_after_it_starts": [lambda: meeting(starts_on=DAY, ends_on=DAY - datetime.timedelta(days=1), precision="day")],
    "meeting_time_needs_a_day": [
        lambda: meeting(starts_on=DAY, ends_on=DAY, precision="month", start_time=TIME),
        lambda: meeting(start_time=TIME),
    ],
    "meeting_end_time_needs_a_start": [lambda: meeting(starts_on=DAY, ends_on=DAY, precision="day", end_time=TIME)],
    "meeting_ends_later_than_it_begins": [
        lambda: meeting(starts_on=DAY, ends_on=DAY, precision="day", start_time=TIME, end_time=TIME)
    ],
    "meeting_time_zone_is_a_choice": [lambda: meeting(time_zone=CHOICE[:20])],
    "meeting_has_a_title": [lambda: meeting(title="")],
    "meeting_mode_is_a_choice": [lambda: meeting(mode=CHOICE[:20])],
    "meeting_precision_is_a_choice": [lambda: meeting(starts_on=DAY, ends_on=DAY, precision="week")],
    "meeting_state_is_a_choice": [lambda: meeting(state=CHOICE[:20])],
    "membership_ends_after_it_began": [lambda: membership(joined_year=2020, left_year=2019)],
    "proposal_state_is_a_choice": [lambda: make_proposal(state=CHOICE[:20], decided_at=NOW)],
    "proposal_waiting_is_undecided": [lambda: make_proposal(decided_at=NOW), lambda: make_proposal(state="declined")],
    "proposal_waits_once": [twice(make_proposal, network=make_network, user=make_user)],
    "claim_state_is_a_choice": [lambda: make_claim(state=CHOICE[:20], decided_at=NOW)],
    "claim_waiting_is_undecided": [lambda: make_claim(decided_at=NOW), lambda: make_claim(state="declined")],
    "claim_waits_once": [twice(make_claim, network=make_network, user=make_user)],
    "coordinator_is_named_once": [twice(Coordinator.objects.create, network=make_network, user=make_user)],
    "membership_is_once_per_agency": [twice(membership, network=make_network, agency=make_agency)],
    "membership_joined_year_is_plausible": each(membership, "joined_year", *YEARS),
    "membership_left_year_is_plausible": each(membership, "left_year", *YEARS),
    "network_confidence_is_a_choice": each(make_network, "confidence", "total", ""),
    "network_confirmation_has_date_and_role": [
        lambda: make_network(confirmed_on=DAY),
        lambda: make_network(confirmed_by="member"),
    ],
    "network_confirmed_by_is_a_choice": [lambda: make_network(confirmed_on=DAY, confirmed_by="king")],
    "network_editorial_state_is_a_choice": each(make_network, "editorial_state", "secret", ""),
    "network_ended_after_it_was_founded": [lambda: make_network(founded_year=2001, ended_year=2000, life="ended")],
    "network_ended_year_is_plausible": [lambda year=year: make_network(life="ended", ended_year=year) for year in YEARS],
    "correction_is_about_one_thing": [lambda: make_correction(agency=make_agency(), network_id=make_network().pk)],
    "correction_kind_is_a_choice": each(make_correction, "kind", "opinion", ""),
    "correction_state_is_a_choice": [lambda: make_correction(state="lost", decided_at=NOW)],
    "correction_waiting_is_undecided": [
        lambda: make_correction(decided_at=NOW),
        lambda: make_correction(state="done"),
    ],
    "network_ended_year_means_ended": [
        lambda: make_network(ended_year=2020, life="active"),
        lambda: make_network(ended_year=2020, life=None),
    ],
    "network_founded_year_is_plausible": each(make_network, "founded_year", *YEARS),
    "network_has_a_name": [lambda: Network.objects.create(name="", slug="utan", purpose="Vi lär.")],
    "network_kind_is_a_choice": each(make_network, "kind", "club", ""),
    "network_language_is_a_choice": each(make_network, "language", "fi", ""),
    "network_level_is_a_choice": each(make_network, "level", "galactic", ""),
    "network_life_basis_is_a_choice": each(make_network, "life_basis", "rumour", ""),
    "network_life_is_a_choice": each(make_network, "life", "undead", ""),
    "network_openness_is_a_choice": each(make_network, "openness", "ajar", ""),
    "network_stated_size_is_positive": each(make_network, "stated_size", 0),
    "registration_state_is_a_choice": [lambda: make_registration(state="lost", decided_at=NOW)],
    "registration_waiting_is_undecided": [lambda: make_registration(decided_at=NOW)],
    "relation_is_stated_once": [twice(relation, origin=make_network, target=make_network)],
    "relation_joins_two_networks": [related_to_itself],
    "relation_kind_is_a_choice": each(relation, "kind", "twin_of", ""),
    "relation_sisters_are_stated_once": [sisters_both_ways],
    "relation_year_is_plausible": each(relation, "year", *YEARS),
    "revision_is_one_row": [lambda: Revision.objects.create(id=2)],
    "rhythm_mode_is_a_choice": each(rhythm, "mode", "telepathy", ""),
    "rhythm_mode_is_stated_once": [twice(rhythm, network=make_network, mode="online")],
    "rhythm_per_year_is_plausible": each(rhythm, "per_year", 0, 367),
    "rhythm_states_something": [lambda: rhythm(mode=None)],
    "rhythm_without_mode_is_stated_once": [twice(rhythm, network=make_network, mode=None, per_year=2)],
    "topic_is_known_once": [
        twice(make_topic, focus_area=make_focus_area),
        twice(make_topic, focus_area=make_focus_area, county=make_county),
        twice(make_topic, focus_area=make_focus_area, agency_kind=make_agency_kind),
        twice(make_topic, focus_area=make_focus_area, county=make_county, agency_kind=make_agency_kind),
    ],
    "source_is_named_once": [twice(Source.objects.create, network=make_network, url="https://example.se/")],
}
CASES = [pytest.param(name, break_it, id=f"{name} {n}") for name, all_ in BREAKS.items() for n, break_it in enumerate(all_, 1)]


def rules() -> dict[str, set[str]]:
    """Return every rule of the directory's tables by its name, with the columns a database may name instead."""
    found = {}
    for model in apps.get_app_config("directory").get_models():
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key:
                found[f"{model.__name__}.{field.name}"] = {field.column}
        for constraint in model._meta.constraints:
            names = getattr(constraint, "fields", ())
            found[constraint.name] = {model._meta.get_field(name).column for name in names}
    return {name: columns for name, columns in found.items() if not name.startswith("Historical")}


def test_every_rule_has_a_case():
    assert BREAKS.keys() == rules().keys()


@pytest.mark.parametrize(("name", "break_it"), CASES)
def test_database_refuses_and_names_the_rule(name, break_it):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        break_it()

    columns = rules()[name]
    told = str(caught.value)
    assert name in told or (columns and all(column in told for column in columns))


def test_rows_the_cases_start_from_are_fine():
    for make in (
        membership,
        meeting,
        rhythm,
        relation,
        cpv_division,
        allowance,
        make_agency,
        make_network,
        make_registration,
        make_correction,
    ):
        make()
    meeting(starts_on=DAY, ends_on=DAY, precision="day")
    make_network(founded_year=1800, ended_year=2100, life="ended", stated_size=1, confirmed_on=DAY, confirmed_by="member")
    membership(joined_year=2020, left_year=2020)
    make_topic(county=(county := make_county()))
    make_topic(county=county, agency_kind=make_agency_kind())
    make_topic()
    rhythm(mode=None, per_year=366)
