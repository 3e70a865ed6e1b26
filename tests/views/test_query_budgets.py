"""A page costs as many queries for fifty rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Meeting, Membership, Relation, Rhythm, Source
from tests.factories import make_agency, make_county, make_focus_area, make_network

pytestmark = pytest.mark.django_db

LISTS = ["/", "/natverk/", "/organisationer/", "/fokusomraden/", "/fokusomraden/mat/", "/moten/"]
WARM_LIST_QUERIES = 1
DETAIL_QUERIES = 15


def fill(rows: int) -> None:
    """Make one network with ``rows`` of everything, and as many networks beside it."""
    area, county = make_focus_area(slug="mat"), make_county()
    agencies = [make_agency(name=f"Kommun {number}", county=county) for number in range(rows)]
    hub = make_network(name="Navet", slug="navet")
    others = [make_network(name=f"Nätverk {number}") for number in range(rows)]
    for number, (agency, other) in enumerate(zip(agencies, others, strict=True)):
        for network in (hub, other):
            network.focus_areas.set([area])
            network.counties.set([county])
            Membership.objects.create(network=network, agency=agency)
            Meeting.objects.create(network=network, title=f"Möte {number}", host=agency)
        Rhythm.objects.create(network=other, mode="online", per_year=4)
        Source.objects.create(network=hub, url=f"https://example.se/{number}")
        Relation.objects.create(origin=other, kind="part_of", target=hub)


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("rows", [1, 50])
def test_warm_list_reads_only_the_revision(client, address, rows):
    fill(rows)
    client.get(address)

    assert queries(client, address) == WARM_LIST_QUERIES


@pytest.mark.parametrize("address", ["/natverk/navet/", "/organisationer/kommun-0/"])
def test_page_about_one_thing_costs_the_same_for_one_row_and_fifty(client, address):
    fill(1)
    client.get(address)
    few = queries(client, address)

    Meeting.objects.all().delete()
    for model in (Membership, Relation, Rhythm, Source):
        model.objects.all().delete()
    from directory.models import Agency, FocusArea, Network

    for model in (Network, Agency, FocusArea):
        model.objects.all().delete()
    fill(50)
    client.get(address)

    assert queries(client, address) == few <= DETAIL_QUERIES
