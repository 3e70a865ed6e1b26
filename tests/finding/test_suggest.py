"""What is suggested while somebody types."""

import pytest

from directory.finding import current_snapshot, suggest
from tests.factories import make_agency, make_focus_area, make_network

pytestmark = pytest.mark.django_db


def suggested(text: str):
    return suggest(current_snapshot(), text)


def names(things) -> list[str]:
    return [thing.name for thing in things]


def test_networks_whose_name_begins_so_come_before_those_that_only_speak_of_it():
    make_network(name="Anbudet", purpose="Leverantörer och leverantörer.")
    make_network(name="Alla leverantörers nätverk")
    make_network(name="Leverantörsstyrningsnätverket")

    found = names(suggested("leveran").networks)

    assert found == ["Leverantörsstyrningsnätverket", "Alla leverantörers nätverk", "Anbudet"]


def test_agencies_and_focus_areas_are_found_by_any_word_with_and_without_rings():
    network = make_network()
    network.memberships.create(agency=make_agency(name="Åre kommun"))
    network.memberships.create(agency=make_agency(name="Kommunen Åre-Östersund"))
    network.focus_areas.add(make_focus_area(slug="budget", name_sv="Årlig budget", name_en="Budget"))

    for typed in ("år", "ar", "ÅR"):
        assert names(suggested(typed).agencies) == ["Åre kommun", "Kommunen Åre-Östersund"]
        assert names(suggested(typed).focus_areas) == ["Årlig budget"]


def test_last_word_is_completed_and_the_others_stay():
    make_network(purpose="Upphandlingar av upphandlade upphandlingar.")
    make_network(purpose="Upphandlingar.")

    assert suggested("mat upph").words == ("mat upphandlingar", "mat upphandlade")


@pytest.mark.parametrize("typed", ["", " ", "u", "-", "\x00", "å"])
def test_one_letter_suggests_nothing(typed):
    make_network(name="Upphandlarna")

    assert not suggested(typed)


def test_four_of_each_are_suggested_at_most():
    for number in range(6):
        make_network(name=f"Upphandlare {number}").memberships.create(agency=make_agency(name=f"Upplands kommun {number}"))

    found = suggested("up")

    assert len(found.networks) == len(found.agencies) == 4
