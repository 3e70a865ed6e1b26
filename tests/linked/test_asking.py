"""Who asks a page for data is led to it, and readers get their page, from memory too."""

import pytest

from tests.factories import make_agency, make_focus_area, make_network
from tests.linked.reading import read

pytestmark = pytest.mark.django_db
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
NONSENSE = ["text/turtle;q=nej", "text/turtle;;q=,/", "text/turtle" * 500, ",text/turtle,;=", "*/turtle text/turtle"]
PAGES = {"/natverk/natet/": "/natverk/natet", "/en/agencies/lund/": "/en/agencies/lund"}


@pytest.fixture(autouse=True)
def network():
    network = make_network(name="Nätet", slug="natet")
    network.focus_areas.add(make_focus_area())
    network.memberships.create(agency=make_agency(name="Lund", slug="lund"))
    return network


def ask(client, address, accept, **headers):
    return client.get(address, headers={"Accept": accept} | headers)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/turtle", ".ttl"),
        ("Text/Turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("text/turtle;q=0.5, application/ld+json", ".jsonld"),
        ("text/turtle, */*;q=0.1", ".ttl"),
        ("text/html;q=0.4, text/turtle", ".ttl"),
    ],
)
def test_page_leads_whoever_asks_for_data_to_it(client, path, accept, suffix):
    answer = ask(client, path, accept)

    assert (answer.status_code, answer["Location"]) == (303, PAGES[path] + suffix)
    assert "Accept" in answer["Vary"]
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("accept", ["", "*/*", BROWSER, "text/html, text/turtle;q=0.9", "application/rdf+xml", "text/turtle;q=0"])
def test_everybody_else_gets_the_page(client, path, accept):
    answer = ask(client, path, accept)

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    assert "Accept" in answer["Vary"]


@pytest.mark.parametrize("accept", NONSENSE)
def test_nonsense_is_answered(client, accept):
    for page in (*PAGES, "/datasets/dcat"):
        assert ask(client, page, accept).status_code in (200, 303)


def test_page_links_to_its_data(client):
    for page, data in PAGES.items():
        html = client.get(page).content.decode()
        assert f'<link rel="alternate" type="text/turtle" href="{data}.ttl">' in html
        assert f'<link rel="alternate" type="application/ld+json" href="{data}.jsonld">' in html


def test_who_holds_the_page_and_asks_for_data_is_led_to_it(client):
    etag = client.get("/natverk/natet/")["ETag"]

    assert ask(client, "/natverk/natet/", "text/turtle", **{"If-None-Match": etag}).status_code == 303
    assert ask(client, "/natverk/natet/", BROWSER, **{"If-None-Match": etag}).status_code == 304


def test_lists_vary_by_nothing(client):
    for page in ("/", "/natverk/", "/organisationer/", "/fokusomraden/mat/", "/natverk/natet.ttl", "/datasets/dcat.rdf"):
        answer = ask(client, page, "text/turtle")
        assert answer.status_code == 200
        assert "Accept" not in answer.get("Vary", "")


@pytest.mark.parametrize(
    ("address", "accept", "media_type"),
    [
        ("/datasets/dcat", BROWSER, "application/rdf+xml"),
        ("/datasets/dcat", "", "application/rdf+xml"),
        ("/datasets/dcat", "text/turtle", "text/turtle"),
        ("/datasets/dcat", "application/ld+json, text/turtle;q=0.5", "application/ld+json"),
        ("/datasets/focus-areas", "*/*", "text/turtle"),
        ("/datasets/focus-areas", "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_address_without_a_suffix_answers_in_what_is_asked_for(client, address, accept, media_type):
    answer = ask(client, address, accept)

    assert answer["Content-Type"] == f"{media_type}; charset=utf-8"
    assert "Accept" in answer["Vary"]
    suffix = {"application/rdf+xml": "rdf", "text/turtle": "ttl", "application/ld+json": "jsonld"}[media_type]
    assert len(read(client, address, suffix, headers={"Accept": accept}))


def test_formats_of_one_address_have_etags_of_their_own(client):
    etags = {ask(client, "/datasets/dcat", accept)["ETag"] for accept in ("", "text/turtle", "application/ld+json")}

    assert len(etags) == 3


@pytest.mark.keeps_pages
@pytest.mark.parametrize("address", ["/natverk/natet/", "/datasets/dcat"])
def test_memory_never_answers_one_with_what_another_asked_for(client, address):
    for accept in ("text/turtle", BROWSER, "text/turtle", BROWSER, "*/*", "text/turtle", BROWSER):
        answer = ask(client, address, accept)
        wants_data = accept == "text/turtle"
        if address == "/natverk/natet/":
            assert answer.status_code == (303 if wants_data else 200)
        else:
            assert answer["Content-Type"].startswith("text/turtle" if wants_data else "application/rdf+xml")


@pytest.mark.keeps_pages
def test_readers_of_every_browser_share_one_kept_page(client, django_assert_num_queries):
    for _ in range(2):
        ask(client, "/natverk/natet/", BROWSER)

    for accept in ("*/*", "text/html", BROWSER):
        with django_assert_num_queries(1):
            answer = ask(client, "/natverk/natet/", accept)
        assert answer.status_code == 200
        assert "Accept" in answer["Vary"]
