"""Files of all public data: every row and fact, in an order that stays, as other programs read them."""

import pytest

from directory.models import EditorialState, Meeting
from tests.factories import make_agency, make_focus_area, make_network
from tests.feeds.files import objects, rows

pytestmark = pytest.mark.django_db


def test_facts_of_a_network_are_there(client):
    network = make_network(slug="mat", name="Måltidsnätverket", purpose='Rad ett\nrad två; och, "mer"')
    network.focus_areas.add(make_focus_area(slug="livsmedel"), make_focus_area(slug="juridik"))
    network.memberships.create(agency=make_agency(slug="lund"))
    network.memberships.create(agency=make_agency(slug="eslov"))
    network.memberships.create(agency=make_agency(slug="fore"), left_year=2020)
    (row,) = rows(client, "/data/networks.csv")

    assert (row["name"], row["purpose"]) == ("Måltidsnätverket", 'Rad ett\nrad två; och, "mer"')
    assert sorted(row["focus_areas"].split("|")) == ["juridik", "livsmedel"]
    assert row["members"] == "eslov|lund"
    assert {one["slug"]: one["networks"] for one in objects(client, "/data/agencies.jsonl")}["lund"] == ["mat"]


def test_draft_is_in_no_file(client):
    draft = make_network(slug="utkast", editorial_state=EditorialState.DRAFT)
    draft.memberships.create(agency=make_agency(slug="hemlig"))
    Meeting.objects.create(network=draft, title="Hemligt möte")

    for table in ("networks", "agencies", "meetings"):
        assert objects(client, f"/data/{table}.jsonl") == []


@pytest.mark.parametrize("name", ["=1+1", "+46", "-2", "@SUM(A1)", "\t=1", "'=1"])
def test_no_cell_is_a_formula_and_json_keeps_the_text(client, name):
    network = make_network(slug="mat")
    type(network).objects.filter(pk=network.pk).update(organiser=name)
    network.save(update_fields=["country"])

    for address, delimiter in (("/data/networks.csv", ","), ("/data/networks.excel.csv", ";")):
        assert rows(client, address, delimiter)[0]["organiser"] == f"'{name}"
    assert objects(client, "/data/networks.jsonl")[0]["organiser"] == name


@pytest.mark.parametrize("address", ["/data/networks.csv?county=nowhere", "/data/focus_areas.csv?q=mat"])
def test_question_that_cannot_be_answered_is_refused_in_words(client, address):
    answer = client.get(address)

    assert answer.status_code == 400
    assert "Det här kan listan inte svara på" in answer.content.decode()


@pytest.mark.parametrize("address", ["/data/nothing.csv", "/data/networks.exe", "/data/Networks.csv"])
def test_file_that_is_none_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_file_is_for_everybody_and_not_sent_twice(client):
    answer = client.get("/data/networks.csv")

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="networks.csv"'
    assert client.get("/data/networks.csv", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
