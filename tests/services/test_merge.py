"""Two that are the same become one: nothing is lost, nothing stands twice, and every old address leads on."""

import datetime

import pytest

from directory.models import (
    Agency,
    FormerAddress,
    Meeting,
    Membership,
    Network,
    Registration,
    RegistrationState,
    Relation,
    Revision,
    Rhythm,
    Source,
)
from directory.services.addresses import free_slug
from directory.services.history import changes, deletions
from directory.services.import_ import import_catalogue
from directory.services.merge import BELONGINGS, RHYTHMS, CannotMerge, Merging, merge
from directory.services.restore import CannotRestore, restore
from directory.services.undo import latest_actions, public_models, undo
from tests.database import everything
from tests.factories import (
    catalogue_network,
    make_agency,
    make_agency_kind,
    make_agenda_item,
    make_channel,
    make_county,
    make_focus_area,
    make_material,
    make_meeting,
    make_network,
    make_registration,
    make_visit,
    write_catalogue,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 5, 1)
DECIDED = {"state": RegistrationState.PUBLISHED, "decided_at": datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)}
DECIDED = {"state": RegistrationState.PUBLISHED, "decided_at": datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)}


@pytest.fixture
def kept():
    network = make_network(name="Matnätet", slug="matnatet", short_name="MN", purpose="Mat.", life="active")
    network.focus_areas.set([make_focus_area(slug="mat")])
    return network


@pytest.fixture
def merged():
    network = make_network(
        name="Livsmedelsnätet", slug="livsmedelsnatet", other_names="Food Net\nMN", purpose="Livsmedel.", openness="open"
    )
    network.focus_areas.set([make_focus_area(slug="livsmedel")])
    return network


def join(kept, merged, by, **chosen):
    merge(kept=kept, merged=merged, chosen=chosen, by=by)
    return type(kept).objects.get(pk=kept.pk)


@pytest.mark.parametrize("model", [Network, Agency])
def test_every_public_row_that_refers_to_one_comes_along(model):
    """A new kind of row that belongs to a network or an agency has to say what becomes of it."""
    public = [one for one in model._meta.related_objects if getattr(one.related_model, "is_public", False)]
    referring = {(one.related_model, one.field.name) for one in public}
    carried = {(one.model, name) for one in (*BELONGINGS[model], RHYTHMS) for name in {one.owner, "target"} | {one.owner}}

    assert referring
    assert referring <= carried


def test_what_is_not_chosen_is_what_the_kept_one_says_and_blanks_are_filled(kept, merged, admin_user):
    one = join(kept, merged, admin_user)

    assert (one.name, one.purpose, one.life, one.openness) == ("Matnätet", "Mat.", "active", "open")
    assert {area.slug for area in one.focus_areas.all()} == {"mat", "livsmedel"}
    assert not Network.objects.filter(pk=merged.pk).exists()


def test_every_name_of_either_is_a_name_of_what_comes_out(kept, merged, admin_user):
    assert join(kept, merged, admin_user).other_name_list == ["Livsmedelsnätet", "Food Net"]


def test_what_is_chosen_of_the_merged_one_is_taken(kept, merged, admin_user):
    one = join(kept, merged, admin_user, name="merged", slug="merged", purpose="merged", focus_areas="merged")

    assert (one.name, one.slug, one.purpose) == ("Livsmedelsnätet", "livsmedelsnatet", "Livsmedel.")
    assert [area.slug for area in one.focus_areas.all()] == ["livsmedel"]
    assert "Matnätet" in one.other_name_list
    assert [former.slug for former in one.former_addresses.all()] == ["matnatet"]


def test_facts_that_belong_together_are_taken_together(admin_user):
    kept, merged = make_network(life="active"), make_network(life="ended", ended_year=2020, ended_reason="Slut.")

    assert [choice.name for choice in Merging(kept, merged).choices].count("life") == 1
    one = join(kept, merged, admin_user, life="merged")

    assert (one.life, one.ended_year, one.ended_reason) == ("ended", 2020, "Slut.")


def test_published_one_is_not_lost_with_a_draft(admin_user):
    kept, merged = make_network(editorial_state="draft"), make_network()

    assert join(kept, merged, admin_user).is_published


def test_members_meetings_and_sources_come_along_once(kept, merged, admin_user):
    both, only = make_agency(name="Båda"), make_agency(name="Bara den andra")
    Membership.objects.create(network=kept, agency=both)
    Membership.objects.create(network=merged, agency=both, joined_year=2019)
    Membership.objects.create(network=merged, agency=only, joined_year=2020)
    day = {"starts_on": DAY, "ends_on": DAY, "precision": "day"}
    Meeting.objects.create(network=kept, title="Vårmötet", uid="v1", **day)
    Meeting.objects.create(network=merged, title="Vårmötet", uid="v2", host=both, **day)
    Meeting.objects.create(network=merged, title="Höstmötet", uid="h", host=only)
    Source.objects.create(network=kept, url="https://example.se/")
    Source.objects.create(network=merged, url="https://example.se/", page_date="2025-09")
    Source.objects.create(network=merged, url="https://example.se/2")
    coming = {model: counts for model, *counts in Merging(kept, merged).coming_along()}

    one = join(kept, merged, admin_user)

    assert [coming[model] for model in (Membership, Meeting, Source)] == [[1, 1]] * 3
    assert {(row.agency.name, row.joined_year) for row in one.memberships.all()} == {("Båda", 2019), ("Bara den andra", 2020)}
    assert {(row.uid, row.host) for row in one.meetings.all()} == {("v1", both), ("h", only)}
    assert {(row.url, row.page_date) for row in one.sources.all()} == {
        ("https://example.se/", "2025-09"),
        ("https://example.se/2", ""),
    }


def test_blank_that_cannot_be_filled_stays(kept, merged, admin_user):
    agency = make_agency()
    Membership.objects.create(network=kept, agency=agency, left_year=2018)
    Membership.objects.create(network=merged, agency=agency, joined_year=2019)

    assert join(kept, merged, admin_user).memberships.get().joined_year is None


@pytest.mark.parametrize(("chosen", "left"), [({}, [4]), ({"rhythms": "merged"}, [2, 6])])
def test_rhythms_of_one_of_them_are_kept(kept, merged, admin_user, chosen, left):
    Rhythm.objects.create(network=kept, mode="online", per_year=4)
    Rhythm.objects.create(network=merged, mode="online", per_year=6)
    Rhythm.objects.create(network=merged, mode="in_person", per_year=2)

    one = join(kept, merged, admin_user, **chosen)

    assert sorted(rhythm.per_year for rhythm in one.rhythms.all()) == left


def test_relations_move_both_ways_once_and_never_to_itself(kept, merged, admin_user):
    third, fourth = make_network(name="Tredje"), make_network(name="Fjärde")
    Relation.objects.create(origin=merged, kind="grew_out_of", target=kept)
    Relation.objects.create(origin=kept, kind="sister_of", target=third)
    Relation.objects.create(origin=third, kind="sister_of", target=merged, year=2012)
    Relation.objects.create(origin=merged, kind="part_of", target=fourth)
    Relation.objects.create(origin=fourth, kind="part_of", target=merged, note="Delvis")
    Relation.objects.create(origin=kept, kind="part_of", target=fourth)

    join(kept, merged, admin_user)

    assert {(row.origin, row.kind, row.target, row.year) for row in Relation.objects.all()} == {
        (kept, "sister_of", third, 2012),
        (kept, "part_of", fourth, None),
        (fourth, "part_of", kept, None),
    }


def test_agencies_become_one_where_they_are_members_and_hosts(admin_user):
    kept = make_agency(name="Region Skåne", slug="region-skane", county=make_county())
    merged = make_agency(name="Skåneregionen", slug="skaneregionen", kind=make_agency_kind(code="region"), country="SE")
    both, only = make_network(), make_network()
    for agency, network in ((kept, both), (merged, both), (merged, only)):
        Membership.objects.create(network=network, agency=agency)
    Meeting.objects.create(network=only, title="Vårmötet", host=merged)

    one = join(kept, merged, admin_user)

    assert (one.name, one.other_names, one.country, one.kind.code) == ("Region Skåne", "Skåneregionen", "SE", "region")
    assert {row.network for row in one.memberships.all()} == {both, only}
    assert Meeting.objects.get().host == one
    assert Agency.objects.by_any_name()["skåneregionen"] == one


def test_agency_takes_the_name_and_address_of_the_other(admin_user):
    kept, merged = make_agency(name="Gamla namnet", slug="gamla"), make_agency(name="Nya namnet", slug="nya")

    one = join(kept, merged, admin_user, name="merged", slug="merged")

    assert (one.name, one.slug, one.other_names) == ("Nya namnet", "nya", "Gamla namnet")
    assert FormerAddress.objects.get().slug == "gamla"


def test_merging_is_one_change_that_says_who_and_what(kept, merged, admin_user):
    Membership.objects.create(network=merged, agency=make_agency())
    before = Revision.objects.get().number

    join(kept, merged, admin_user)

    latest = changes(Network, kept.pk)[0]
    assert (latest.by, latest.why) == (admin_user, "Slogs ihop med Livsmedelsnätet")
    assert {type(step.after.instance) for step in latest.steps} == {Network, Membership, FormerAddress}
    assert Revision.objects.get().number == before + 1


def test_history_of_the_merged_one_is_told_with_that_of_the_kept(kept, merged, admin_user):
    merged.purpose = "Mitt emellan."
    merged.save()

    join(kept, merged, admin_user)

    told = [step.after.purpose for change in changes(Network, kept.pk) for step in change.steps if hasattr(step.after, "purpose")]
    assert "Mitt emellan." in told


def test_addresses_of_what_was_merged_twice_lead_straight_to_the_last(kept, merged, admin_user):
    last = make_network(name="Sista", slug="sista")

    join(kept, merged, admin_user)
    join(last, kept, admin_user)

    assert {former.slug: former.network for former in FormerAddress.objects.all()} == {
        "matnatet": last,
        "livsmedelsnatet": last,
    }


def test_former_address_is_never_given_to_another(kept, merged, admin_user):
    join(kept, merged, admin_user)

    assert free_slug(Network, "Livsmedelsnätet") == "livsmedelsnatet-2"
    assert free_slug(Agency, "Livsmedelsnätet") == "livsmedelsnatet"


def test_registration_goes_with_its_network(kept, merged, admin_user):
    make_registration(network=merged, **DECIDED)

    join(kept, merged, admin_user)

    assert Registration.objects.get().network == kept


def test_second_registration_of_what_becomes_one_does_not_stand_in_the_way(kept, merged, admin_user):
    first, second = make_registration(network=kept, **DECIDED), make_registration(network=merged, **DECIDED)

    join(kept, merged, admin_user)

    assert Registration.objects.get(pk=first.pk).network == kept
    assert Registration.objects.get(pk=second.pk).network is None


def test_what_waits_in_the_queue_is_decided_before_it_is_merged(kept, admin_user):
    waiting = make_registration().network
    before = everything()

    for one, other in ((kept, waiting), (waiting, kept)):
        with pytest.raises(CannotMerge):
            join(one, other, admin_user)

    assert everything() == before


def test_nothing_is_merged_with_itself(kept, admin_user):
    with pytest.raises(CannotMerge):
        join(kept, kept, admin_user)


def test_what_would_break_a_rule_changes_nothing_and_says_why(admin_user):
    kept, merged = make_network(founded_year=2010), make_network(founded_year=1999, life="ended", ended_year=2005)
    before = everything()

    with pytest.raises(CannotMerge, match=r"\w"):
        join(kept, merged, admin_user, life="merged")

    assert everything() == before


def test_merged_network_is_not_brought_back_by_the_catalogue(tmp_path, admin_user):
    records = [
        catalogue_network("ett"),
        catalogue_network("annat", members=["Lunds kommun"], relations=[{"kind": "part_of", "to": "ett"}]),
        catalogue_network("tredje", relations=[{"kind": "part_of", "to": "annat"}, {"kind": "part_of", "to": "ett"}]),
    ]
    path = write_catalogue(tmp_path, networks=records)
    import_catalogue(path)
    kept, merged = Network.objects.get(slug="ett"), Network.objects.get(slug="annat")
    join(kept, merged, admin_user)
    before = {name: rows for name, rows in everything().items() if name != "ImportedRecord"}

    report = import_catalogue(path)

    after = everything()
    assert {name: after[name] for name in before} == before
    assert {row.id: row.outcome for row in report.rows if row.kind == "network"}["annat"] == "left_alone"


def test_new_record_that_speaks_of_a_merged_network_leads_to_what_it_is_now(tmp_path, admin_user):
    first = [catalogue_network("ett"), catalogue_network("annat")]
    import_catalogue(write_catalogue(tmp_path, networks=first))
    kept, merged = Network.objects.get(slug="ett"), Network.objects.get(slug="annat")
    join(kept, merged, admin_user)

    new = catalogue_network("nytt", relations=[{"kind": "part_of", "to": "annat"}, {"kind": "part_of", "to": "ett"}])
    import_catalogue(write_catalogue(tmp_path, networks=[*first, new]))

    assert Relation.objects.get().target == kept


def test_record_whose_id_is_a_former_address_makes_nothing(tmp_path, kept, merged, admin_user):
    join(kept, merged, admin_user)

    report = import_catalogue(write_catalogue(tmp_path, networks=[catalogue_network("livsmedelsnatet")]))

    assert [row.outcome for row in report.rows] == ["left_alone"]
    assert Network.objects.count() == 1


def test_merged_agency_is_not_brought_back_by_the_catalogue(tmp_path, admin_user):
    agencies = [{"id": "lund", "name": "Lunds kommun"}, {"id": "lunds", "name": "Lunds stad", "country": "SE"}]
    network = catalogue_network("ett", members=["Lunds kommun", "Lunds stad", "Ystad"])
    path = write_catalogue(tmp_path, agencies=agencies, networks=[network])
    import_catalogue(path)
    kept = Agency.objects.get(name="Lunds kommun")
    join(kept, Agency.objects.get(name="Lunds stad"), admin_user)
    join(kept, Agency.objects.get(name="Ystad"), admin_user)
    before = {name: rows for name, rows in everything().items() if name != "ImportedRecord"}

    for _again in range(2):
        import_catalogue(path)
        after = everything()
        assert {name: after[name] for name in before} == before
    assert Agency.objects.get().country == "SE"


def test_merged_network_can_be_restored_by_itself_and_has_its_address_back(kept, merged, admin_user):
    join(kept, merged, admin_user)
    gone = deletions(Network)[0]

    restore(model=Network, pk=merged.pk, moment=gone.history_date - datetime.timedelta(microseconds=1), by=admin_user)

    assert Network.objects.get(slug="livsmedelsnatet").pk == merged.pk
    assert not FormerAddress.objects.exists()


def test_earlier_version_has_its_address_back_and_the_later_one_leads_on(kept, admin_user):
    then = datetime.datetime.now(datetime.UTC)
    FormerAddress.objects.create(slug="matnatet", network=kept)
    kept.slug = "maten"
    kept.save()

    restore(model=Network, pk=kept.pk, moment=then, by=admin_user)

    assert Network.objects.get().slug == "matnatet"
    assert [former.slug for former in FormerAddress.objects.all()] == ["maten"]


def test_deleted_network_comes_back_with_its_former_addresses(kept, merged, admin_user):
    join(kept, merged, admin_user)
    pk = kept.pk
    then = datetime.datetime.now(datetime.UTC)
    Network.objects.get().delete()

    restore(model=Network, pk=pk, moment=then, by=admin_user)

    assert FormerAddress.objects.get().network_id == pk


def test_version_whose_address_is_now_anothers_is_not_restored(kept, merged, admin_user):
    then = datetime.datetime.now(datetime.UTC)
    kept.slug = "maten"
    kept.save()
    FormerAddress.objects.create(slug="matnatet", network=merged)

    with pytest.raises(CannotRestore, match="Livsmedelsnätet"):
        restore(model=Network, pk=kept.pk, moment=then, by=admin_user)


def test_agendas_come_along_also_to_the_meeting_that_is_told_already(kept, merged, admin_user):
    day = {"starts_on": DAY, "ends_on": DAY, "precision": "day"}
    twin = make_meeting(network=kept, title="Höstmöte", **day)
    for title in ("Höstmöte", "Vårmöte"):
        make_agenda_item(meeting=make_meeting(network=merged, title=title, **day), title=f"Ämne {title}")

    one = join(kept, merged, admin_user)

    assert {(item.meeting.title, item.title) for item in one.agenda_items.all()} == {
        ("Höstmöte", "Ämne Höstmöte"),
        ("Vårmöte", "Ämne Vårmöte"),
    }
    assert [item.title for item in twin.agenda.all()] == ["Ämne Höstmöte"]
    take_back = latest_actions(public_models(), 1)[0]
    undo(moment=take_back.moment, by=admin_user)
    assert merged.agenda_items.count() == 2


def test_what_is_shared_comes_along_once(kept, merged, admin_user):
    agency = make_agency()
    make_material(network=kept)
    make_material(network=merged, agency=agency)
    make_visit(network=merged)
    make_channel(network=merged)

    one = join(kept, merged, admin_user)

    assert [material.agency for material in one.materials.all()] == [agency]
    assert (one.visits.count(), one.channels.count()) == (1, 1)
