"""What pages tell search engines is what they tell readers, and nothing typed gets out of its block."""

import datetime

import pytest
from django.utils import timezone

from directory.linked.pages import OF_GOVERNMENT
from directory.models import AgencyKind
from tests.factories import make_agency, make_agency_kind, make_county, make_focus_area, make_meeting, make_network
from tests.linked.reading import BLOCK, of_type, said

pytestmark = pytest.mark.django_db
HOME = "http://localhost:8000"
NASTY = ["</script><b>", "<!--<script>", 'a"b\\c', "a\u2028b\u2029c", "\u202eomvänt\u200f", "]]>&amp;'", "{{7*7}}"]


@pytest.fixture
def network():
    return make_network(
        name="Nätet", slug="natet", short_name="N", other_names="Nätverket\nNet", website="https://natet.example.se/",
        founded_year=2016, ended_year=2020, life="ended", country="SE",
    )  # fmt: skip


def test_network_says_what_its_page_says(client, network):
    network.counties.add(make_county())
    network.focus_areas.add(make_focus_area(slug="mat", name_sv="Mat"))
    network.memberships.create(agency=make_agency(name="Lund", slug="lund", kind=make_agency_kind(code="kommun")))
    network.memberships.create(agency=make_agency(name="Borta"), left_year=2019)

    (told,) = of_type(said(client, "/natverk/natet/"), "Consortium")

    assert told == {
        "@type": ["Organization", "Consortium"],
        "@id": f"{HOME}/natverk/natet/#network",
        "name": "Nätet",
        "alternateName": ["N", "Nätverket", "Net"],
        "description": "Vi lär av varandra.",
        "url": f"{HOME}/natverk/natet/",
        "sameAs": ["https://natet.example.se/"],
        "areaServed": [{"@type": "AdministrativeArea", "name": "Skåne län"}],
        "knowsAbout": ["Mat"],
        "foundingDate": "2016",
        "dissolutionDate": "2020",
        "member": [{"@type": "GovernmentOrganization", "@id": f"{HOME}/organisationer/lund/#agency", "name": "Lund"}],
    }


def test_what_is_not_stated_is_not_said(client):
    make_network(slug="natet")

    (told,) = of_type(said(client, "/natverk/natet/"), "Consortium")

    assert set(told) == {"@type", "@id", "name", "description", "url"}


def test_both_languages_speak_of_one_thing_each_with_its_own_page(client, network):
    told = [of_type(said(client, page), "Consortium")[0] for page in ("/natverk/natet/", "/en/networks/natet/")]

    assert told[0]["@id"] == told[1]["@id"]
    assert [one["url"] for one in told] == [f"{HOME}/natverk/natet/", f"{HOME}/en/networks/natet/"]


@pytest.mark.parametrize(
    ("precision", "starts"), [("year", "2026"), ("month", "2026-05"), ("day", "2026-05-01")], ids=["year", "month", "day"]
)
def test_meeting_starts_no_more_exactly_than_is_known(client, network, precision, starts):
    make_meeting(network=network, starts_on="2026-05-01", ends_on="2026-05-01", precision=precision)

    (told,) = of_type(said(client, "/natverk/natet/"), "Event")

    assert told["startDate"] == starts
    assert "endDate" not in told


def test_meeting_with_hours_starts_at_a_moment(client, network):
    day = datetime.date(2026, 5, 5)
    make_meeting(
        network=network, starts_on=day, ends_on=day, precision="day", start_time="13:00", end_time="15:30",
        time_zone="Europe/Helsinki",
    )  # fmt: skip

    (told,) = of_type(said(client, "/natverk/natet/"), "Event")

    assert (told["startDate"], told["endDate"]) == ("2026-05-05T13:00+03:00", "2026-05-05T15:30+03:00")


def test_meeting_of_several_days_ends_on_the_last(client, network):
    make_meeting(network=network, starts_on="2026-05-05", ends_on="2026-05-06", precision="day")

    (told,) = of_type(said(client, "/natverk/natet/"), "Event")

    assert (told["startDate"], told["endDate"]) == ("2026-05-05", "2026-05-06")


@pytest.mark.parametrize(
    ("mode", "attendance", "locations"),
    [
        ("in_person", "Offline", ["Place"]),
        ("online", "Online", ["Place", "VirtualLocation"]),
        ("hybrid", "Mixed", ["Place", "VirtualLocation"]),
        (None, None, ["Place"]),
    ],
)
def test_meeting_tells_how_it_is_attended(client, network, mode, attendance, locations):
    make_meeting(network=network, days=5, mode=mode, place="Lund", host=make_agency(name="Värden", slug="vard"))

    (told,) = of_type(said(client, "/natverk/natet/"), "Event")

    expected = attendance and f"https://schema.org/{attendance}EventAttendanceMode"
    assert told.get("eventAttendanceMode") == expected
    assert [place["@type"] for place in told["location"]] == locations
    assert [one["@id"].rpartition("#")[2] for one in told["organizer"]] == ["network", "agency"]


def test_cancelled_meeting_is_cancelled_and_an_undated_one_is_no_event(client, network):
    make_meeting(network=network, days=5, state="cancelled")
    make_meeting(network=network)

    (told,) = of_type(said(client, "/natverk/natet/"), "Event")

    assert told["eventStatus"] == "https://schema.org/EventCancelled"


def test_agency_is_a_member_of_its_networks(client, network):
    agency = make_agency(name="Lund", slug="lund", kind=make_agency_kind(code="kommun"), county=make_county())
    network.memberships.create(agency=agency)

    told, crumbs = said(client, "/organisationer/lund/")

    assert (told["@type"], told["location"]["name"]) == ("GovernmentOrganization", "Skåne län")
    assert [(group["name"], group["url"]) for group in told["memberOf"]] == [("Nätet", f"{HOME}/natverk/natet/")]
    assert [step["name"] for step in crumbs["itemListElement"]] == ["Organisationer", "Lund"]


def test_company_is_not_called_an_authority(client, network):
    network.memberships.create(agency=make_agency(slug="bolaget", kind=make_agency_kind(code="privat_foretag")))

    assert said(client, "/organisationer/bolaget/")[0]["@type"] == "Organization"


def test_kinds_that_are_of_government_are_kinds_of_the_catalogue(catalogue):
    assert set(OF_GOVERNMENT) <= set(AgencyKind.objects.values_list("code", flat=True))


def test_first_page_tells_how_to_search(client):
    (told,) = said(client, "/en/")

    assert told["potentialAction"]["target"]["urlTemplate"] == f"{HOME}/en/networks/?q={{search_term_string}}"


def test_page_about_the_site_tells_of_its_data_and_their_licence(client, settings):
    assert said(client, "/om/")[0]["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    settings.DATA_LICENCE = ""
    assert "license" not in said(client, "/om/")[0]


@pytest.mark.parametrize("nasty", NASTY)
def test_nothing_typed_gets_out_of_the_block(client, nasty):
    network = make_network(name=nasty, slug="natet", purpose=nasty, other_names=nasty)
    network.memberships.create(agency=make_agency(name=nasty, slug="lund"))
    make_meeting(network=network, title=nasty, place=nasty, days=3)

    html = client.get("/natverk/natet/").content.decode()
    things = said(client, "/natverk/natet/")

    assert not set(BLOCK.search(html)[1]) & set("<>&\u2028\u2029")
    (told,) = of_type(things, "Consortium")
    assert (told["name"], told["member"][0]["name"], told["description"]) == (nasty, nasty, nasty)
    assert of_type(things, "Event")[0]["name"] == nasty
    assert said(client, "/organisationer/lund/")[0]["name"] == nasty


def test_lists_carry_no_block(client, network):
    for page in ("/natverk/", "/organisationer/", "/moten/", "/fokusomraden/"):
        assert BLOCK.search(client.get(page).content.decode()) is None


def test_draft_is_said_nowhere(client, network):
    hidden = make_network(name="Hemliga nätet", editorial_state="draft")
    agency = make_agency(name="Lund", slug="lund")
    for group in (network, hidden):
        group.memberships.create(agency=agency)
    make_meeting(network=hidden, days=2, host=agency)

    assert "Hemliga" not in str(said(client, "/organisationer/lund/"))


def test_page_repeats_a_bounded_number_of_members_and_meetings(client, network):
    for number in range(60):
        network.memberships.create(agency=make_agency())
        if number < 20:
            make_meeting(network=network, starts_on=timezone.localdate(), ends_on=timezone.localdate(), precision="day")

    things = said(client, "/natverk/natet/")

    assert len(of_type(things, "Consortium")[0]["member"]) == 50
    assert len(of_type(things, "Event")) == 10
