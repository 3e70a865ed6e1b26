"""Who hosts, as coordinators and readers see it: from meetings and memberships, with turns swapped and passed."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from directory.models import Membership, TurnChange
from directory.services.host import pass_turn, swap, wheel
from directory.services.merge import merge
from tests.factories import make_agency, make_coordinator, make_network
from tests.html import faults

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ADDRESS = "/natverk/natet/vardskap/"


@pytest.fixture
def network():
    """A network of Borås, Falun, Gävle and Kalmar, of which Borås and Falun have hosted."""
    network = make_network(name="Nätet", slug="natet")
    for number, name in enumerate(("Borås", "Falun", "Gävle", "Kalmar")):
        agency = make_agency(name=name)
        Membership.objects.create(network=network, agency=agency, joined_year=2010 + number)
        if number < 2:
            meet(network, agency, days=number - 100)
    return network


def meet(network, agency, *, days: int, **values):
    on = TODAY + datetime.timedelta(days=days)
    told = {"title": f"Möte {on}", "starts_on": on, "ends_on": on, "precision": "day"}
    return network.meetings.create(host=agency, **told | values)


def order(network) -> list[str]:
    return [turn.agency.name for turn in wheel(type(network).objects.get(pk=network.pk)).turns]


def key(name: str) -> int:
    return Membership.objects.get(agency__name=name).agency_id


def test_wheel_tells_who_has_hosted_and_who_is_next(network):
    meet(network, network.memberships.get(agency__name="Gävle").agency, days=30)
    meet(network, network.memberships.get(agency__name="Kalmar").agency, days=60, state="cancelled")
    found = wheel(network)

    assert order(network) == ["Kalmar", "Borås", "Falun", "Gävle"]
    assert found.next.agency.name == "Kalmar"
    assert [turn.times for turn in found.turns] == [0, 1, 1, 0]
    assert (found.hosted, found.is_even) == (2, True)
    assert found.turns[3].planned == TODAY + datetime.timedelta(days=30)


def test_swap_and_pass_change_the_order_and_say_why(network, admin_user):
    swap(network=network, agency=key("Gävle"), other=key("Falun"), reason="Ombyggnad", by=admin_user)
    assert order(network) == ["Falun", "Kalmar", "Borås", "Gävle"]
    pass_turn(network=network, agency=key("Falun"), reason="Sjukdom", by=admin_user)
    assert order(network) == ["Kalmar", "Borås", "Gävle", "Falun"]
    assert [change.reason for change in wheel(network).changes] == ["Sjukdom", "Ombyggnad"]
    assert TurnChange.history.filter(history_user=admin_user).count() == 2


def test_only_members_without_a_planned_turn_swap(network, admin_user):
    gävle = network.memberships.get(agency__name="Gävle")
    meet(network, gävle.agency, days=30)
    stranger = make_agency(name="Ystad")
    for agency, other in ((gävle.agency_id, key("Borås")), (key("Borås"), stranger.pk), (key("Borås"), key("Borås"))):
        with pytest.raises(ValidationError):
            swap(network=network, agency=agency, other=other, reason="x", by=admin_user)
    assert not TurnChange.objects.exists()


def test_who_leaves_is_out_of_the_order_and_stays_in_the_past(network):
    network.memberships.filter(agency__name="Borås").update(left_year=2020)

    assert order(network) == ["Gävle", "Kalmar", "Falun"]
    assert network.meetings.filter(host__name="Borås").exists()


def test_merged_agencies_have_one_turn_and_no_swap_with_themselves(network, admin_user):
    swap(network=network, agency=key("Gävle"), other=key("Falun"), reason="Byte", by=admin_user)
    kept, merged = (network.memberships.get(agency__name=name).agency for name in ("Gävle", "Falun"))
    merge(kept=kept, merged=merged, chosen={}, by=admin_user)

    assert not TurnChange.objects.exists()
    assert order(network) == ["Kalmar", "Borås", "Gävle"]


def test_page_of_the_network_shows_the_order(client, network, tmp_path):
    page = client.get("/natverk/natet/").content.decode()

    assert "2 av 4 medlemmar har varit värdar." in page
    assert page.index("Gävle</a>") < page.index("näst på tur")
    assert "har inte varit värd än" in page
    assert faults({"network": page}, tmp_path) == []


def test_network_in_which_nobody_has_hosted_shows_no_order(client, network):
    network.meetings.all().delete()

    assert "Vem som är värd" not in client.get("/natverk/natet/").content.decode()


def test_coordinator_swaps_a_turn(client, network, tmp_path):
    client.force_login(make_coordinator(network=network).user)
    page = client.get(ADDRESS).content.decode()
    assert faults({"hosting": page}, tmp_path) == []
    answers = {"agency": key("Gävle"), "kind": "swapped", "other": key("Borås"), "reason": "Ombyggnad"}
    page = client.post(ADDRESS, answers, follow=True).content.decode()

    assert "Ordningen är ändrad." in page
    assert "Gävle och Borås bytte tur." in page
    assert order(network) == ["Borås", "Kalmar", "Gävle", "Falun"]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"kind": "swapped", "other": ""}, "Välj vem den byts med."),
        ({"kind": "swapped", "other": "Gävle"}, "Ingen byter med sig själv."),
        ({"kind": "passed", "reason": ""}, "field-error"),
        ({"kind": "nonsense"}, "field-error"),
        ({"agency": "99999"}, "field-error"),
        ({"agency": "x\x00"}, "field-error"),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_what_was_typed_comes_back(client, network, answers, told):
    client.force_login(make_coordinator(network=network).user)
    typed = {"agency": key("Gävle"), "kind": "passed", "reason": "Ett skäl"} | answers
    typed |= {name: key(value) for name, value in typed.items() if value == "Gävle"}
    answer = client.post(ADDRESS, typed)

    assert answer.status_code == 422
    assert told in answer.content.decode() or told == "field-error"
    assert not TurnChange.objects.exists()
    if typed["reason"]:
        assert typed["reason"] in answer.content.decode()


def test_network_without_members_asks_for_them_first(client):
    coordinator = make_coordinator(network=make_network(slug="tomt"))
    client.force_login(coordinator.user)

    assert "Ange medlemmarna först" in client.get("/natverk/tomt/vardskap/").content.decode()
