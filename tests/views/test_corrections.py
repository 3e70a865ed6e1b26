"""Telling what is wrong, as anybody does from the page it is about: asked for what is missed, thanked, asked to confirm."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from directory.models import Correction, CorrectionState, EditorialState
from tests.corrections import told
from tests.factories import make_agency, make_agency_kind, make_network
from tests.forms_in_pages import post_form, send
from tests.registrations import sent_link

pytestmark = pytest.mark.django_db

CORRECT, CORRECT_IN_ENGLISH, CORRECT_AGENCY = (
    "/natverk/natet/ratta/",
    "/en/networks/natet/correct/",
    "/organisationer/lund/ratta/",
)
FACT = {"field": "openness", "value": "Öppet att gå med i", "source_url": "https://lund.se/natet"}


@pytest.fixture(autouse=True)
def network(db):
    kind = make_agency_kind()
    network = make_network(name="Nätet", slug="natet")
    network.memberships.create(agency=make_agency(name="Lunds kommun", slug="lund", kind=kind))
    return network


@pytest.mark.parametrize(("page", "address"), [("/natverk/natet/", CORRECT), ("/organisationer/lund/", CORRECT_AGENCY)])
def test_reader_tells_from_a_page_what_is_wrong_and_confirms_the_address(page, address):
    client = Client(enforce_csrf_checks=True)
    assert f'href="{address}"' in client.get(page).content.decode()
    answers = told(message="Länken är död.", kind="dead_link", sender_email="Anna@Example.se")
    thanked = send(client, address, post_form(client.get(address)).pressed(**answers))
    correction = Correction.objects.get()
    assert thanked.url == f"/rattelser/tack/{correction.reference}/"
    assert correction.reference in client.get(thanked.url).content.decode()
    assert str(correction.about) in ("Nätet", "Lunds kommun")

    link = sent_link("anna@example.se")
    assert send(client, link, post_form(client.get(link)).pressed()).status_code == 302
    correction.refresh_from_db()
    assert correction.email_confirmed_at


def test_page_leads_whose_it_is_to_coordinating_it(client):
    assert 'href="/natverk/natet/samordna/"' in client.get("/natverk/natet/").content.decode()
    proposed = client.get(f"{CORRECT}?kind=mine").content.decode()
    assert re.findall('value="([a-z_]+)"[^>]* checked', proposed) == ["mine"]


@pytest.mark.parametrize(
    ("address", "answers", "stored"),
    [
        (CORRECT, {"field": "founded_year", "value": " 1999 "}, "1999"),
        (CORRECT, {"field": "website", "value": "natet.se"}, "https://natet.se"),
        (CORRECT, {"field": "life", "value": "AVSLUTAT"}, "ended"),
        (CORRECT_IN_ENGLISH, {"field": "openness", "value": "open to join"}, "open"),
        (CORRECT_AGENCY, {"field": "organisation_number", "value": "212000-1132"}, "212000-1132"),
    ],
)
def test_fact_written_in_words_is_kept_as_its_field_stores_it(client, address, answers, stored):
    answer = client.post(address, told(message="", source_url="https://lund.se/natet", **answers))

    assert answer.status_code == 302
    assert Correction.objects.get().value == stored


def test_kind_of_agency_is_written_in_words(client):
    client.post(CORRECT_AGENCY, told(field="kind", value="kommun", source_url="https://lund.se/"))

    assert Correction.objects.get().fact.name == "kind"


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "nonsense"}, "kind"),
        ({"message": ""}, "message"),
        ({"kind": "double"}, "double_of"),
        ({"kind": "mine"}, "sender_email"),
        ({"sender_email": "nej"}, "sender_email"),
        ({"message": "a\x00b"}, "message"),
        ({"message": "a" * 3001}, "message"),
        ({"double_of": "a" * 301}, "double_of"),
        (FACT | {"value": ""}, "value"),
        (FACT | {"value": "Halvöppet"}, "value"),
        (FACT | {"field": "website", "value": "javascript:alert(1)"}, "value"),
        (FACT | {"field": "website", "value": "http://127.0.0.1/"}, "value"),
        (FACT | {"field": "contact_email", "value": "a@b\r\nBcc: c@d.se"}, "value"),
        (FACT | {"field": "founded_year", "value": "1066"}, "value"),
        (FACT | {"field": "founded_year", "value": "9" * 500}, "value"),
        (FACT | {"field": "name"}, "field"),
        (FACT | {"field": ""}, "field"),
        (FACT | {"source_url": ""}, "source_url"),
        (FACT | {"source_url": "https://a:b@example.se"}, "source_url"),
        ({"token": "x"}, "token"),
    ],
)
@pytest.mark.parametrize("address", [CORRECT, CORRECT_IN_ENGLISH])
def test_answer_that_is_missed_or_wrong_is_told_at_its_field_and_all_comes_back(client, address, answers, name):
    if address == CORRECT_IN_ENGLISH and answers.get("value") == FACT["value"]:
        answers = answers | {"value": "Open to join"}
    written = told(**{"message": "Det här står fel."} | answers)
    answer = client.post(address, written)
    html = answer.content.decode()

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert 'class="error-summary"' in html
    for typed in ("message", "double_of", "value", "source_url", "sender_email"):
        assert escape(written.get(typed, "")) in html
    assert not Correction.objects.exists()


@pytest.mark.parametrize("state", [EditorialState.SUBMITTED, EditorialState.DRAFT, EditorialState.WITHDRAWN])
def test_what_readers_do_not_see_cannot_be_corrected(client, network, state):
    network.editorial_state = state
    network.save()

    for address in (CORRECT, CORRECT_AGENCY):
        assert client.get(address).status_code == client.post(address, told()).status_code == 404


def test_same_form_sent_again_is_one_correction_and_the_sixth_is_asked_to_wait(client):
    form = told()
    assert client.post(CORRECT, form).url == client.post(CORRECT, form).url
    for _ in range(4):
        client.post(CORRECT, told())
    refused = client.post(CORRECT, told(message="Det sista ordet."))

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "Det sista ordet." in refused.content.decode()
    assert Correction.objects.count() == 5


def test_machine_gets_the_same_thanks_and_is_kept_apart(client):
    answer = client.post(CORRECT, told(homepage="http://spam.example"))

    assert "/rattelser/tack/" in answer.url
    assert Correction.objects.get().state == CorrectionState.SPAM
