"""The agenda memory: who has talked about something, when, and when next; over all networks, by words and choices."""

import re

import pytest

from tests.factories import (
    make_agency,
    make_agenda_item,
    make_focus_area,
    make_material,
    make_meeting,
    make_network,
    make_visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _memory():
    price, food = make_focus_area(slug="avtal", name_sv="Avtal"), make_focus_area(slug="mat", name_sv="Mat")
    network = make_network(name="Matnätet")
    network.focus_areas.add(food)
    borås = make_agency(name="Borås")
    past, coming = (
        make_meeting(network=network, days=-40, title="Vårmöte"),
        make_meeting(network=network, days=40, title="Höstmöte"),
    )
    make_agenda_item(meeting=past, title="Prisklausuler", agency=borås, focus_area=price)
    make_agenda_item(meeting=past, title="Skolmåltider")
    make_agenda_item(meeting=coming, title="Prisklausuler igen")
    make_meeting(network=network, days=-400, title="Möte om spannmål")
    make_material(network=network, title="Mall för prisklausuler", year=2024)
    make_visit(network=network, title="Vårt kök")
    make_visit(network=network, title="Vårt lager", state="held", held_on="2025-01-01")
    make_meeting(network=make_network(name="Utkast", editorial_state="draft"), days=-1, title="Hemliga prisklausuler")


def found(client, **asked) -> list[str]:
    context = client.get("/teman/", asked).context
    return [entry.title for group in context["groups"] for entry in group["entries"]]


def test_what_is_coming_comes_first_then_the_latest(client):
    assert found(client) == [
        "Vårt kök",
        "Prisklausuler igen",
        "Skolmåltider",
        "Prisklausuler",
        "Möte om spannmål",
        "Vårt lager",
        "Mall för prisklausuler",
    ]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"q": "prisklausuler"}, ["Prisklausuler igen", "Prisklausuler", "Mall för prisklausuler"]),
        ({"q": "boras"}, ["Prisklausuler"]),
        ({"q": "matnätet kök"}, ["Vårt kök"]),
        ({"q": "hemliga"}, []),
        ({"when": "coming"}, ["Vårt kök", "Prisklausuler igen"]),
        ({"what": "material"}, ["Mall för prisklausuler"]),
        ({"what": ["visit", "material"], "when": "past"}, ["Vårt lager", "Mall för prisklausuler"]),
        ({"focus": "avtal"}, ["Prisklausuler"]),
        ({"focus": "mat", "q": "skol"}, ["Skolmåltider"]),
    ],
)
def test_it_is_searched_and_filtered(client, asked, titles):
    assert found(client, **asked) == titles


def test_each_is_told_with_who_when_and_where(client):
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/teman/", {"q": "prisklausuler"}).content.decode()))

    assert re.search(r"Prisklausuler Matnätet +Borås", page)
    assert "2024" in page
    assert "3 ämnen" in page


def test_nothing_found_offers_ways_on(client):
    page = client.get("/teman/", {"q": "xyzzy"}).content.decode()

    assert "Ingen på kartan har berättat om det än" in page
    assert "Hitta ett nätverk och fråga det" in page


def test_topics_are_found_by_the_search_for_networks(client):
    for word in ("skolmåltider", "prisklausuler", "lager"):
        assert [network.name for network in client.get("/natverk/", {"q": word}).context["filter"].rows] == ["Matnätet"]
