"""The sitemap holds every public page in both languages and nothing else; robots and browsers are told where to look."""

import xml.etree.ElementTree as ET

import pytest

from directory.models import EditorialState, Network
from directory.views.crawlers import PAGES
from tests.factories import make_agency, make_focus_area, make_network

pytestmark = pytest.mark.django_db
SPACES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "html": "http://www.w3.org/1999/xhtml"}
HOST = "http://testserver"


def read(client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/xml")
    return ET.fromstring(answer.content)  # noqa: S314


def addresses(client, section: str) -> list[str]:
    return [one.text.removeprefix(HOST) for one in read(client, f"/sitemap-{section}.xml").findall("map:url/map:loc", SPACES)]


def test_index_names_every_section(client):
    named = [one.text for one in read(client, "/sitemap.xml").findall("map:sitemap/map:loc", SPACES)]

    assert named == [f"{HOST}/sitemap-{name}.xml" for name in ("pages", "networks", "agencies", "focus-areas")]


def test_every_published_network_is_there_in_both_languages_and_no_draft(client):
    make_network(slug="synligt")
    make_network(slug="utkast", editorial_state=EditorialState.DRAFT)

    assert sorted(addresses(client, "networks")) == ["/en/networks/synligt/", "/natverk/synligt/"]
    Network.objects.filter(slug="synligt").delete()
    assert addresses(client, "networks") == []


def test_agencies_and_focus_areas_are_there(client):
    area = make_focus_area(slug="mat")
    network = make_network()
    network.focus_areas.add(area)
    network.memberships.create(agency=make_agency(slug="lund"))

    assert sorted(addresses(client, "agencies")) == ["/en/agencies/lund/", "/organisationer/lund/"]
    assert sorted(addresses(client, "focus-areas")) == ["/en/focus-areas/mat/", "/fokusomraden/mat/"]


def test_each_page_is_there_answers_and_tells_its_other_language(client):
    found = addresses(client, "pages")

    assert len(found) == 2 * len(PAGES)
    assert {address: client.get(address).status_code for address in found} == dict.fromkeys(found, 200)
    first = read(client, "/sitemap-pages.xml").find("map:url", SPACES)
    assert {link.get("hreflang") for link in first.findall("html:link", SPACES)} == {"sv", "en", "x-default"}


def test_unknown_section_is_not_found(client):
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_sitemap_is_not_sent_twice_to_whoever_has_it(client):
    etag = client.get("/sitemap-pages.xml").headers["ETag"]

    assert client.get("/sitemap-pages.xml", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(("is_public", "closed"), [(True, ["/admin/", "/*?"]), (False, ["/"])])
def test_robots_are_told_where_the_sitemap_is_and_a_site_that_is_not_public_is_closed(client, settings, is_public, closed):
    settings.IS_PUBLIC = is_public
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")] == closed
    assert lines[-1] == f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml"


@pytest.mark.parametrize(("prefix", "networks"), [("", "/natverk/"), ("/en", "/en/networks/")])
def test_browser_searches_where_the_description_says(client, settings, prefix, networks):
    assert f'href="{prefix}/opensearch.xml"' in client.get(f"{prefix}/").content.decode()
    answer = client.get(f"{prefix}/opensearch.xml")
    url = ET.fromstring(answer.content).find("{http://a9.com/-/spec/opensearch/1.1/}Url")  # noqa: S314

    assert answer.headers["Content-Type"] == "application/opensearchdescription+xml"
    assert url.get("template") == f"{settings.SITE_ADDRESS}{networks}?q={{searchTerms}}"
