"""Registering a network as a coordinator does: fill in, look, go back, send, be thanked."""

import datetime
import html
import re
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import EditorialState, Network, OutgoingMail, Registration, RegistrationState, Revision, SenderLink
from tests.database import everything
from tests.factories import (
    make_agency,
    make_agency_kind,
    make_county,
    make_exchange,
    make_focus_area,
    make_network,
    make_registration,
)
from tests.forms_in_pages import post_form, send
from tests.registrations import REGISTER, REGISTER_IN_ENGLISH, filled_in

pytestmark = pytest.mark.django_db

ALL_ANSWERS = {
    "name": "Matnätverket i söder",
    "short_name": "MiS",
    "purpose": "Vi lär av varandra.\n\nOch köper in mat.",
    "language": "sv",
    "kind": "peer_network",
    "website": "https://mat.example.se/",
    "focus_areas": ["mat"],
    "exchanges": ["benchmarks"],
    "level": "regional",
    "counties": ["SE-M"],
    "in_person_per_year": "2",
    "online_per_year": "0",
    "hybrid_per_year": "1",
    "rhythm_note": "Värdskapet går runt.",
    "openness": "open",
    "admits": ["kommun"],
    "how_to_join": "Skriv till oss.",
    "contact_email": "mat@example.se",
    "life": "active",
    "founded_year": "2019",
    "origin": "Ur ett projekt.",
    "member_names": "Lunds kommun\nRegion Skåne\nlunds kommun",
    "sender_email": "samordnare@example.se",
    "message": "Hälsningar från Lund.",
}


LEAST = {name: ALL_ANSWERS[name] for name in ("name", "purpose", "language", "focus_areas", "sender_email")}


@pytest.fixture(autouse=True)
def _choices(db):
    make_focus_area(slug="mat")
    make_exchange()
    make_county()
    make_agency_kind()


def blank_form(client, address=REGISTER):
    form = post_form(client.get(address))
    form.values["started"] = [str(int(time.time()) - 60)]
    return form


def test_coordinator_fills_in_looks_goes_back_sends_and_is_thanked():
    client = Client(enforce_csrf_checks=True)
    seen = send(client, REGISTER, blank_form(client).pressed("preview", **ALL_ANSWERS))
    assert seen.status_code == 200
    assert "Matnätverket i söder" in seen.content.decode()

    back = send(client, REGISTER, post_form(seen).pressed("back"))
    assert back.status_code == 200
    assert not back.context["form"].errors

    sent = send(client, REGISTER, post_form(back).pressed("send", short_name="MIS"))
    registration = Registration.objects.get()
    assert sent.status_code == 302
    assert sent.url == f"/registrera/tack/{registration.reference}/"
    assert registration.reference in client.get(sent.url).content.decode()
    assert registration.network.short_name == "MIS"


def test_going_back_from_a_preview_loses_no_answer(client):
    written = blank_form(client).pressed("preview", **ALL_ANSWERS)
    back = post_form(send(client, REGISTER, post_form(send(client, REGISTER, written)).pressed("back")))

    assert {name: back.values[name] for name in ALL_ANSWERS} == {name: written[name] for name in ALL_ANSWERS}
    assert back.values["token"] == written["token"]
    assert back.values["started"] == written["started"]


def test_all_answers_are_stored_and_nothing_is_public(client):
    send(client, REGISTER, blank_form(client).pressed("send", **ALL_ANSWERS))
    network = Network.objects.get()

    assert network.editorial_state == EditorialState.SUBMITTED
    assert network.purpose == "Vi lär av varandra.\n\nOch köper in mat."
    assert network.country == "SE"
    assert [area.slug for area in network.focus_areas.all()] == ["mat"]
    assert [county.code for county in network.counties.all()] == ["SE-M"]
    assert [exchange.code for exchange in network.exchanges.all()] == ["benchmarks"]
    assert [kind.code for kind in network.admits.all()] == ["kommun"]
    assert {rhythm.mode: rhythm.per_year for rhythm in network.rhythms.all()} == {"in_person": 2, "hybrid": 1}
    assert network.history.count() == 1
    assert network.registration.member_name_list == ["Lunds kommun", "Region Skåne", "lunds kommun"]
    assert network.registration.state == RegistrationState.UNCONFIRMED
    assert (network.registration.warnings, network.registration.language) == ("", "sv")
    assert not network.memberships.exists()
    assert client.get(network.get_absolute_url()).status_code == 404
    assert network.name not in client.get("/natverk/").content.decode()
    assert OutgoingMail.objects.get().to == "samordnare@example.se"


def test_registration_in_english_is_thanked_in_english(client):
    sent = send(client, REGISTER_IN_ENGLISH, blank_form(client, REGISTER_IN_ENGLISH).pressed("send", **ALL_ANSWERS))

    assert sent.url.startswith("/en/register/thanks/")
    assert Registration.objects.get().language == "en"
    assert 'lang="en"' in client.get(sent.url).content.decode()


def test_form_proposes_the_language_it_is_read_in(client):
    assert blank_form(client, REGISTER_IN_ENGLISH).values["language"] == ["en"]
    assert blank_form(client).values["language"] == ["sv"]


def test_preview_shows_the_page_as_it_will_be_when_published(client):
    preview = send(client, REGISTER, blank_form(client).pressed("preview", **ALL_ANSWERS)).content.decode()
    send(client, REGISTER, blank_form(client).pressed("send", **ALL_ANSWERS))
    Network.objects.update(editorial_state=EditorialState.PUBLISHED)
    page = client.get(Network.objects.get().get_absolute_url()).content.decode()

    for part in ("focus", "join", "meetings", "origin"):
        section = re.compile(rf'<section class="section" aria-labelledby="{part}">.*?</section>', re.DOTALL)
        assert section.search(preview)[0] == section.search(page)[0]


def test_preview_names_each_member_once_as_it_is_known(client):
    make_agency(name="Lunds Kommun", other_names="Lund")
    answer = send(
        client, REGISTER, blank_form(client).pressed("preview", **ALL_ANSWERS | {"member_names": "Region Ny\nlund\nLUNDS KOMMUN"})
    )

    assert [agency.name for agency in answer.context["members"]] == ["Lunds Kommun", "Region Ny"]


def test_preview_leaves_nothing_behind(client):
    Revision.objects.get_or_create(pk=1)
    before = everything()
    answer = send(client, REGISTER, blank_form(client).pressed("preview", **ALL_ANSWERS))

    assert answer.status_code == 200
    assert everything() == before


def test_preview_with_three_hundred_members_does_not_ask_for_each(client, django_assert_max_num_queries):
    form = blank_form(client).pressed("preview", member_names="\n".join(f"Kommun {number}" for number in range(300)), **LEAST)

    with django_assert_max_num_queries(50):
        assert len(send(client, REGISTER, form).context["members"]) == 300


def test_preview_is_read_whole_before_its_rows_are_taken_back(client):
    """So that no writer waits while the page is written."""
    with CaptureQueriesContext(connection) as captured:
        send(client, REGISTER, blank_form(client).pressed("preview", **ALL_ANSWERS))

    statements = [query["sql"] for query in captured]
    taken_back = max(number for number, sql in enumerate(statements) if sql.startswith("ROLLBACK TO SAVEPOINT"))
    later = [sql for sql in statements[taken_back + 1 :] if not sql.startswith("RELEASE SAVEPOINT")]
    assert len(later) == 1
    assert 'FROM "directory_agency"' in later[0]


@pytest.mark.parametrize("step", [[], ["se"], ["preview"]])
def test_only_the_whole_word_sends(client, step):
    answer = send(client, REGISTER, filled_in() | {"step": step})

    assert answer.status_code == 200
    assert not Registration.objects.exists()


def test_same_form_sent_again_is_one_registration_and_the_same_thanks(client):
    form = filled_in()
    first = send(client, REGISTER, form)
    again = send(client, REGISTER, form | {"name": "Något annat"})
    looked = send(client, REGISTER, form | {"step": "preview"})

    assert first.url == again.url == looked.url
    assert Network.objects.count() == Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"name": "Åre inköpsnätverk"}, {"name": "ÅRE   INKÖPSNÄTVERK"}),
        ({"name": "Nätet", "short_name": "ÅIN"}, {"short_name": "åin"}),
        ({"name": "Nätet", "other_names": "Inköp Åre"}, {"name": "Inköp Åre"}),
        ({"name": "Nätet", "website": "https://www.natet.example.se/om"}, {"website": "http://natet.example.se"}),
    ],
)
@pytest.mark.parametrize("step", ["preview", "send"])
def test_known_network_is_shown_before_anything_is_sent(client, theirs, ours, step):
    known = make_network(**theirs)
    asked = send(client, REGISTER, filled_in(step=step, **ours))

    assert asked.status_code == 422
    assert [one.network for one in asked.context["alike"]] == [known]
    assert f'href="{known.get_absolute_url()}"' in asked.content.decode()
    assert "<title>Fel:" in asked.content.decode()
    assert not Registration.objects.exists()


def test_network_said_to_be_none_of_the_known_is_sent_with_a_note_for_the_curator(client):
    make_network(name="Åre inköpsnätverk")
    asked = send(client, REGISTER, filled_in(name="Åre inköpsnätverk"))
    send(client, REGISTER, post_form(asked).pressed("send", kinship="none"))

    assert Registration.objects.get().alike == "Åre inköpsnätverk: Samma namn"
    assert Network.objects.filter(name="Åre inköpsnätverk").count() == 2


@pytest.mark.parametrize("kind", ["part_of", "grew_out_of"])
def test_network_akin_to_a_known_one_keeps_the_relation_through_preview_and_back(client, kind):
    known = make_network(name="Åre inköpsnätverk", slug="are")
    asked = send(client, REGISTER, blank_form(client).pressed("preview", **ALL_ANSWERS | {"name": "ÅRE inköpsnätverk"}))
    assert f'href="{known.get_absolute_url()}samordna/"' in asked.content.decode()
    seen = send(client, REGISTER, post_form(asked).pressed("preview", kinship=f"{kind}:are"))
    back = send(client, REGISTER, post_form(seen).pressed("back"))
    assert post_form(back).values["kinship"] == [f"{kind}:are"]
    send(client, REGISTER, post_form(back).pressed("send"))

    registration = Registration.objects.get()
    assert (registration.relation_kind, registration.related_network) == (kind, known)


@pytest.mark.parametrize(
    "said", ["part_of:finns-inte", "sister_of:are", "part_of:", "are", ":", "part_of:hemlig", "a" * 201, "\x00"]
)
def test_kinship_that_cannot_be_told_is_refused_and_can_be_sent_without(client, said):
    make_network(name="Åre", slug="are")
    make_network(name="Hemliga", slug="hemlig", editorial_state=EditorialState.SUBMITTED)
    refused = send(client, REGISTER, filled_in(kinship=said))

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["kinship"]
    assert send(client, REGISTER, post_form(refused).pressed("send")).status_code == 302


def test_network_in_the_queue_is_recognised_but_not_shown(client):
    waiting = make_network(name="Hemliga nätet", short_name="HEM", purpose="Röj inte.", editorial_state=EditorialState.SUBMITTED)
    shown = send(client, REGISTER, filled_in(name="Ett annat", short_name="hem")).content.decode()

    assert "väntar på" in shown
    for secret in (waiting.name, waiting.purpose, waiting.slug, "HEM"):
        assert secret not in shown


def test_declined_network_is_not_taken_for_known(client):
    make_network(name="Avböjda nätet", editorial_state=EditorialState.DECLINED)

    assert send(client, REGISTER, filled_in(name="Avböjda nätet")).status_code == 302


def test_errors_are_summed_up_in_order_with_links_and_focus(client):
    answer = send(client, REGISTER, blank_form(client).pressed("send", website="ftp://example.se", sender_email="nej"))
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "<title>Fel:" in html
    assert re.search(r'<div class="error-summary"[^>]* autofocus', html)
    faults = answer.context["form"].faults
    assert [fault["anchor"] for fault in faults] == ["id_name", "id_purpose", "id_website", "id_focus_areas_0", "id_sender_email"]
    for fault in faults:
        assert f'<a href="#{fault["anchor"]}">' in html
        assert f'id="{fault["anchor"]}"' in html


def test_field_with_an_error_says_so_to_screen_readers(client):
    html = send(client, REGISTER, filled_in(website="ftp://example.se")).content.decode()
    field = re.search(r'<input type="url" name="website"[^>]*>', html)[0]

    assert 'aria-invalid="true"' in field
    assert "id_website_error" in re.search('aria-describedby="([^"]*)"', field)[1].split()
    assert 'id="id_website_error"' in html


def test_answers_survive_an_error(client):
    written = blank_form(client).pressed("send", **ALL_ANSWERS | {"sender_email": "nej"})
    returned = post_form(send(client, REGISTER, written))

    assert {name: returned.values[name] for name in ALL_ANSWERS} == {name: written[name] for name in ALL_ANSWERS}
    assert returned.values["token"] == written["token"]


def test_thanks_page_tells_nothing_of_the_registration(client):
    send(client, REGISTER, filled_in(name="Hemliga nätet"))
    page = client.get(f"/registrera/tack/{Registration.objects.get().reference}/").content.decode()

    assert "Hemliga" not in page
    assert "samordnare@" not in page


def test_form_is_not_kept_by_caches(client):
    assert "no-store" in client.get(REGISTER)["Cache-Control"]
    assert "no-store" in send(client, REGISTER, filled_in(step="preview"))["Cache-Control"]


@pytest.mark.parametrize(
    ("address", "summed_up"),
    [
        (
            REGISTER,
            [
                "Skriv nätverkets namn.",
                "Skriv vad nätverket är till för.",
                "Webbplats: Skriv en hel webbadress, till exempel https://example.se/natverk.",
                "Välj minst ett fokusområde.",
                "Skriv din e-postadress.",
            ],
        ),
        (
            REGISTER_IN_ENGLISH,
            [
                "Write the network's name.",
                "Write what the network is for.",
                "Website: Write a full web address, such as https://example.se/network.",
                "Choose at least one focus area.",
                "Write your e-mail address.",
            ],
        ),
    ],
)
def test_each_missing_answer_is_asked_for_in_words_of_its_own(client, address, summed_up):
    answer = send(client, address, blank_form(client, address).pressed("send", website="natet"))
    summary = re.search(r'<div class="error-summary".*?</div>', answer.content.decode(), re.DOTALL)[0]

    assert [html.unescape(fault) for fault in re.findall(r'<a href="#[^"]+">(.*?)</a>', summary)] == summed_up


def test_as_many_answers_are_marked_as_the_introduction_says(client):
    page = client.get(REGISTER).content.decode()

    assert "Fem svar behövs" in page
    assert page.count("(måste fyllas i)") == 5


def test_link_is_mailed_again_once_a_day_to_whoever_has_not_confirmed(client):
    registration = make_registration(state=RegistrationState.UNCONFIRMED)
    address = f"/registrera/tack/{registration.reference}/"
    for _press in range(3):
        assert "nytt på väg" in client.post(address, follow=True).content.decode()
    assert OutgoingMail.objects.get().to == registration.sender_email

    SenderLink.objects.update(sent_at=timezone.now() - datetime.timedelta(days=1))
    client.post(address)
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("reference", ["ABCD2345", "x" * 50])
def test_asking_for_the_mail_of_no_registration_is_answered_alike(client, reference):
    make_registration()
    page = client.post(f"/registrera/tack/{reference}/", follow=True).content.decode()

    assert "nytt på väg" in page
    assert not OutgoingMail.objects.exists()
