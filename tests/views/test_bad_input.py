"""Everything hostile or unlucky that an address can hold is answered with a page, in a second, on both databases."""

import time
import unicodedata

import pytest
from django.test import Client

from directory.text import fold
from tests.conftest import kept_for_a_module
from tests.factories import make_agency, make_county, make_focus_area, make_network

pytestmark = pytest.mark.django_db

LISTS = ["/natverk/", "/organisationer/", "/moten/", "/en/networks/"]
PAGES = [
    *LISTS,
    "/",
    "/hitta/",
    "/en/find/",
    "/jamfor/",
    "/natverk/are-0/",
    "/natverk/are-0/ratta/",
    "/om/",
    "/registrera/",
    "/intresse/",
    "/intresse/anmal/",
    "/vita-flackar/",
    "/bygg-natverk/",
]
ODD_BYTES = ["%00", "%01%1F%7F", "%FF%FE", "%ED%A0%80", "%EF%BF%BE", "%F4%90%80%80", "%zz", "%", "%u0041", "\xff", "å"]
LONG = ["a" * 300, "ab+" * 600, "%25a" * 500, "%5B" * 600, "%CC%81" * 300, "%EF%B7%BA" * 210]
LITERAL = ["%", "_", "\\", "'", '"', "%a%", "a_b", "' OR 1=1 --", "\\%", "*", "?", "[a]", "(", "{{7*7}}", "<script>"]
FACETS = {
    "natverk": ["focus", "county", "level", "who", "kind", "life", "openness", "mode", "rhythm", "exchange", "country", "member"]
}
FACETS |= {"organisationer": ["kind", "county"], "moten": ["when", "mode"]}
NO_PAGES = ["0", "-1", "abc", "", "1e309", "nan", "inf", "9" * 31, "9" * 1500, "٣", "1.5", "%00", "2%00", "last", "²", "[]"]
NO_SLUGS = ["%zz", "%FF", "%ED%A0%80", "\xff", "å", "a%2Fb", "..%2f..%2fetc%2fpasswd", ".git/config", "%EF%BF%BD"]
SLUGS = [
    "/natverk/{}/",
    "/en/networks/{}/",
    "/organisationer/{}/",
    "/fokusomraden/{}/",
    "/natverk/{}/ratta/",
    "/organisationer/{}/ratta/",
]


@pytest.fixture(scope="module", autouse=True)
def _rows(django_db_setup, django_db_blocker):
    """Three pages of networks for all tests of this module."""
    with kept_for_a_module(django_db_blocker):
        area, county, agency = make_focus_area(slug="mat"), make_county(), make_agency(name="Åre kommun")
        for number in range(45):
            network = make_network(name=f"Åre {number} nät", slug=f"are-{number}")
            network.focus_areas.add(area)
            network.counties.add(county)
            network.memberships.create(agency=agency)
        for address in PAGES:
            Client().get(address)
        yield


def get(client, path: str, query: str = ""):
    """Ask as a socket would, and return an answer that came within a second and shows nothing of its making."""
    started = time.thread_time()
    answer = client.generic("GET", path, QUERY_STRING=query)
    assert time.thread_time() - started < 1, query
    assert b"Traceback" not in answer.content
    return answer


@pytest.mark.parametrize("address", PAGES)
def test_odd_bytes_in_any_parameter_are_read_as_something(client, address):
    for odd in ODD_BYTES:
        for name in ("q", "page", "region", "kind", "focus", "by", "network", odd):
            assert get(client, address, f"{name}={odd}").status_code == 200, (name, odd)


@pytest.mark.parametrize("text", ["åre%00", "%00åre", "å%00re", "åre%07"])
def test_control_characters_are_dropped_from_a_search(client, text):
    assert len(get(client, "/natverk/", f"q={text}".encode().decode("latin-1")).context["filter"].rows) == 45


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("text", LONG)
def test_long_search_is_cut_and_says_so(client, address, text):
    answer = get(client, address, f"q={text}")

    assert answer.status_code == 200
    assert answer.context["filter"].notes


@pytest.mark.parametrize("length", [5_000, 100_000, 2_000_000])
def test_endless_search_is_refused(client, length):
    assert get(client, "/natverk/", "q=" + "a" * length).status_code == 414


def test_no_more_than_eight_words_are_searched_for(client):
    answer = get(client, "/natverk/", "q=are+" + "+".join("bcdefghjkl"))

    assert answer.status_code == 200
    assert "inte: k, l." in answer.content.decode()


@pytest.mark.parametrize("address", LISTS)
def test_page_that_does_not_exist_is_one_that_does(client, address):
    for page in NO_PAGES:
        answer = get(client, address, f"page={page}".encode().decode("latin-1"))
        assert answer.status_code == 200, page
        assert answer.context["page_obj"].number in answer.context["page_obj"].paginator.page_range, page


@pytest.mark.parametrize("page", ["9" * 31, "4"])
def test_page_beyond_the_last_is_the_last(client, page):
    assert get(client, "/natverk/", f"page={page}").context["page_obj"].number == 3


@pytest.mark.parametrize("address", LISTS)
def test_parameters_that_mean_nothing_are_ignored(client, address):
    for query in ("utm_source=x&fbclid=y", "sort=%00&order=-id", "q[]=a", "q.a=b&__proto__=c", "region=nowhere", "&&=&=a", "?"):
        answer = get(client, address, query)
        assert answer.status_code == 200
        assert answer.context["filter"].is_valid()
        assert not answer.context["filter"].is_filtered


def test_of_a_search_given_twice_the_last_counts(client):
    assert len(get(client, "/natverk/", "q=x&q=are").context["filter"].rows) == 45


@pytest.mark.parametrize("count", [151, 2_000])
def test_parameters_without_end_are_refused(client, count):
    assert get(client, "/natverk/", "&".join(f"a{n}" for n in range(count))).status_code in (400, 414)


@pytest.mark.parametrize(("list_", "facet"), [(list_, facet) for list_, facets in FACETS.items() for facet in facets])
def test_unknown_choice_is_shown_as_unknown_and_gives_no_rows(client, list_, facet):
    for value in ("finns-inte", "' OR 1=1", "a" * 300, "<b>x</b>", "mat,kommun", "None", "\x00b"):
        answer = client.get(f"/{list_}/", {facet: value})
        html = answer.content.decode()
        assert answer.status_code == 200
        assert not answer.context["page_obj"].object_list
        assert "är inte ett av valen" in html
        assert "<b>x</b>" not in html
        assert f'<a href="/{list_}/">' in html


@pytest.mark.parametrize("address", ["/jamfor/", "/en/compare/"])
def test_odd_networks_to_compare_are_told_to_be_none_and_the_others_are_compared(client, address):
    for value in ("finns-inte", "ARE-0", "' OR 1=1", "a" * 300, "<b>x</b>", "None", "\x00b", "%"):
        answer = client.get(address, {"network": ["are-0", value, "are-1"]})
        assert answer.status_code == 200
        assert [network.slug for network in answer.context["comparison"].networks] == ["are-0", "are-1"]
        assert len(list(answer.context["comparison"].notes)) == 1, value
        assert "<b>x</b>" not in answer.content.decode()


@pytest.mark.parametrize("typed", [" are-1 ", "\u202eare-1", "are\u00ad-1", "are-1\x07"])
def test_network_to_compare_is_known_by_its_visible_letters(client, typed):
    answer = client.get("/jamfor/", {"network": ["are-0", typed]})

    assert [network.slug for network in answer.context["comparison"].networks] == ["are-0", "are-1"]
    assert not list(answer.context["comparison"].notes)


def test_most_networks_an_address_can_hold_are_compared_four_at_a_time(client):
    answer = get(client, "/jamfor/", "&".join(f"network=are-{number % 45}" for number in range(50)))

    assert answer.status_code == 200
    assert len(answer.context["comparison"].compared) == 4


@pytest.mark.parametrize(
    "place",
    [*SLUGS, "/{}", "/registrera/tack/{}/", "/intresse/bekrafta/{}/", "/bekrafta/{}/", "/registrera/fortsatt/{}/", "/static/{}"],
)
def test_odd_bytes_in_a_path_are_not_found(client, place):
    for path in NO_SLUGS:
        answer = get(client, place.format(path))
        assert answer.status_code == 404, path
        assert "Location" not in answer


@pytest.mark.parametrize("place", SLUGS)
@pytest.mark.parametrize("slug", ["a" * 10_000, "-", "_", "NULL", "are-0-"])
def test_unknown_slug_is_not_found(client, place, slug):
    assert get(client, place.format(slug)).status_code == 404


@pytest.mark.parametrize(
    "typed",
    ["åre", "ÅRE", unicodedata.normalize("NFD", "Åre"), "Ａ\u030aｒｅ", "  åre  ", "å\u00adre", "\u202eåre", "åre!", '"åre"'],
)
def test_every_way_of_typing_a_word_gives_the_same_hits(client, typed):
    make_network(name="Borås")

    assert len(client.get("/natverk/", {"q": typed}).context["filter"].rows) == 45


@pytest.mark.parametrize("text", LITERAL)
def test_signs_of_query_languages_are_taken_literally(client, text):
    answer = client.get("/natverk/", {"q": text})
    only_its_words = client.get("/natverk/", {"q": fold(text)})

    assert answer.status_code == 200
    assert len(answer.context["filter"].rows) == (len(only_its_words.context["filter"].rows) if fold(text) else 0)
    assert text in answer.context["filter"].sentence
    assert "<script>" not in answer.content.decode().partition("<main")[2]


@pytest.mark.parametrize("text", ["%a" * 100, "a%" * 100, "_" * 200, "åre " * 50, "a?" * 100])
def test_search_made_of_wildcards_takes_no_longer_than_another(client, text):
    started = time.thread_time()

    assert client.get("/natverk/", {"q": text}).status_code == 200
    assert time.thread_time() - started < 1
