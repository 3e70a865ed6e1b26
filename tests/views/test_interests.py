"""Interest as its visitor meets it: the page of a topic, the form, the mail's links. Looking changes nothing."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from directory.models import Interest, InterestLink, OutgoingMail
from tests.database import everything
from tests.factories import (
    make_agency_kind,
    make_county,
    make_focus_area,
    make_interest,
    make_interest_link,
    make_network,
    make_topic,
)
from tests.forms_in_pages import post_form, send
from tests.interests import NOTE, NOTE_IN_ENGLISH, links, noted

pytestmark = pytest.mark.django_db

TOPIC = "/intresse/"


@pytest.fixture(autouse=True)
def area(db):
    make_county()
    make_agency_kind()
    return make_focus_area(slug="mat", name_sv="Mat", name_en="Food")


def seen(answer) -> str:
    """Return what stands in the page's main part, its markup taken away."""
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_somebody_notes_interest_confirms_and_withdraws():
    client = Client(enforce_csrf_checks=True)
    form = post_form(client.get(f"{NOTE}?focus=mat&county=SE-M&who=kommun"))
    assert (form.values["focus"], form.values["county"], form.values["who"]) == (["mat"], ["SE-M"], ["kommun"])
    form.values["started"] = noted()["started"]
    thanked = send(client, form.action, form.pressed(employer="Lunds kommun", email="Anna@Example.SE"))
    assert thanked.url == "/intresse/tack/"
    confirm, withdraw = links()

    send(client, confirm, post_form(client.get(confirm)).pressed())
    assert Interest.objects.confirmed().get().email == "anna@example.se"
    assert "Mat, Skåne län, Kommuner" in seen(client.get(confirm))
    assert "1 anställd i offentlig sektor väntar på ett" in seen(client.get(f"{TOPIC}?focus=mat&county=SE-M&who=kommun"))

    gone = send(client, withdraw, post_form(client.get(withdraw)).pressed())
    assert "raderat" in seen(client.get(gone.url))
    assert not Interest.objects.exists()
    assert "bli den första" in seen(client.get(f"{TOPIC}?focus=mat&county=SE-M&who=kommun"))
    assert client.get(confirm).status_code == client.get(withdraw).status_code == 404


def test_same_in_english(client):
    assert client.post(NOTE_IN_ENGLISH, noted()).url == "/en/interest/thanks/"
    confirm, withdraw = links()

    assert confirm.startswith("/en/interest/confirm/")
    assert "Confirm your interest" in seen(client.get(confirm))
    assert client.post(confirm, follow=True).redirect_chain == [(confirm, 302)]
    assert "Your interest is noted" in seen(client.get(confirm))
    assert "1 agency employee waits for one" in seen(client.get("/en/interest/?focus=mat"))
    assert client.post(withdraw).url == "/en/interest/withdrawn/"


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_at_a_link_changes_nothing(client, method):
    client.post(NOTE, noted())
    before = everything()
    for address in (*links(), *links()):
        getattr(client, method)(address)

    assert everything() == before


def test_answer_is_the_same_for_known_and_unknown_addresses(client):
    make_interest(email="kand@example.se", topic=make_topic())
    answers = [Client().post(NOTE, noted(email=email)) for email in ("kand@example.se", "ny@example.se", "kand@example.se")]

    assert len({(answer.status_code, answer.url, answer.content) for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)


def test_second_use_of_a_link_tells_that_it_is_noted_and_until_when(client):
    client.post(NOTE, noted())
    confirm, _withdraw = links()
    for _ in range(2):
        answer = client.post(confirm, follow=True)

    kept_until = timezone.localdate() + datetime.timedelta(days=730)
    assert answer.status_code == 200
    assert "Ditt intresse är anmält" in seen(answer)
    assert str(kept_until.year) in seen(answer)
    assert Interest.objects.confirmed().count() == 1


@pytest.mark.parametrize("token", ["nagot-annat", "a" * 2000, "..", "%00", "%FF", "å", "<script>"])
@pytest.mark.parametrize("page", ["bekrafta", "dra-tillbaka"])
def test_unknown_link_is_not_found_and_says_what_to_do(client, page, token):
    address = f"/intresse/{page}/{token}/"
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 404
        assert "<script>" not in answer.content.decode()


def test_link_that_is_too_old_offers_to_note_it_again_and_still_withdraws(client):
    make_interest_link("gammal", sent_at=timezone.now() - datetime.timedelta(days=8))

    assert client.get("/intresse/bekrafta/gammal/").status_code == 404
    assert client.post("/intresse/bekrafta/gammal/").status_code == 404
    assert f'href="{NOTE}"' in client.get("/intresse/bekrafta/gammal/").content.decode()
    assert client.post("/intresse/dra-tillbaka/gammal/").status_code == 302
    assert not Interest.objects.exists()


def test_link_of_a_confirmed_interest_offers_to_renew_it(client):
    interest = make_interest(confirmed_at=timezone.now() - datetime.timedelta(days=700))
    make_interest_link("ny", interest=interest)
    assert "fortfarande intresserad" in seen(client.get("/intresse/bekrafta/ny/"))

    client.post("/intresse/bekrafta/ny/")
    assert Interest.objects.get().confirmed_at > interest.confirmed_at


def test_links_and_forms_are_kept_by_no_cache(client):
    client.post(NOTE, noted())
    for address in (NOTE, *links(), "/intresse/bekrafta/x/"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_each_missing_answer_is_asked_for_and_the_rest_comes_back(client):
    answer = send(client, NOTE, {"started": noted()["started"], "email": "nej"})
    form = post_form(answer)

    assert answer.status_code == 422
    assert [fault["message"] for fault in answer.context["form"].faults] == [
        "Välj ett fokusområde.",
        "Skriv var du arbetar.",
        "Skriv en e-postadress, till exempel upphandling@example.se.",
    ]
    assert form.values["email"] == ["nej"]
    assert "<title>Fel:" in answer.content.decode()
    assert not Interest.objects.exists()


@pytest.mark.parametrize(
    "answers",
    [
        {"focus": "finns-inte"},
        {"focus": ["mat", "\x00"]},
        {"county": "SE-\x00"},
        {"county": "<b>"},
        {"who": "a" * 10_000},
        {"employer": "a" * 201},
        {"employer": "\x00"},
        {"employer": "!!!"},
        {"employer": "A\u030a" * 100_000},
        {"email": "a" * 300 + "@example.se"},
        {"email": "a@example.se\r\nBcc: b@example.se"},
        {"email": "\u202ea@example.se"},
        {"email": "a@" + "İ" * 240 + ".se"},
        {"email": ""},
    ],
    ids=lambda answers: repr(answers)[:40],
)
def test_answer_out_of_bounds_is_refused_at_its_field(client, answers):
    answer = send(client, NOTE, noted(**answers))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(answers)
    assert not Interest.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_who_is_quicker_than_people_sends_once_more(client):
    form = post_form(client.get(NOTE)).pressed(focus="mat", employer="Lunds kommun", email="anna@example.se")
    answer = send(client, NOTE, form)

    assert answer.status_code == 422
    assert "Det gick fort." in seen(answer)
    assert not Interest.objects.exists()
    again = post_form(answer).pressed() | {"started": noted()["started"]}
    assert send(client, NOTE, again).status_code == 302


def test_trap_is_thanked_and_nothing_kept(client):
    assert client.post(NOTE, noted(homepage="http://spam.example")).url == "/intresse/tack/"
    assert not Interest.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("started", ["", "nu", "9" * 5000, "-1", "\x00"])
def test_form_that_does_not_say_when_it_was_made_is_taken_in(client, started):
    assert client.post(NOTE, noted(started=started)).status_code == (422 if started == "\x00" else 302)


def test_sixth_is_asked_to_wait_with_all_that_was_typed(client):
    for number in range(6):
        answer = client.post(NOTE, noted(email=f"nr{number}@example.se"))

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert post_form(answer).values["email"] == ["nr5@example.se"]
    assert client.post("/registrera/", {}).status_code == 422


def test_markup_is_shown_as_typed_and_to_nobody_else(client, admin_client):
    payload = "<script>alert(1)</script>"
    client.post(NOTE, noted(employer=f"Kommun {payload}"))
    confirm, withdraw = links()
    for answer in (client.get(confirm), admin_client.get("/admin/directory/interest/")):
        assert escape(payload) in answer.content.decode()
        assert payload not in answer.content.decode()
    client.post(confirm)
    for address in (TOPIC, f"{TOPIC}?focus=mat", "/vita-flackar/", "/fokusomraden/mat/", withdraw):
        page = client.get(address).content.decode()
        assert "alert(1)" not in page
        assert "anna@" not in page


@pytest.mark.parametrize("address", [TOPIC, f"{TOPIC}?focus=mat", "/fokusomraden/mat/", "/vita-flackar/"])
def test_public_page_is_another_once_one_more_waits(client, address):
    before = client.get(address)
    assert client.get(address, headers={"If-None-Match": before["ETag"]}).status_code == 304
    client.post(NOTE, noted())
    assert client.get(address, headers={"If-None-Match": before["ETag"]}).status_code == 304

    client.post(links()[0])
    assert client.get(address, headers={"If-None-Match": before["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "query", ["focus=finns-inte", "focus=mat&county=x", "focus=mat&who=%3Cb%3E", "county=SE-M&who=" + "a" * 300]
)
def test_unknown_part_of_a_topic_is_told_and_no_topic_shown(client, query):
    for address in (TOPIC, "/en/interest/", "/bygg-natverk/"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 200
        assert answer.context["topic"] is None
        assert ("är inte ett av valen" in seen(answer)) or ("is not one of the choices" in seen(answer))
        assert "<b>" not in answer.content.decode()


def test_topic_shows_its_living_networks_and_when_there_are_none_the_nearest(client, area):
    regional, national = make_network(name="Det skånska"), make_network(name="Det nationella", level="national", country="SE")
    ended = make_network(name="Det slutade", life="ended")
    for network in (regional, national, ended):
        network.focus_areas.add(area)
    assert "Närmast: nationella nätverk Det nationella" in seen(client.get(f"{TOPIC}?focus=mat&county=SE-M"))

    for network in (regional, ended):
        network.counties.set(ended.counties.model.objects.all())
    page = client.get(f"{TOPIC}?focus=mat&county=SE-M")
    assert "Det finns 1 nätverk om det här." in seen(page)
    assert [card.name for card in page.context["cards"]] == ["Det skånska"]
    address = re.search(r'href="(/natverk/\?[^"]+)"', page.content.decode())[1].replace("&amp;", "&")
    assert [network.name for network in client.get(address).context["filter"].rows] == ["Det skånska"]


def test_what_most_wait_for_stands_first(client, area):
    make_interest(topic=make_topic())
    topic = make_topic(agency_kind=make_agency_kind(code="region", name_plural_sv="Regioner"))
    for _ in range(2):
        make_interest(topic=topic)
    page = seen(client.get(TOPIC))

    assert page.index("2 väntar Mat, Regioner") < page.index("1 väntar Mat")
    assert "2 väntar Mat, Regioner" in seen(client.get("/fokusomraden/mat/"))


def test_form_that_meets_a_fault_of_ours_comes_back(monkeypatch):
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("directory.views.interests.note_interest", lambda **told: 1 / 0)
    answer = client.post(NOTE, noted())

    assert answer.status_code == 500
    assert re.findall(r'<textarea[^>]* name="(\w+)"', answer.content.decode()) == ["employer", "email"]
    assert ">Var du arbetar</label>" in answer.content.decode()
    monkeypatch.undo()
    form = post_form(answer)
    assert send(client, form.action, form.pressed()).status_code == 302
    assert InterestLink.objects.count() == 1
