"""Networks in the admin: found, edited with all that belongs to them, published and withdrawn."""

import re

import pytest
from django.urls import reverse

from directory.models import EditorialState, Meeting, Membership, Network, Relation, Rhythm, Source
from tests.admin.forms import posted
from tests.factories import make_agency, make_county, make_focus_area, make_network, make_registration

pytestmark = pytest.mark.django_db

LIST = "/admin/directory/network/"


def change_page(row) -> str:
    return reverse(f"admin:directory_{row._meta.model_name}_change", args=[row.pk])


def names(response) -> list[str]:
    return [network.name for network in response.context["cl"].result_list]


@pytest.mark.parametrize("query", ["åre", "ÅRE", "A\u030aRE", "ÅＲＥ", " åre  inköp "])
def test_search_finds_a_name_however_it_is_typed(admin_client, query):
    make_network(name="Inköp i Åre")
    make_network(name="Are you there")

    assert names(admin_client.get(LIST, {"q": query})) == ["Inköp i Åre"]


@pytest.mark.parametrize("query", ["ÖSU", "ösu", "Östra sektionen", "sektionen uppköp"])
def test_search_finds_short_and_other_names(admin_client, query):
    make_network(name="Uppköp", short_name="ösu", other_names="ÖSTRA Sektionen\nNågot annat")
    make_network(name="Uppköp väst")

    assert names(admin_client.get(LIST, {"q": query})) == ["Uppköp"]


@pytest.mark.parametrize("query", ["%", "_", "\\", "'"])
def test_search_for_nothing_but_signs_finds_nothing(admin_client, query):
    make_network()

    assert names(admin_client.get(LIST, {"q": query})) == []


def test_list_filters_by_state_and_county(admin_client):
    county = make_county()
    make_network(name="Skåne").counties.set([county])
    make_network(name="Utkast", editorial_state=EditorialState.DRAFT)

    assert names(admin_client.get(LIST, {"editorial_state__exact": "draft"})) == ["Utkast"]
    assert names(admin_client.get(LIST, {"counties__id__exact": county.pk})) == ["Skåne"]


def test_network_is_added_with_an_address_made_of_its_name(admin_client):
    make_network(name="Åre inköp", slug="are-inkop")
    form = posted(admin_client.get(f"{LIST}add/"), name="Åre\u200b inköp", purpose="Vi lär.")

    admin_client.post(f"{LIST}add/", form)

    added = Network.objects.get(slug="are-inkop-2")
    assert added.name == "Åre inköp"


def test_network_saved_with_its_lists_is_one_entry_of_its_history(admin_client, admin_user):
    network, areas = make_network(), [make_focus_area(slug="mat"), make_focus_area(slug="bygg")]
    form = posted(admin_client.get(change_page(network)), purpose="Nytt.", focus_areas=[area.pk for area in areas])

    admin_client.post(change_page(network), form)

    latest, first = network.history.all()
    assert (first.purpose, latest.purpose) == ("Vi lär av varandra.", "Nytt.")
    assert latest.history_user == admin_user
    assert {row.focusarea_id for row in latest.focus_areas.all()} == {area.pk for area in areas}


def test_rows_that_belong_to_a_network_are_edited_on_its_page(admin_client):
    network, agency, other = make_network(), make_agency(), make_network()
    gone = Source.objects.create(network=network, url="https://example.se/gammal")
    form = posted(admin_client.get(change_page(network)), **{
        "rhythms-TOTAL_FORMS": 1, "rhythms-0-mode": "online", "rhythms-0-per_year": 4,
        "memberships-TOTAL_FORMS": 1, "memberships-0-agency": agency.pk, "memberships-0-joined_year": 2020,
        "meetings-TOTAL_FORMS": 1, "meetings-0-title": "Vårmöte", "meetings-0-starts_on": "2027-03-10",
        "meetings-0-precision": "month", "meetings-0-state": "tentative",
        "relations_out-TOTAL_FORMS": 1, "relations_out-0-kind": "part_of", "relations_out-0-target": other.pk,
        "sources-TOTAL_FORMS": 2, "sources-0-DELETE": "on", "sources-1-url": "https://example.se/ny",
    })  # fmt: skip

    response = admin_client.post(change_page(network), form)

    assert response.status_code == 302
    assert Rhythm.objects.get().per_year == 4
    assert Membership.objects.get().agency == agency
    assert str(Meeting.objects.get().ends_on) == "2027-03-31"
    assert Relation.objects.get().target == other
    assert Source.objects.get().url == "https://example.se/ny"
    moments = {entry.history_date for entry in (network.history.latest(), Membership.history.get(), gone.history.latest())}
    assert len(moments) == 1


def test_relations_told_by_others_are_read_only(admin_client):
    network, other = make_network(), make_network(name="Den andra")
    Relation.objects.create(origin=other, kind="part_of", target=network, note="Sedan 2019")

    page = admin_client.get(change_page(network)).content.decode()

    assert "Sedan 2019" in page
    assert 'name="relations_in-0-kind"' not in page


def test_address_may_be_changed_and_the_old_one_leads_on(admin_client):
    network = make_network(slug="navet")
    for slug in ("flyttat", "flyttat-igen"):
        admin_client.post(change_page(network), posted(admin_client.get(change_page(network)), slug=slug))

    assert Network.objects.get().slug == "flyttat-igen"
    for old in ("navet", "flyttat"):
        assert admin_client.get(f"/natverk/{old}/")["Location"] == "/natverk/flyttat-igen/"


def test_address_that_comes_back_is_no_former_one(admin_client):
    network = make_network(slug="navet")
    for slug in ("flyttat", "navet", ""):
        admin_client.post(change_page(network), posted(admin_client.get(change_page(network)), slug=slug))

    assert Network.objects.get().slug == "navet"
    assert [former.slug for former in network.former_addresses.all()] == ["flyttat"]


def test_former_address_of_another_is_refused_at_its_field(admin_client):
    network, other = make_network(name="Navet", slug="navet"), make_network()
    network.former_addresses.create(slug="gammalt")

    response = admin_client.post(change_page(other), posted(admin_client.get(change_page(other)), slug="gammalt"))

    assert "Navet" in response.context["adminform"].form.errors["slug"][0]
    added = admin_client.post(f"{LIST}add/", posted(admin_client.get(f"{LIST}add/"), name="Gammalt", purpose="Vi lär."))
    assert added.status_code == 302
    assert Network.objects.get(name="Gammalt").slug == "gammalt-2"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "a\x00b"), ("purpose", "a\x00b"), ("other_names", "a\x00b"), ("country", "S\x00"), ("area", "\x00"),
        ("contact_email", "a\x00@example.se"), ("website", "https://example.se/\x00"), ("stated_size", "1\x00"),
        ("confirmed_on", "2026-01-01\x00"), ("focus_areas", ["\x00"]), ("level", "local\x00"), ("stated_size_as_of", "2026\x00"),
        ("website", "javascript:alert(1)"), ("website", "http://127.0.0.1/"), ("name", "\u200b\u200b"),
        ("memberships-0-agency", "\x00"), ("meetings-0-title", "a\x00"), ("founded_year", "99999999999999999999"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_at_its_field(admin_client, field, value):
    network = make_network()
    counts = {"memberships-TOTAL_FORMS": 1, "meetings-TOTAL_FORMS": 1, "meetings-0-state": "tentative"}
    form = posted(admin_client.get(change_page(network)), **counts | {field: value})

    response = admin_client.post(change_page(network), form)

    assert response.status_code == 200
    assert 'class="errorlist"' in response.content.decode()
    assert network.history.count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("founded_year", 1492), ("ended_year", 2500), ("stated_size", 0), ("memberships-0-joined_year", 1492),
        ("memberships-0-left_year", 2500), ("rhythms-0-per_year", 400), ("relations_out-0-year", 1)],
)  # fmt: skip
def test_what_a_rule_about_one_field_refuses_is_told_at_that_field_and_leads_there(admin_client, field, value):
    network, other, agency = make_network(), make_network(), make_agency()
    rows = {
        "life": "ended", "memberships-TOTAL_FORMS": 1, "memberships-0-agency": agency.pk, "rhythms-TOTAL_FORMS": 1,
        "rhythms-0-mode": "online", "relations_out-TOTAL_FORMS": 1, "relations_out-0-kind": "part_of",
        "relations_out-0-target": other.pk,
    }  # fmt: skip
    form = posted(admin_client.get(change_page(network)), **rows | {field: value})

    response = admin_client.post(change_page(network), form)

    context = response.context
    forms = [context["adminform"].form, *(form for inline in context["inline_admin_formsets"] for form in inline.formset.forms)]
    assert {form.add_prefix(name) for form in forms for name in form.errors} == {field}
    assert f'<a href="#id_{field}">' in response.content.decode()


def test_same_member_twice_is_refused_with_the_reason(admin_client):
    network, agency = make_network(), make_agency()
    rows = {"memberships-TOTAL_FORMS": 2, "memberships-0-agency": agency.pk, "memberships-1-agency": agency.pk}

    response = admin_client.post(change_page(network), posted(admin_client.get(change_page(network)), **rows))

    assert response.status_code == 200
    assert not Membership.objects.exists()


def test_network_of_hundreds_of_members_can_still_be_saved(admin_client):
    network = make_network()
    for number in range(300):
        Membership.objects.create(network=network, agency=make_agency(name=f"Kommun {number}"))
    page = admin_client.get(change_page(network))

    response = admin_client.post(change_page(network), posted(page, purpose="Nytt."))

    assert response.status_code == 302
    assert Network.objects.get().purpose == "Nytt."
    assert network.memberships.count() == 300
    link = re.search(r'href="(/admin/directory/membership/[^"]+)">[^<]*\(300\)', page.content.decode())
    assert admin_client.get(link[1]).context["cl"].result_count == 300


def test_actions_publish_and_withdraw(admin_client):
    draft, waiting = make_network(editorial_state=EditorialState.DRAFT), make_registration().network
    chosen = {"_selected_action": [draft.pk, waiting.pk]}

    admin_client.post(LIST, chosen | {"action": "publish"})
    assert set(Network.objects.published()) == {draft}

    admin_client.post(LIST, chosen | {"action": "withdraw"})
    assert {network.editorial_state for network in Network.objects.all()} == {"withdrawn", "submitted"}


def test_what_waits_in_the_queue_is_decided_there(admin_client):
    registration = make_registration()
    network = registration.network
    page = admin_client.get(change_page(network))

    admin_client.post(change_page(network), posted(page, editorial_state="published", purpose="Rättat."))
    delete = admin_client.post(f"{LIST}{network.pk}/delete/", {"post": "yes"})

    network.refresh_from_db()
    assert (network.editorial_state, network.purpose) == ("submitted", "Rättat.")
    assert delete.status_code == 403
    assert change_page(registration) in page.content.decode()
