"""Any earlier version of anything public comes back, with all that belonged to it, and as nothing else."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from directory.models import Agency, FocusArea, Meeting, Membership, Network, Relation, Revision, Rhythm, Source
from directory.models.revision import one_step
from directory.services.history import changes, deletions, last_name
from directory.services.restore import CannotRestore, restore
from tests.database import as_it_stood
from tests.factories import make_agency, make_county, make_focus_area, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    """A network with one of everything."""
    network = make_network(name="Navet", slug="navet", purpose="Första versionen.")
    with network.as_one_change():
        network.focus_areas.set([make_focus_area(slug="mat"), make_focus_area(slug="bygg")])
        network.counties.set([make_county()])
    agency = make_agency(name="Region Skåne")
    Rhythm.objects.create(network=network, mode="online", per_year=4)
    Rhythm.objects.create(network=network, mode="in_person", per_year=2)
    Source.objects.create(network=network, url="https://example.se/", page_date="2025-09")
    Membership.objects.create(network=network, agency=agency, joined_year=2020)
    Meeting.objects.create(network=network, title="Vårmötet", uid="v@example.se", host=agency)
    other = make_network(name="Föregångaren")
    Relation.objects.create(origin=network, kind="grew_out_of", target=other)
    Relation.objects.create(origin=other, kind="sister_of", target=network)
    return network


def told(network_id: int) -> dict:
    """Return all that is known of a network, keys included."""
    parts = (Rhythm, Source, Membership, Meeting)
    return {
        "network": list(Network.objects.filter(pk=network_id).values()),
        "lists": [
            list(getattr(Network(pk=network_id), name).order_by("pk").values_list("pk", flat=True))
            for name in ("focus_areas", "counties", "admits", "cpv_divisions", "exchanges")
        ],
        "relations": list(Relation.objects.order_by("pk").values()),
        **{
            part.__name__: list(map(as_it_stood, part.objects.filter(network=network_id).order_by("pk").values()))
            for part in parts
        },
    }


def change_everything(network: Network) -> None:
    network.name, network.purpose, network.editorial_state = "Nya navet", "Andra versionen.", "withdrawn"
    with network.as_one_change():
        network.save()
        network.focus_areas.set([make_focus_area(slug="it")])
        network.counties.clear()
    network.rhythms.all().delete()
    Rhythm.objects.create(network=network, mode="online", per_year=9)
    network.sources.get().delete()
    Source.objects.create(network=network, url="https://example.se/nytt")
    Membership.objects.create(network=network, agency=make_agency(name="Region Halland"))
    network.memberships.get(agency__name="Region Skåne").delete()
    meeting = network.meetings.get()
    meeting.title, meeting.host = "Höstmötet", None
    meeting.save()
    Relation.objects.all().delete()


def test_network_comes_back_as_it_was_with_all_that_belongs_to_it(network, admin_user):
    before, then = told(network.pk), timezone.now()
    change_everything(network)
    assert told(network.pk) != before

    assert restore(model=Network, pk=network.pk, moment=then, by=admin_user) == []

    assert told(network.pk) == before


def test_deleted_network_comes_back_under_its_own_keys(network, admin_user):
    before = told(network.pk)
    with one_step(by=admin_user):
        Network.objects.get(pk=network.pk).delete()
    gone = deletions(Network)[0]

    restore(model=Network, pk=gone.id, moment=gone.history_date - datetime.timedelta(microseconds=1), by=admin_user)

    assert told(network.pk) == before
    assert deletions(Network) == []


def test_restoring_is_one_change_that_says_who_and_what(network, admin_user):
    then = timezone.now()
    change_everything(network)
    before = Revision.objects.get().number

    with override("en"):
        restore(model=Network, pk=network.pk, moment=then, by=admin_user)

    latest = changes(Network, network.pk)[0]
    assert latest.by == admin_user
    assert latest.why.startswith("Restored as it was")
    assert {step.after.instance_type for step in latest.steps} == {Network, Rhythm, Source, Membership, Meeting, Relation}
    assert Revision.objects.get().number == before + 1


def test_restoring_can_be_taken_back(network, admin_user):
    then = timezone.now()
    change_everything(network)
    changed, later = told(network.pk), timezone.now()

    restore(model=Network, pk=network.pk, moment=then, by=admin_user)
    restore(model=Network, pk=network.pk, moment=later, by=admin_user)

    assert told(network.pk) == changed


def test_restoring_what_already_is_so_changes_nothing(network, admin_user):
    before, entries = told(network.pk), Network.history.count() + Meeting.history.count()
    number = Revision.objects.get().number

    restore(model=Network, pk=network.pk, moment=timezone.now(), by=admin_user)

    assert told(network.pk) == before
    assert Network.history.count() + Meeting.history.count() == entries
    assert Revision.objects.get().number == number


def test_rows_that_changed_places_are_put_back(network, admin_user):
    before, then = told(network.pk), timezone.now()
    online, in_person = network.rhythms.get(mode="online"), network.rhythms.get(mode="in_person")
    Rhythm.objects.filter(pk=online.pk).delete()
    in_person.mode = "online"
    in_person.save()
    Rhythm.objects.create(pk=online.pk, network=network, mode="in_person", per_year=1)

    restore(model=Network, pk=network.pk, moment=then, by=admin_user)

    assert told(network.pk) == before


def test_membership_that_moved_goes_back_where_it_was(network, admin_user):
    then, other = timezone.now(), make_network()
    membership = network.memberships.get()
    membership.network = other
    membership.save()
    moved = timezone.now()

    restore(model=Network, pk=network.pk, moment=then, by=admin_user)
    assert Membership.objects.get().network == network
    restore(model=Network, pk=network.pk, moment=moved, by=admin_user)
    assert Membership.objects.get().network == other
    restore(model=Network, pk=other.pk, moment=timezone.now(), by=admin_user)
    assert Membership.objects.get().network == other


def test_what_refers_to_something_deleted_is_left_out_and_named(network, admin_user):
    then = timezone.now()
    network.memberships.all().delete()
    Meeting.objects.update(host=None)
    Relation.objects.all().delete()
    Network.objects.get(name="Föregångaren").delete()
    Agency.objects.get(name="Region Skåne").delete()
    network.focus_areas.get(slug="mat").delete()

    left_out = restore(model=Network, pk=network.pk, moment=then, by=admin_user)

    assert sorted(left_out) == ["Föregångaren", "Föregångaren", "Mat", "Region Skåne", "Region Skåne"]
    assert Meeting.objects.get().host is None
    assert [area.slug for area in network.focus_areas.all()] == ["bygg"]


@pytest.mark.parametrize("model", [Agency, FocusArea, Meeting])
def test_single_row_comes_back_from_a_change_and_from_deletion(admin_user, model):
    row = {
        Agency: lambda: make_agency(name="Region Skåne"),
        FocusArea: lambda: make_focus_area(slug="mat"),
        Meeting: lambda: Meeting.objects.create(network=make_network(), title="Vårmötet", uid="v@example.se"),
    }[model]()
    before, then = as_it_stood(model.objects.values().get()), timezone.now()
    for field in model._meta.concrete_fields:
        if field.name in ("name", "title", "name_sv"):
            setattr(row, field.name, "Något annat")
    row.save()
    restore(model=model, pk=row.pk, moment=then, by=admin_user)
    assert as_it_stood(model.objects.values().get()) == before

    model.objects.get().delete()
    restore(model=model, pk=row.pk, moment=then, by=admin_user)
    assert as_it_stood(model.objects.values().get()) == before
    assert model.history.latest().history_user == admin_user


def test_meeting_of_a_deleted_network_says_what_to_restore_first(network, admin_user):
    then, meeting = timezone.now(), network.meetings.get()
    network.delete()

    with pytest.raises(CannotRestore, match="Navet"):
        restore(model=Meeting, pk=meeting.pk, moment=then, by=admin_user)


def test_address_that_another_network_has_taken_refuses_and_changes_nothing(network, admin_user):
    then, pk = timezone.now(), network.pk
    network.delete()
    make_network(name="En annan", slug="navet")
    number = Revision.objects.get().number

    with pytest.raises(CannotRestore):
        restore(model=Network, pk=pk, moment=then, by=admin_user)

    assert not Network.objects.filter(pk=pk).exists()
    assert not Meeting.objects.exists()
    assert Revision.objects.get().number == number


def test_name_that_another_agency_has_taken_refuses_with_the_reason(admin_user):
    gone, then = make_agency(name="Region Skåne"), timezone.now()
    pk = gone.pk
    gone.delete()
    taken = make_agency(name="REGION SKÅNE", slug="en-annan")

    with override("en"), pytest.raises(CannotRestore, match="There is already an agency of that name"):
        restore(model=Agency, pk=pk, moment=then, by=admin_user)

    assert list(Agency.objects.all()) == [taken]


@pytest.mark.parametrize("moment", ["before it was", "after it was deleted"])
def test_moment_at_which_it_was_not_there_is_refused(admin_user, moment):
    before = timezone.now()
    agency = make_agency()
    pk = agency.pk
    agency.delete()

    with pytest.raises(CannotRestore):
        restore(model=Agency, pk=pk, moment=before if moment == "before it was" else timezone.now(), by=admin_user)

    assert not Agency.objects.exists()


def test_changes_tell_what_was_written_together_newest_first(network):
    with one_step(why="Allt på en gång"):
        change_everything(network)

    latest, *_earlier = told_of = changes(Network, network.pk)

    assert latest.why == "Allt på en gång"
    assert sorted((step.after.instance_type.__name__, step.was, step.is_still) for step in latest.steps) == [
        ("Meeting", True, True),
        ("Membership", False, True),
        ("Membership", True, False),
        ("Network", True, True),
        ("Relation", True, False),
        ("Relation", True, False),
        ("Rhythm", False, True),
        ("Rhythm", True, False),
        ("Rhythm", True, False),
        ("Source", False, True),
        ("Source", True, False),
    ]
    assert [change.moment for change in told_of] == sorted((change.moment for change in told_of), reverse=True)


def test_what_came_and_went_at_once_is_no_change(network):
    count = len(changes(Network, network.pk))

    with one_step():
        Source.objects.create(network=network, url="https://example.se/fel").delete()

    assert len(changes(Network, network.pk)) == count


def test_deletions_name_each_deleted_row_once(network, admin_user):
    pk, then = network.pk, timezone.now()
    network.delete()
    restore(model=Network, pk=pk, moment=then, by=admin_user)
    Network.objects.get(pk=pk).delete()

    assert [entry.id for entry in deletions(Network)] == [pk]
    assert last_name(Network, pk) == "Navet"
    assert last_name(Membership, Membership.history.first().id) == "Region Skåne – Navet"
