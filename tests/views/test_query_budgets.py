"""A page costs as many queries for fifty rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import FocusArea, Membership, Relation, Rhythm, Source, Topic
from tests.factories import (
    make_agency,
    make_agenda_item,
    make_channel,
    make_county,
    make_focus_area,
    make_interest,
    make_material,
    make_meeting,
    make_network,
    make_visit,
)

pytestmark = pytest.mark.django_db

LISTS = [
    "/", "/natverk/", "/natverk/?q=mat+vi&focus=mat&member=en", "/natverk/?q=xyzzy", "/organisationer/?q=en", "/organisationer/",
    "/fokusomraden/", "/fokusomraden/mat/", "/moten/", "/moten/kalender/2026/5/", "/karta/", "/karta/?focus=mat&q=vi",
    "/teman/", "/teman/?q=klausuler&focus=mat",
    "/vita-flackar/", "/vita-flackar/?by=who&focus=mat", "/intresse/",
    "/intresse/?focus=mat&county=SE-en", "/bygg-natverk/?focus=mat",
    "/hitta/", "/hitta/?q=mat+vi&focus=mat&who=kommun", "/hitta/?q=xyzzy",
]  # fmt: skip
WARM_LIST_QUERIES = 1
COMPARISON_QUERIES = 2
DETAIL_QUERIES = 23


@pytest.fixture
def area() -> FocusArea:
    return make_focus_area(slug="mat")


def fill(name: str, rows: int, area: FocusArea) -> None:
    """Make one network and one agency of that name with ``rows`` of everything, and as many networks beside them."""
    county = make_county(code=f"SE-{name[:3]}")
    busiest = make_agency(name=name, county=county)
    hub = make_network(name=name)
    for number in range(rows):
        agency, other = make_agency(county=county), make_network()
        for network, member in ((hub, agency), (other, busiest)):
            network.focus_areas.set([area])
            network.counties.set([county])
            Membership.objects.create(network=network, agency=member)
            meeting = make_meeting(network=network, title=f"Möte {number}", host=member, days=number - 25)
            make_agenda_item(meeting=meeting, agency=member, focus_area=area)
            make_material(network=network, agency=member)
            make_visit(network=network, agency=member)
            make_channel(network=network)
        Rhythm.objects.create(network=other, mode="online", per_year=4)
        Source.objects.create(network=hub, url=f"https://example.se/{number}")
        Relation.objects.create(origin=other, kind="part_of", target=hub)
        make_interest(topic=Topic.objects.get_or_create(focus_area=area, county=county)[0])


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_warm_list_reads_only_the_revision_for_one_row_and_fifty(client, area):
    for name, rows in (("en", 1), ("femtio", 50)):
        fill(name, rows, area)

        assert {address: queries(client, address) for address in LISTS} == dict.fromkeys(LISTS, WARM_LIST_QUERIES)


def test_comparison_reads_the_revision_and_the_networks_for_one_row_and_fifty(client, area):
    others = "".join(f"&network={make_network().slug}" for _ in range(2))
    for name, rows in (("en", 1), ("femtio", 50)):
        fill(name, rows, area)

        assert queries(client, f"/jamfor/?network={name}{others}&q=mat") == COMPARISON_QUERIES


def test_page_about_one_thing_costs_no_more_for_fifty_rows_than_for_one(client, area):
    fill("en", 1, area)
    fill("femtio", 50, area)

    for page in ("/natverk/%s/", "/organisationer/%s/"):
        assert queries(client, page % "femtio") <= queries(client, page % "en") <= DETAIL_QUERIES
