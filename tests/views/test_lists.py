"""The filtered lists: what they say of what was asked, which boxes they offer, how their rows are shown."""

import datetime
import re

import pytest

from directory.models import Agency, Meeting, Network
from tests.factories import make_agency, make_county, make_network

pytestmark = pytest.mark.django_db

NETWORKS, NETWORKS_IN_ENGLISH = "/natverk/", "/en/networks/"


def asked(client, address=NETWORKS, **query):
    """Return the filter of the list that answers this query."""
    return client.get(address, query).context["filter"]


def seen(client, address=NETWORKS, **query) -> str:
    """Return what stands on the page, its markup taken away."""
    return " ".join(re.sub(r"<[^>]+>", "", client.get(address, query).content.decode()).split())


@pytest.fixture
def counties():
    names = [("SE-AB", "Stockholms län"), ("SE-M", "Skåne län"), ("SE-N", "Hallands län"), ("SE-Z", "Jämtlands län")]
    return {code: make_county(code=code, name_sv=name, name_en=name) for code, name in names}


@pytest.mark.parametrize(
    ("address", "chosen", "spoken"),
    [
        (NETWORKS, ["SE-M"], "Län: Skåne län."),
        (NETWORKS, ["SE-AB", "SE-M"], "Län: Skåne län eller Stockholms län."),
        (NETWORKS, ["SE-AB", "SE-M", "SE-N"], "Län: Hallands län, Skåne län eller Stockholms län."),
        (NETWORKS_IN_ENGLISH, ["SE-AB", "SE-M"], "County: Skåne län or Stockholms län."),
    ],
)
def test_sentence_reads_several_choices_in_the_readers_language(client, counties, address, chosen, spoken):
    assert spoken in seen(client, address, county=chosen)


@pytest.mark.parametrize(
    ("address", "query", "title"),
    [
        (NETWORKS, {}, "Nätverk"),
        (NETWORKS, {"q": "mat <b>"}, "mat &lt;b&gt; – 1 nätverk"),
        (NETWORKS, {"level": "national"}, "0 nätverk"),
        (NETWORKS, {"level": "nowhere"}, "Nätverk"),
        (NETWORKS_IN_ENGLISH, {"q": "mat"}, "mat – 1 network"),
        ("/moten/", {"q": "mat"}, "mat – 0 möten"),
        ("/organisationer/", {}, "Organisationer"),
    ],
)
def test_title_tells_what_was_asked_and_how_much_there_is(client, address, query, title):
    make_network(name="Matnätet B", purpose="Mat.")

    assert f"<title>{title} – Nätverkskartan</title>" in client.get(address, query).content.decode()


def test_ticked_boxes_come_first_and_those_that_give_nothing_last(client, counties):
    make_network().counties.set([counties["SE-M"], counties["SE-Z"]])
    offered = {facet.name: facet.choices for facet in asked(client, county="SE-Z").facets}["county"]

    assert [(choice.key, choice.is_chosen, choice.count) for choice in offered][:2] == [("SE-Z", True, 1), ("SE-M", False, 1)]
    assert {choice.count for choice in offered[2:]} == {0}


def test_a_better_word_is_told_only_when_it_gives_something(client):
    make_network(name="Livsmedel", level="national")

    assert "Inget stämmer med ”livsmeddel”. Här visas det som stämmer med ”livsmedel”." in seen(client, q="livsmeddel")
    assert "Här visas" not in seen(client, q="livsmeddel", level="local")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"level": "regional"}, "Regional: Skåne län"),
        ({}, "Skåne län"),
        ({"level": "local", "area": "Lund"}, "Lokal: Skåne län, Lund"),
        ({"country": "NO"}, "Skåne län · Norge"),
    ],
)
def test_card_tells_how_wide_a_network_reaches_as_far_as_is_stated(client, counties, values, told):
    make_network(**values).counties.set([counties["SE-M"]])
    facts = re.search(r'<p class="facts">(.*?)</p>', client.get(NETWORKS).content.decode(), re.DOTALL)[1]

    assert re.sub(r"<[^>]+>", "", facts).strip() == told


def headings(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", heading).strip() for heading in re.findall(r"<h2[^>]*>.*?</h2>", html, re.DOTALL)]


def meet(network, title, day):
    Meeting.objects.create(network=network, title=title, starts_on=day, ends_on=day, precision="day")


@pytest.fixture
def met():
    """A network with a meeting in the past."""
    network = make_network()
    meet(network, "Då", datetime.date(2024, 4, 15))
    return network


def test_meetings_stand_under_coming_and_past(client, met):
    assert headings(client.get("/moten/").content.decode()) == ["Tidigare"]

    meet(met, "Sedan", datetime.date(2999, 1, 1))
    html = client.get("/moten/").content.decode()
    assert headings(html) == ["Kommande", "Tidigare"]
    assert html.index("Kommande</h2>") < html.index("Sedan") < html.index("Tidigare</h2>") < html.index("Då")
    assert headings(client.get("/moten/?when=coming").content.decode()) == ["Kommande"]


def test_no_coming_meeting_is_said_with_ways_on(client, met):
    html = client.get("/moten/?when=coming").content.decode()

    assert headings(html) == ["Inget kommande möte är känt än"]
    assert 'href="/moten/?when=past"' in html


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/natverk/?q=xyzzy", "Inga nätverk passar alla dina val"),
        ("/organisationer/?q=xyzzy", "Inga organisationer passar alla dina val"),
        ("/moten/?q=xyzzy", "Inga möten passar alla dina val"),
        ("/moten/?q=xyzzy&when=coming", "Inga möten passar alla dina val"),
        ("/en/networks/?q=xyzzy", "No network fits all your choices"),
    ],
)
def test_no_row_is_said_in_the_words_of_the_list(client, address, said):
    assert headings(client.get(address).content.decode())[0] == said


def card(client, **query) -> str:
    """Return the first card of the list, on one line."""
    html = client.get(NETWORKS, query).content.decode()
    return " ".join(re.search(r'<article class="card.*?(?=<article|<nav|</section>)', html, re.DOTALL)[0].split())


def reasons(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", reason).strip() for reason in re.findall(r'<p class="why">(.*?)</p>', html)]


def test_found_words_are_marked_in_the_heading_and_not_told_again(client):
    make_network(name="Nätet för mat & dryck", short_name="NM", purpose="Annat.")

    assert "Nätet för <mark>mat</mark> &amp; dryck</a>" in card(client, q="mat")
    assert reasons(card(client, q="mat")) == []
    assert "Nätet för mat &amp; dryck</a>" in card(client)


@pytest.mark.parametrize("other_names", ["", "Matnätet"])
def test_found_short_name_is_marked_where_it_stands(client, other_names):
    make_network(name="Sveriges offentliga inköpare", short_name="SOI", other_names=other_names)

    assert '<span class="mark"><mark>SOI</mark></span>' in card(client, q="soi")
    assert reasons(card(client, q="soi")) == []


def test_other_names_by_which_it_was_found_are_told(client):
    make_network(name="Sveriges offentliga inköpare", short_name="SOI", other_names="Matnätet")

    assert reasons(card(client, q="matnätet")) == ["Kallas även: SOI Matnätet"]
    assert '<span class="mark">SOI</span>' in card(client, q="matnätet")


def test_purpose_is_shown_around_the_found_word(client):
    make_network(name="Nätet", purpose="Vi lär av varandra. " * 20 + "Ibland om <färg>. " + "Och mer. " * 20)
    shown = re.search(r'<p class="purpose" lang="sv">(.*?)</p>', card(client, q="färg"))[1]

    assert shown.startswith("… ")
    assert "Ibland om &lt;<mark>färg</mark>&gt;." in shown
    assert reasons(card(client, q="färg")) == []
    assert '<p class="purpose" lang="sv">Vi lär av varandra.' in card(client)


def test_purpose_is_shown_from_its_beginning_when_the_word_stands_elsewhere(client, counties):
    make_network(name="Nätet", purpose="Vi lär.").counties.set([counties["SE-M"]])

    assert '<p class="purpose" lang="sv">Vi lär.</p>' in card(client, q="skåne")
    assert reasons(card(client, q="skåne")) == ["Var: Skåne län"]


def test_long_name_is_shown_whole_with_every_found_word_marked(client):
    name = "Mat " + "och dryck " * 15 + "och mat"
    make_network(name=name)

    assert re.sub(r"</?mark>", "", re.search(r'<a href="[^"]*">(.*?)</a>', card(client, q="mat"))[1]) == name
    assert card(client, q="mat").count("<mark>") == 2


def boxes(client, facet: str, address=NETWORKS, **query) -> list[str]:
    """Return the labels of a facet's boxes, in order."""
    html = client.get(address, query).content.decode()
    inside = html.partition(f'id="facet-{facet}"')[2].partition("</details>")[0]
    return [re.sub("<.*?>", "", label) for label in re.findall("<label><input.*?</label>", inside)]


@pytest.fixture
def twenty_two_members():
    network = make_network(name="Alla")
    for number in range(22):
        network.memberships.create(agency=make_agency(name=f"Kommun {number:02}"))
    make_network(name="Två").memberships.create(agency=make_agency(name="Åre kommun"))
    Network.objects.get(name="Två").memberships.create(agency=Agency.objects.get(name="Kommun 21"))


def test_members_of_most_networks_are_offered_first_and_no_more_than_twenty(client, twenty_two_members):
    offered = boxes(client, "member")

    assert offered[0] == "Kommun 21 2"
    assert len(offered) == 20


def test_members_are_sought_by_name_and_the_chosen_one_stays(client, twenty_two_members):
    query = {"member": "kommun-03", "member_name": "åre"}

    assert boxes(client, "member", **query) == ["Kommun 03 1", "Åre kommun 1"]
    assert asked(client, **query).answer == "1 nätverk"
    assert 'name="member_name" type="search" autocomplete="off" value="åre"' in client.get(NETWORKS, query).content.decode()


def test_several_members_widen_the_search_and_are_spoken(client, twenty_two_members):
    answer = asked(client, member=["kommun-03", "are-kommun"])

    assert answer.sentence == "2 nätverk. Medlem: Kommun 03 eller Åre kommun."
    assert [network.name for network in answer.rows] == ["Alla", "Två"]


def test_countries_are_those_of_networks_in_the_readers_words(client):
    make_network(name="Det danska", country="DK")
    make_network(name="Det svenska", country="SE")

    assert boxes(client, "country") == ["Danmark 1", "Sverige 1"]
    assert boxes(client, "country", address="/en/networks/") == ["Denmark 1", "Sweden 1"]
    make_network(name="Det norska", country="NO")
    assert boxes(client, "country") == ["Danmark 1", "Norge 1", "Sverige 1"]
