"""Networks side by side: how the address is read, what is told of each, what is marked as different."""

import datetime
import re

import pytest

from directory.models import Meeting, Network, Rhythm
from tests.factories import make_agency, make_agency_kind, make_county, make_exchange, make_focus_area, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return make_network(name="Ettan"), make_network(name="Tvåan")


def compared(client, *slugs, address="/jamfor/", **query):
    return client.get(address, {"network": slugs, **query})


def row(answer, name):
    return next(row for row in answer.context["comparison"].rows if row.name == name)


def marks(answer, name) -> tuple[bool, bool]:
    """Return whether a fact is marked as different, and as the same."""
    return row(answer, name).differs, row(answer, name).is_the_same


def text(answer) -> str:
    """Return what stands in the main part of the page, its markup taken away."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def told(answer, name) -> list[str]:
    """Return what each network answers to one fact, as it is read."""
    html = re.search(rf'<tr id="{name}".*?</tr>', answer.content.decode(), re.DOTALL)[0]
    cells = re.findall(r"<td>\s*<span class=\"whose\".*?</span>(.*?)</td>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def heads(answer) -> list[str]:
    return re.findall(r'<th scope="col">\s*<a href="[^"]+" lang="sv">([^<]+)</a>', answer.content.decode())


def test_networks_stand_in_the_order_of_the_address_and_name_the_page(client, pair):
    answer = compared(client, "tvaan", "ettan")

    assert heads(answer) == ["Tvåan", "Ettan"]
    assert "<title>Tvåan / Ettan – Jämför nätverk – Nätverkskartan</title>" in answer.content.decode()


def test_every_network_has_a_link_to_its_page_and_one_that_takes_it_away(client, pair):
    make_network(name="Trean")
    html = compared(client, "ettan", "tvaan", "trean").content.decode()

    assert '<a href="/natverk/tvaan/" lang="sv">Tvåan</a>' in html
    assert 'href="/jamfor/?network=ettan&amp;network=trean" rel="nofollow">Ta bort' in html


def test_page_in_english_leads_to_english_addresses(client, pair):
    html = compared(client, "ettan", "tvaan", address="/en/compare/").content.decode()

    assert 'href="/en/networks/ettan/"' in html
    assert 'href="/en/compare/?network=tvaan"' in html


def test_no_network_asks_for_some(client, db):
    assert "Välj två till fyra nätverk" in text(compared(client))
    assert "Välj i listan över nätverk" in text(compared(client))


def test_one_network_asks_for_another(client, pair):
    answer = compared(client, "ettan", "")

    assert "Välj minst ett nätverk till" in text(answer)
    assert "Ettan" in text(answer)
    assert "<table" not in answer.content.decode()


def test_fifth_network_waits_for_its_place(client, db):
    names = [make_network(name=f"Nät {number}").slug for number in range(1, 6)]
    answer = compared(client, *names)

    assert heads(answer) == ["Nät 1", "Nät 2", "Nät 3", "Nät 4"]
    assert "Högst fyra nätverk får plats bredvid varandra. Ta bort ett för att se Nät 5." in text(answer)
    assert 'href="/jamfor/?network=nat-2&amp;network=nat-3&amp;network=nat-4&amp;network=nat-5"' in answer.content.decode()
    assert '<input type="search"' not in answer.content.decode()


@pytest.mark.parametrize("state", ["draft", "submitted", "declined", "withdrawn"])
def test_unpublished_network_is_as_unknown_as_one_that_does_not_exist(client, pair, state):
    make_network(name="Hemligt namn", slug="dolt", editorial_state=state)
    answer = compared(client, "ettan", "dolt", "finns-inte", "tvaan")

    assert heads(answer) == ["Ettan", "Tvåan"]
    assert "”dolt” är inget nätverk på kartan." in text(answer)
    assert "”finns-inte” är inget nätverk på kartan." in text(answer)
    assert "Hemligt" not in answer.content.decode()


def test_network_withdrawn_since_the_lists_were_read_is_not_shown(client, pair):
    compared(client, "ettan", "tvaan")
    Network.objects.filter(slug="tvaan").update(editorial_state="withdrawn")

    assert "”tvaan” är inget nätverk på kartan." in text(compared(client, "ettan", "tvaan"))


def test_network_given_twice_is_shown_once(client, pair):
    answer = compared(client, "ettan", "ettan", "tvaan")

    assert heads(answer) == ["Ettan", "Tvåan"]
    assert "Ett nätverk som har valts två gånger visas en gång." in text(answer)


def test_what_is_stated_differently_differs_and_what_is_alike_is_the_same(client, pair):
    Network.objects.filter(slug="ettan").update(level="national", openness="open")
    Network.objects.filter(slug="tvaan").update(level="national", openness="closed")
    answer = compared(client, "ettan", "tvaan")

    assert marks(answer, "openness") == (True, False)
    assert marks(answer, "level") == (False, True)
    assert "Kan nya medlemmar gå med? ≠ Skiljer sig" in text(answer)
    assert "Nivå = Lika" in text(answer)
    assert "De skiljer sig i: Kan nya medlemmar gå med?" in text(answer)


def test_what_is_not_stated_neither_differs_nor_is_the_same(client, pair):
    make_network(name="Trean", level="national", founded_year=2001, life="active")
    answer = compared(client, "ettan", "tvaan", "trean")

    assert {row.name: marks(answer, row.name) for row in answer.context["comparison"].rows if any(marks(answer, row.name))} == {}
    assert told(answer, "level") == ["Ej angivet", "Ej angivet", "Nationell"]
    assert "skiljer sig" not in text(answer)


def test_list_tells_what_is_shared_and_what_is_besides(client, pair):
    mat, it, bygg = (make_focus_area(slug=slug) for slug in ("mat", "it", "bygg"))
    for network, areas in zip(pair, ([mat, it], [mat, bygg]), strict=True):
        network.focus_areas.set(areas)
    answer = compared(client, "ettan", "tvaan")

    assert told(answer, "focus") == ["Gemensamt: Mat Därutöver: It", "Gemensamt: Mat Därutöver: Bygg"]
    assert marks(answer, "focus") == (True, False)


def test_same_list_is_the_same_and_is_not_parted(client, pair):
    exchange = make_exchange()
    for network in pair:
        network.exchanges.add(exchange)
    answer = compared(client, "ettan", "tvaan")

    assert told(answer, "exchange") == ["Jämförelser", "Jämförelser"]
    assert marks(answer, "exchange") == (False, True)


def test_shared_members_are_told_and_lists_of_members_are_not_said_to_differ(client, pair):
    lund, malmo = make_agency(name="Lunds kommun"), make_agency(name="Malmö stad")
    pair[0].memberships.create(agency=lund)
    pair[0].memberships.create(agency=malmo, left_year=2020)
    for agency in (lund, malmo):
        pair[1].memberships.create(agency=agency)
    answer = compared(client, "ettan", "tvaan")

    assert told(answer, "members") == ["1 Gemensamt: Lunds kommun", "2 Gemensamt: Lunds kommun Därutöver: Malmö stad"]
    assert "Medlemmar 1 gemensam" in text(answer)
    assert marks(answer, "members") == (False, False)


def test_most_of_a_long_list_of_members_is_left_to_the_page_of_the_network(client, pair):
    for number in range(30):
        pair[0].memberships.create(agency=make_agency(name=f"Kommun {number:02}"))
    first, second = told(compared(client, "ettan", "tvaan"), "members")

    assert first.endswith("Kommun 11 och 18 till")
    assert second == "Ingen medlem är namngiven."


def test_number_of_meetings_is_compared_where_all_of_them_are_counted(client, pair):
    Rhythm.objects.create(network=pair[0], mode="online", per_year=4)
    second = Rhythm.objects.create(network=pair[1], mode="in_person", per_year=2)
    answer = compared(client, "ettan", "tvaan")
    assert marks(answer, "rhythm") == (True, False)
    assert marks(answer, "mode") == (True, False)
    assert told(answer, "rhythm") == ["4 digitala möten per år", "2 fysiska möten per år"]

    second.network.rhythms.create(mode="online")
    assert marks(compared(client, "ettan", "tvaan"), "rhythm") == (False, False)


def test_mode_is_compared_where_it_is_stated_for_all_meetings(client, pair):
    Rhythm.objects.create(network=pair[0], mode="online", per_year=4)
    Rhythm.objects.create(network=pair[1], mode="in_person", per_year=2)
    Rhythm.objects.create(network=pair[1], per_year=1)

    assert marks(compared(client, "ettan", "tvaan"), "mode") == (False, False)


def test_regional_network_without_a_county_is_somewhere_and_not_elsewhere(client, pair):
    Network.objects.update(level="regional", country="SE")
    pair[0].counties.add(make_county())
    answer = compared(client, "ettan", "tvaan")

    assert told(answer, "place") == ["Skåne län Sverige", "Sverige"]
    assert marks(answer, "place") == (False, False)


def test_networks_of_two_countries_are_in_different_places(client, pair):
    for network, country in zip(pair, ("SE", "NO"), strict=True):
        Network.objects.filter(pk=network.pk).update(level="national", country=country)

    assert marks(compared(client, "ettan", "tvaan"), "place") == (True, False)


def test_all_facts_of_the_page_are_told(client, pair):
    network = Network.objects.get(slug="ettan")
    values = {
        "purpose": "Vi lär.", "organiser": "Lunds kommun", "kind": "forum", "life": "ended", "ended_year": 2022,
        "founded_year": 2009, "how_to_join": "Ring oss.", "contact_email": "natet@example.se",
        "admission_note": "Bara offentliga.", "website": "https://www.natet.se/", "linkedin": "https://www.linkedin.com/groups/1/",
        "stated_size": 40, "stated_size_unit": "personer", "stated_size_as_of": "2024", "rhythm_note": "Vår och höst.",
        "confirmed_on": datetime.date(2025, 3, 1), "confirmed_by": "coordinator", "area": "Öresund",
    }  # fmt: skip
    for name, value in values.items():
        setattr(network, name, value)
    network.save()
    network.admits.add(make_agency_kind())
    tomorrow = datetime.date.today() + datetime.timedelta(1)
    Meeting.objects.create(
        network=network, title="Vårmötet", starts_on=tomorrow, ends_on=tomorrow, precision="day", mode="hybrid", place="Lund"
    )
    answer = compared(client, "ettan", "tvaan")
    first = {row.name: told(answer, row.name)[0] for row in answer.context["comparison"].rows}

    assert first | {"meeting": ""} == {
        "purpose": "Vi lär.", "focus": "Ej angivet", "exchange": "Ej angivet", "who": "Kommuner Bara offentliga.",
        "openness": "Ej angivet", "join": "Ring oss. natet@example.se", "rhythm": "Vår och höst.",
        "mode": "Ej angivet", "meeting": "", "level": "Ej angivet", "place": "Öresund", "members": "Ingen medlem är namngiven.",
        "size": "40 personer (2024)", "organiser": "Lunds kommun", "kind": "Forum", "life": "Avslutat 2022", "began": "2009",
        "website": "natet.se LinkedIn", "confirmed": "1 mars 2025, av en samordnare",
    }  # fmt: skip
    assert re.fullmatch(r"\d+ \w+ \d{4} Vårmötet Lund Hybrid", first["meeting"])


def test_nothing_known_is_told_as_not_stated_and_never_as_no(client, pair):
    answer = compared(client, "ettan", "tvaan")
    answers = {row.name: told(answer, row.name)[0] for row in answer.context["comparison"].rows}

    assert answers.pop("purpose") == "Vi lär av varandra."
    assert answers.pop("members") == "Ingen medlem är namngiven."
    assert answers.pop("confirmed") == "Ännu inte av nätverket självt"
    assert set(answers.values()) == {"Ej angivet"}


def test_network_that_has_ended_takes_no_members(client, pair):
    Network.objects.filter(slug="ettan").update(life="ended")

    assert told(compared(client, "ettan", "tvaan"), "join")[0] == "Nätverket är avslutat och tar inte emot nya medlemmar."


def test_own_texts_are_in_the_language_of_the_network(client, pair):
    make_network(name="The third", language="en", purpose="We learn.")

    assert '<div lang="en">We learn.</div>' in compared(client, "ettan", "the-third").content.decode()


def test_similar_networks_are_offered_in_turn_and_none_that_is_there(client, pair):
    area = make_focus_area()
    for network in (*pair, like := make_network(name="Likt")):
        network.focus_areas.add(area)
    answer = compared(client, "ettan", "tvaan")

    assert [network.slug for network in answer.context["comparison"].similar] == [like.slug]
    assert 'href="/jamfor/?network=ettan&amp;network=tvaan&amp;network=likt"' in answer.content.decode()


def test_search_offers_what_it_finds_and_keeps_the_choice(client, pair):
    make_network(name="Sökt nät")
    answer = compared(client, "ettan", "tvaan", q="sökt")
    html = answer.content.decode()

    assert [network.slug for network in answer.context["found"]] == ["sokt-nat"]
    assert 'href="/jamfor/?network=ettan&amp;network=tvaan&amp;network=sokt-nat"' in html
    assert '<input type="hidden" name="network" value="ettan">' in html
    assert 'value="sökt"' in html


def test_search_says_of_what_is_chosen_that_it_is(client, pair):
    answer = compared(client, "ettan", q="ettan")

    assert "1 nätverk" in text(answer)
    assert "Redan valt" in text(answer)


def test_search_without_hits_says_so_and_how_to_search_on(client, pair):
    answer = compared(client, "ettan", q="xyzzy")

    assert "0 nätverk" in text(answer)
    assert "Pröva" in text(answer)


def test_many_hits_lead_to_the_list(client, pair):
    for number in range(9):
        make_network(name=f"Sökt {number}")
    answer = compared(client, "ettan", q="sökt")

    assert len(answer.context["found"]) == 6
    assert 'href="/natverk/?q=s%C3%B6kt"' in answer.content.decode()


def test_page_is_not_sent_again_until_something_has_changed(client, pair):
    answer = compared(client, "ettan", "tvaan")
    again = {"headers": {"If-None-Match": answer["ETag"]}}
    assert client.get(answer.request["PATH_INFO"], {"network": ["ettan", "tvaan"]}, **again).status_code == 304

    pair[0].how_to_join = "Ring oss."
    pair[0].save()
    fresh = client.get("/jamfor/", {"network": ["ettan", "tvaan"]}, **again)
    assert fresh.status_code == 200
    assert told(fresh, "join")[0] == "Ring oss."


def test_list_has_a_box_for_each_network_in_a_form_that_leads_here(client, pair):
    html = client.get("/natverk/").content.decode()

    assert '<form class="choosing" action="/jamfor/">' in html
    assert re.findall(r'<input type="checkbox" name="network" value="([^"]+)" aria-label="Jämför \w+">', html) == [
        "ettan",
        "tvaan",
    ]
    assert 'action="/en/compare/"' in client.get("/en/networks/").content.decode()


def test_page_of_a_network_leads_here_with_it_and_with_those_like_it(client, pair):
    area = make_focus_area()
    for network in pair:
        network.focus_areas.add(area)
    html = client.get("/natverk/ettan/").content.decode()

    assert '<a href="/jamfor/?network=ettan" rel="nofollow">Jämför med andra nätverk</a>' in html
    assert '<input type="hidden" name="network" value="ettan">' in html
    assert '<input type="checkbox" name="network" value="tvaan" aria-label="Jämför Tvåan">' in html
