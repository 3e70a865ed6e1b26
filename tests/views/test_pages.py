"""Every public page, in both languages, on the real catalogue."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from directory.templatetags.frames import framed
from tests.html import faults
from tests.interests import NOTE, links, noted
from tests.registrations import confirm_all, draft_link, filled_in, sent_link

pytestmark = [pytest.mark.django_db, pytest.mark.looks]

PAGES = {
    "home": ("home", [], ""),
    "guide": ("guide", [], ""),
    "guide with an answer": (
        "guide",
        [],
        "?q=it-drift+i+Sk%C3%A5ne+-bygg&who=kommun&focus=kompetens&not_focus=juridik&rhythm=3-4",
    ),
    "guide with choices alone": ("guide", [], "?who=region&county=SE-M&joining=now&abroad=welcome"),
    "guide, nothing fits": ("guide", [], "?q=xyzzy"),
    "guide, unknown choice": ("guide", [], "?q=mat&county=nowhere"),
    "networks": ("network-list", [], ""),
    "networks filtered": ("network-list", [], "?q=livsmedel&focus=livsmedel-maltid&who=kommun"),
    "networks, second page": ("network-list", [], "?page=2"),
    "networks, nothing found": ("network-list", [], "?q=xyzzy"),
    "networks, unknown filter": ("network-list", [], "?county=nowhere"),
    "network": ("network-detail", ["leverantorsstyrningsnatverket"], ""),
    "network with meetings": ("network-detail", ["soi"], ""),
    "network with relations": ("network-detail", ["lfu"], ""),
    "network that ended": ("network-detail", ["inkop-gavleborg"], ""),
    "network in English": ("network-detail", ["lup"], ""),
    "comparison": ("network-compare", [], "?network=lfu&network=soi&network=inkop-gavleborg"),
    "comparison of two, more sought": ("network-compare", [], "?network=lfu&network=sussa&q=juridik"),
    "comparison of five": ("network-compare", [], "?network=lfu&network=soi&network=sussa&network=lup&network=glcn"),
    "comparison of one and of what is unknown": ("network-compare", [], "?network=lfu&network=lfu&network=bebo"),
    "comparison of none": ("network-compare", [], ""),
    "agencies": ("agency-list", [], ""),
    "agencies filtered": ("agency-list", [], "?kind=region&q=sk%C3%A5ne"),
    "agency": ("agency-detail", ["region-skane"], ""),
    "correct a network": ("network-correct", ["soi"], ""),
    "correct a network, mine": ("network-correct", ["lup"], "?kind=mine"),
    "correct an agency": ("agency-correct", ["region-skane"], ""),
    "thanks for a correction": ("correct-done", ["ABCD2345"], ""),
    "focus areas": ("focus-area-list", [], ""),
    "focus area": ("focus-area-detail", ["avtalsforvaltning"], ""),
    "meetings": ("meeting-list", [], ""),
    "meetings by month": ("meeting-month", [2024, 6], ""),
    "a month without meetings": ("meeting-month", [2030, 1], "?q=dialog"),
    "meetings to come": ("meeting-list", [], "?when=coming"),
    "map": ("map", [], ""),
    "statistics": ("statistics", [], ""),
    "map filtered": ("map", [], "?focus=livsmedel-maltid&country=SE"),
    "agenda memory": ("memory", [], ""),
    "agenda memory, nothing found": ("memory", [], "?q=xyzzy"),
    "alert": ("alert", [], "?about=networks&focus=juridik&q=mat"),
    "alert asked for": ("alert-asked", [], ""),
    "alert that has ended": ("alert-end", ["x"], ""),
    "register": ("register", [], ""),
    "registration saved": ("register-saved", [], ""),
    "thanks": ("register-done", ["ABCD2345"], ""),
    "white spots": ("white-spots", [], ""),
    "white spots by kind of agency": ("white-spots", [], "?by=who"),
    "white spots of one focus area": ("white-spots", [], "?by=county&focus=avtalsforvaltning"),
    "white spots, unknown choice": ("white-spots", [], "?by=nonsense"),
    "build a network": ("build", [], "?focus=avtalsforvaltning&county=SE-M&who=kommun"),
    "topics": ("topic", [], ""),
    "topic": ("topic", [], "?focus=avtalsforvaltning&county=SE-O"),
    "topic without a network": ("topic", [], "?focus=avtalsforvaltning&county=SE-M&who=kommun"),
    "topic, unknown part": ("topic", [], "?focus=nonsense"),
    "note interest": ("interest-note", [], "?focus=avtalsforvaltning"),
    "interest noted": ("interest-thanks", [], ""),
    "interest withdrawn": ("interest-withdrawn", [], ""),
    "ask to join": ("network-join", ["soi"], ""),
    "about": ("about", [], ""),
    "accessibility": ("accessibility", [], ""),
    "privacy": ("privacy", [], ""),
}


ACCOUNT_PAGES = ("_account_form", "sign_in", "sign_out", "second_factor", "recovery_codes")
COORDINATORS_PAGES = (
    "_messages", "my_networks", "network_claim", "network_coordinators", "network_edit", "network_hosting",
    "network_part", "network_plan", "_own_meeting", "alert_confirm",
    "network_join_requests", "network_join_sent", "join_state", "_join_request", "still_right.html",
)  # fmt: skip
"""Templates that tests/site/test_signing_in.py, tests/views/test_edits.py and tests/services/test_host.py, test_join.py,
test_parts.py, test_alerts.py and test_freshness.py render."""


def address(page: str, language: str) -> str:
    name, arguments, query = PAGES[page]
    with translation.override(language):
        return reverse(f"directory:{name}", args=arguments) + query


@pytest.fixture(params=PAGES)
def name(request):
    return request.param


@pytest.fixture(params=["sv", "en"])
def language(request):
    return request.param


@pytest.fixture
def answer(client, catalogue, name, language):
    return client.get(address(name, language))


def test_page_answers_in_its_language_with_one_heading(answer, language):
    html = answer.content.decode()

    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1


def test_every_page_is_valid_html(client, catalogue, tmp_path):
    pages = {
        (name, language): client.get(address(name, language)).content.decode() for name in PAGES for language in ("sv", "en")
    }

    assert faults(pages, tmp_path) == []


def test_page_leads_to_itself_in_the_other_language(answer, name, language):
    other = {"sv": "en", "en": "sv"}[language]

    assert f'href="{address(name, other)}"'.replace("&", "&amp;") in answer.content.decode()


def test_reader_gets_no_cookie(answer, name):
    has_form = name in ("register", "note interest", "thanks", "ask to join", "alert") or name.startswith("correct a")
    assert has_form or not answer.cookies


def test_swedish_addresses_have_no_prefix_and_english_ones_do(name):
    assert not address(name, "sv").startswith("/sv")
    assert address(name, "en").startswith("/en/")


def test_swedish_addresses_are_kept():
    """Links in the world outside rely on these words."""
    assert address("network", "sv") == "/natverk/leverantorsstyrningsnatverket/"
    assert address("network", "en") == "/en/networks/leverantorsstyrningsnatverket/"
    assert address("comparison of none", "sv") == "/jamfor/"
    assert address("agency", "sv") == "/organisationer/region-skane/"
    assert address("focus area", "sv") == "/fokusomraden/avtalsforvaltning/"
    assert address("correct a network", "sv") == "/natverk/soi/ratta/"
    assert address("correct an agency", "sv") == "/organisationer/region-skane/ratta/"
    assert address("meetings", "sv") == "/moten/"
    assert [address("agenda memory", language) for language in ("sv", "en")] == ["/teman/", "/en/topics/"]
    assert address("register", "sv") == "/registrera/"
    assert address("white spots", "sv") == "/vita-flackar/"
    assert address("build a network", "sv").startswith("/bygg-natverk/?")
    assert [address(name, "sv") for name in ("topics", "interest noted")] == ["/intresse/", "/intresse/tack/"]
    assert [address("guide", language) for language in ("sv", "en")] == ["/hitta/", "/en/find/"]
    assert [address(name, "sv") for name in ("about", "accessibility", "privacy")] == ["/om/", "/tillganglighet/", "/integritet/"]


def test_page_names_its_languages_by_whole_addresses(client, settings):
    page = client.get("/natverk/?q=mat&when=x").content.decode()

    for language, path in (("sv", "/natverk/"), ("en", "/en/networks/")):
        assert f'hreflang="{language}" href="{settings.SITE_ADDRESS}{path}?q=mat&amp;when=x"' in page


def test_page_asks_for_no_third_party(answer):
    assert not re.search(r'(?:src|action)="(?:https?:)?//', answer.content.decode())
    assert not re.search(r'<link[^>]+rel="(?:stylesheet|icon|preload)"[^>]+href="(?:https?:)?//', answer.content.decode())


def test_manifest_is_the_sites_own_and_served_as_one(client, settings):
    page = client.get("/").content.decode()
    (path,) = re.findall(r'<link rel="manifest" href="([^"]+)"', page)

    assert client.head(path).headers["Content-Type"] == "application/manifest+json"
    assert json.loads((settings.BASE_DIR / "static/site.webmanifest").read_text())["start_url"] == "/"
    assert "manifest-src 'self'" in client.get("/").headers["Content-Security-Policy"]


def test_shared_address_of_a_network_shows_its_name_and_purpose(client, catalogue):
    page = client.get("/natverk/soi/").content.decode()

    assert '<meta property="og:title" content="Sveriges Offentliga Inköpare">' in page
    assert re.search(r'<meta property="og:description" content="[^"]{40,160}">', page)


@pytest.mark.parametrize("name", ["networks", "networks filtered", "network with meetings", "guide with an answer"])
def test_page_weighs_under_60_kilobytes_with_its_files(client, catalogue, name, settings):
    answer = client.get(address(name, "sv"))
    files = set(re.findall(r'(?:href|src)="/static/((?:css|js|img)/[^"]+)"', answer.content.decode()))
    static = settings.BASE_DIR / "static"

    assert files
    assert len(answer.content) + sum((static / name).stat().st_size for name in files) < 60_000


@pytest.mark.parametrize("slug", ["bebo", "nothing-of-the-kind"])
def test_draft_and_unknown_network_are_not_found(client, catalogue, slug):
    assert client.get(f"/natverk/{slug}/").status_code == 404


def test_list_shows_at_least_145_published_networks(client, catalogue):
    answer = client.get("/natverk/")

    assert len(answer.context["filter"].rows) >= 145


def test_supplier_management_is_found_first_with_origin_rhythm_and_members(client, catalogue):
    found = client.get("/natverk/", {"q": "leverantörsstyrning"}).context["page_obj"].object_list
    assert found[0].slug == "leverantorsstyrningsnatverket"

    html = client.get(found[0].url).content.decode()
    assert "it-direktörer" in html
    assert "12" in html
    assert re.search(r"2\s+fysiska", html)


@pytest.mark.parametrize("text", ["åre", "ÅRE", "A\u030are", "Ａ\u030aｒｅ", "  åre  "])
def test_every_way_of_typing_a_word_finds_the_same(client, db, text):
    from tests.factories import make_network

    make_network(name="Åre inköpsnätverk")

    assert [n.name for n in client.get("/natverk/", {"q": text}).context["filter"].rows] == ["Åre inköpsnätverk"]


def test_every_page_of_the_site_is_rendered_here(client, catalogue, settings):
    framed.cache_clear()
    answers = [client.get(address(name, "sv")) for name in PAGES]
    answers += [client.get(f"/{word}/x/") for word in ("stammer-det", "ansokan", "bevaka/bekrafta")]
    answers += [client.get("/natverk/finns-inte/"), client.get("/natverk/?" + "&".join("a" * 160)), preview(client)]
    answers += [Client(enforce_csrf_checks=True).post("/registrera/", {"name": "Nät"})]
    answers += interest_links(client) + sender_links(client) + saved(client)
    answers += [client.post("/registrera/", filled_in(name="Sveriges Offentliga Inköpare", focus_areas=["kompetens"]))]
    rendered = {template.name for answer in answers for template in answer.templates}
    pages = {
        str(file.relative_to(settings.BASE_DIR / "templates"))
        for file in (settings.BASE_DIR / "templates").glob("directory/*.html")
        if not file.name.startswith(ACCOUNT_PAGES + COORDINATORS_PAGES)
    }

    assert pages | {"400.html", "403.html", "404.html"} <= rendered | {"directory/_suggestions.html"}
    assert client.get("/forslag/?q=leveran").templates[0].name == "directory/_suggestions.html"


def preview(client):
    return client.post("/registrera/", filled_in(focus_areas=["kompetens"], step="preview"))


def interest_links(client):
    """Return the pages of a mail's links, to confirm, to withdraw and no longer valid, and what they change."""
    client.post(NOTE, noted(focus="kompetens"))
    confirm, withdraw = links()
    asked, confirmed, counted = client.get(confirm), client.post(confirm, follow=True), client.get(address("topics", "sv"))
    return [asked, confirmed, counted, client.get(withdraw), client.post(withdraw), client.get(confirm)]


def sender_links(client):
    """Return the pages of the link by which a sender confirms, before and after, and of one that is none."""
    client.post("/registrera/", filled_in(focus_areas=["kompetens"]))
    address = sent_link()
    asked, unchosen = client.get(address), client.post(address)
    confirm_all(client)
    return [asked, unchosen, client.get(address), client.get("/bekrafta/x/")]


def saved(client):
    """Return the pages of the link by which a registration is continued, what it leads to, and one that leads to nothing."""
    client.post("/registrera/", filled_in(step="save", name="", sender_email="spara@example.se"))
    drafts = client.get(draft_link("spara@example.se"))
    return [
        drafts,
        client.get(f"{draft_link('spara@example.se')}{drafts.context['drafts'][0]}/"),
        client.get("/registrera/fortsatt/x/"),
    ]


def test_pages_of_a_mails_links_are_valid_html(client, catalogue, tmp_path):
    answers = interest_links(client) + sender_links(client) + saved(client)
    pages = {str(number): answer.content.decode() for number, answer in enumerate(answers) if answer.content}

    assert faults(pages, tmp_path) == []
