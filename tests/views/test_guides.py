"""The page that teaches how a network is built, and what it carries along."""

import pytest

from tests.factories import make_agency_kind, make_county, make_focus_area
from tests.forms_in_pages import post_form

pytestmark = pytest.mark.django_db

TOPIC = "focus=mat&county=SE-M&who=kommun"


@pytest.fixture(autouse=True)
def _topic(db):
    make_focus_area(slug="mat")
    make_county()
    make_agency_kind()


def test_topic_is_carried_to_registration_and_to_interest(client):
    html = client.get(f"/bygg-natverk/?{TOPIC}").content.decode()

    assert "<strong>Mat, Skåne län, Kommuner</strong>" in html
    assert f'href="/registrera/?{TOPIC}&life=forming"'.replace("&", "&amp;") in html
    assert f'href="/intresse/anmal/?{TOPIC}"'.replace("&", "&amp;") in html


def test_without_a_topic_a_network_is_still_registered_as_forming(client):
    html = client.get("/en/build-a-network/").content.decode()

    assert 'href="/en/register/?life=forming"' in html
    assert 'href="/en/interest/note/"' in html


def test_registration_is_filled_in_with_what_the_address_proposes(client):
    form = post_form(client.get(f"/registrera/?{TOPIC}&life=forming"))
    proposed = {name: form.values.get(name) for name in ("focus_areas", "counties", "admits", "life", "language")}

    assert proposed == {
        "focus_areas": ["mat"],
        "counties": ["SE-M"],
        "admits": ["kommun"],
        "life": ["forming"],
        "language": ["sv"],
    }


@pytest.mark.parametrize("query", ["", "focus=x&county=%00&who=" + "a" * 300 + "&life=nonsense"])
def test_registration_ignores_what_is_no_choice(client, query):
    form = post_form(client.get(f"/registrera/?{query}"))

    assert not {"focus_areas", "counties", "admits"} & form.values.keys()
    assert form.values.get("life", [""]) == [""]


def test_five_habits_and_a_checklist(client):
    html = client.get("/bygg-natverk/").content.decode()

    assert html.count("<strong>Gör så här:</strong>") == 5
    assert html.partition('aria-labelledby="first-meeting"')[2].partition("</section>")[0].count("<li>") == 13
