"""What makes a network last, as facts with dates; what nobody has stated is told apart; and an agency's own view."""

import datetime
import html
import re

import pytest
from django.utils import timezone

from directory.finding import current_snapshot
from directory.finding.peers import networks_of_peers
from directory.models import Membership
from tests.factories import (
    make_agency,
    make_agency_kind,
    make_agenda_item,
    make_channel,
    make_county,
    make_focus_area,
    make_material,
    make_meeting,
    make_network,
    make_visit,
)

pytestmark = pytest.mark.django_db
THIS_YEAR = timezone.localdate().year


def words(client, address: str) -> str:
    page = client.get(address).content.decode().partition("<main")[2]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


@pytest.fixture
def network():
    network = make_network(name="Nätet", slug="natet")
    network.focus_areas.add(make_focus_area())
    return network


def test_nothing_that_is_not_known_is_told_as_a_fact(client, network):
    page = words(client, "/natverk/natet/")

    told = page.partition("Vad som får det att hålla")[2]
    for not_stated in (
        "om nätverket självt står för",
        "vilka medlemmarna är",
        "vilka som har varit värdar",
        "när det träffas nästa",
    ):
        assert not_stated in told
    assert "0 " not in told.partition("Källor")[0]
    assert "betyg" in told


def test_facts_are_told_with_their_dates(client, network):
    agencies = [make_agency(name=f"Kommun {n}") for n in "ABCD"]
    for year, agency in enumerate(agencies, 2015):
        Membership.objects.create(network=network, agency=agency, joined_year=year)
    for days, agency in ((-900, agencies[0]), (-30, agencies[1]), (60, agencies[2])):
        make_agenda_item(meeting=make_meeting(network=network, days=days, host=agency), agency=agency)
    make_material(network=network)
    make_visit(network=network)
    make_visit(network=network, state="held")
    make_channel(network=network)
    network.confirmed_on, network.confirmed_by = timezone.localdate(), "coordinator"
    network.save()

    told = words(client, "/natverk/natet/").partition("Vad som får det att hålla")[2]
    since = (timezone.localdate() - datetime.timedelta(900)).year
    for fact in (
        "Arbetar med 1 fokusområde",
        "Syfte och uppgifter bekräftade",
        "4 medlemmar namngivna · Den senaste gick med 2018",
        f"2 av 4 medlemmar har varit värdar sedan {since}",
        "2 organisationer har haft möten hos sig · 3 organisationer har tagit upp ämnen",
        "Senast kända möte:",
        "Nästa möte:",
        "1 ämne det senaste året",
        "1 delat material · 1 studiebesök har hållits · 1 studiebesök erbjuds · E-postlista: Frågor mellan mötena",
    ):
        assert fact in told, fact
    assert "Ej angivet" not in told.partition("Källor")[0]


def test_agency_sees_what_is_coming_whose_turn_it_is_and_where_it_hosts_next(client, network):
    borås, falun, gävle = (make_agency(name=name) for name in ("Borås", "Falun", "Gävle"))
    for agency in (borås, falun, gävle):
        Membership.objects.create(network=network, agency=agency)
    make_meeting(network=network, days=-100, host=borås)
    make_meeting(network=network, days=50, host=falun, title="Kommande möte")
    make_meeting(network=network, days=60, host=borås, state="cancelled", title="Inställt möte")

    page = words(client, f"/organisationer/{falun.slug}/")
    assert "Är värd nästa gång" in page
    assert "Kommande möte" in page
    assert "Står på tur att vara värd: Nätet" in words(client, f"/organisationer/{gävle.slug}/")
    page = words(client, f"/organisationer/{borås.slug}/")
    assert "Är värd nästa gång" not in page
    assert "Står på tur" not in page


def test_networks_of_peers_are_those_the_agency_is_not_in(client):
    skåne, kommun = make_county(), make_agency_kind()
    own = make_agency(name="Lund", kind=kommun, county=skåne, country="SE")
    kind_only = [make_agency(kind=kommun, country="SE") for _ in range(3)]
    county_only, abroad = make_agency(county=skåne, country="SE"), make_agency(kind=kommun, country="NO")
    mine, theirs, near, foreign, ended = (make_network(name=name) for name in ("Mitt", "Deras", "Nära", "Utländskt", "Avslutat"))
    ended.life = "ended"
    ended.save()
    for network, members in (
        (mine, [own, *kind_only]), (theirs, kind_only), (near, [county_only]), (foreign, [abroad]), (ended, kind_only),
    ):  # fmt: skip
        for member in members:
            Membership.objects.create(network=network, agency=member)

    snapshot = current_snapshot()
    found = networks_of_peers(snapshot, snapshot.agency_by_id[own.pk], 5)
    assert [(one.network.name, one.same_kind, one.same_county) for one in found] == [("Deras", 3, 0), ("Nära", 0, 1)]
    page = words(client, f"/organisationer/{own.slug}/")
    assert re.search(r"3 av samma slag +Deras", page)
    assert re.search(r"1 i samma län +Nära", page)


def test_agency_without_kind_or_county_has_no_peers():
    own, other = make_agency(), make_agency()
    Membership.objects.create(network=make_network(), agency=own)
    Membership.objects.create(network=make_network(), agency=other)
    snapshot = current_snapshot()

    assert networks_of_peers(snapshot, snapshot.agency_by_id[own.pk], 5) == []
