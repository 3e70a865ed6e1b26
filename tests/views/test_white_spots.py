"""The page of white spots: every cell says what it is about and leads somewhere; one row stands as a list."""

import re
from html import unescape

import pytest

from tests.factories import make_agency_kind, make_county, make_focus_area, make_interest, make_network, make_topic

pytestmark = pytest.mark.django_db

SPOTS = "/vita-flackar/"


@pytest.fixture(autouse=True)
def _rows(db):
    """One network about food in Skåne, and somebody who waits for one about IT there."""
    food, it = make_focus_area(slug="mat"), make_focus_area(slug="it", position=1)
    county = make_county()
    make_agency_kind()
    make_county(code="SE-AB", name_sv="Stockholms län", name_en="Stockholm", position=1)
    network = make_network(level="regional", country="SE")
    network.focus_areas.add(food)
    network.counties.add(county)
    make_interest(topic=make_topic(focus_area=it, county=county))


def cells(client, address=SPOTS) -> dict[str, tuple[str, str]]:
    """Return what each linked cell shows and where it leads, by its accessible name."""
    html = client.get(address).content.decode()
    found = re.findall(r'<td class="\w+"><a href="([^"]+)" aria-label="([^"]+)">([^<]+)</a></td>', html)
    return {unescape(name): (shown, unescape(to)) for to, name, shown in found}


def test_every_cell_names_focus_area_and_column_and_leads_on(client):
    living = "life=forming&life=active&life=paused&life=seeking_coordinator&life=not_stated"

    assert cells(client) == {
        "1 nätverk: Mat, alla i Sverige": ("1", f"/natverk/?focus=mat&country=SE&{living}"),
        "1 nätverk: Mat, Skåne län": ("1", f"/natverk/?focus=mat&county=SE-M&{living}"),
        "Inget nätverk, starta ett: Mat, Stockholms län": ("+", "/intresse/?focus=mat&county=SE-AB"),
        "Inget nätverk, starta ett, 1 väntar: It, Skåne län": ("+1", "/intresse/?focus=it&county=SE-M"),
        "Inget nätverk, starta ett: It, Stockholms län": ("+", "/intresse/?focus=it&county=SE-AB"),
    }


def test_kinds_of_agency_in_english(client):
    assert "No network, start one: Mat, Municipality" in cells(client, "/en/white-spots/?by=who")


@pytest.mark.parametrize("by", ["county", "who"])
def test_every_cell_leads_to_a_page(client, by):
    for _shown, address in cells(client, f"{SPOTS}?by={by}").values():
        assert client.get(address).status_code == 200


def test_one_focus_area_is_a_list_that_leads_to_the_same(client):
    html = client.get(f"{SPOTS}?focus=it").content.decode()

    assert "<table" not in html
    assert 'href="/intresse/?focus=it&amp;county=SE-M"' in html
    assert "Inget nätverk, starta ett, 1 väntar" in html
    assert html.count('aria-current="page"') == 1


def test_tab_keeps_the_focus_area_and_the_focus_area_the_tab(client):
    html = client.get(f"{SPOTS}?focus=it").content.decode()
    assert 'href="?focus=it&amp;by=who"' in html
    assert '<input type="hidden" name="by" value="who">' in client.get(f"{SPOTS}?by=who").content.decode()


@pytest.mark.parametrize("query", ["by=x", "by=", "by=who&by=%00x", "focus=finns-inte", "focus=%3Cscript%3E", "county=nowhere"])
def test_unknown_choice_is_told_and_gives_no_numbers(client, query):
    answer = client.get(f"{SPOTS}?{query}")
    html = answer.content.decode().partition("<main")[2]

    assert answer.status_code == 200
    assert ("är inte ett av valen" in html) is (query != "by=")
    assert ("<table" in html) is (query == "by=")
    assert "<script>" not in html
    assert query == "by=" or f'<a href="{SPOTS}">' in html


def test_empty_result_of_a_list_leads_to_its_topic(client):
    html = client.get("/natverk/?focus=it&county=SE-M&who=kommun").content.decode()

    assert 'href="/intresse/?focus=it&amp;county=SE-M&amp;who=kommun"' in html
    assert 'href="/bygg-natverk/?focus=it&amp;county=SE-M&amp;who=kommun"' in html


@pytest.mark.parametrize("query", ["q=xyzzy", "focus=it&focus=mat&q=xyzzy", "focus=it&county=SE-M&county=SE-AB"])
def test_empty_result_about_no_one_topic_leads_to_all(client, query):
    html = client.get(f"/natverk/?{query}").content.decode()

    assert '<a href="/intresse/">' in html
    assert '<a href="/bygg-natverk/">' in html
