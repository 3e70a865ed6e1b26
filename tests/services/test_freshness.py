"""Networks grow old: coordinators are asked, readers told, lists leave them out; and one word makes them fresh again."""

import datetime
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from directory.models import FreshnessLink, Life, Network, OutgoingMail, Step
from directory.models.freshness import months_before
from directory.services.freshness import ask_those_due
from tests.factories import make_coordinator, make_focus_area, make_network, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """A clock that tests move on by days."""
    start, moved = timezone.now(), {"days": 0}
    monkeypatch.setattr("django.utils.timezone.now", lambda: start + datetime.timedelta(days=moved["days"]))

    def move(days: int) -> None:
        moved["days"] += days

    return move


def token_mailed() -> str:
    """Send what waits and return the token in the last mail."""
    call_command("work", "--once")
    return re.search(r"/stammer-det/([^/\s]+)/", mail.outbox[-1].body).group(1)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-11-26", 12, "2025-11-26"),
        ("2026-08-31", 18, "2025-02-28"),
        ("2024-04-30", 14, "2023-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
    ],
)
def test_months_before_a_day(day, months, before):
    assert months_before(datetime.date.fromisoformat(day), months) == datetime.date.fromisoformat(before)


def test_coordinators_are_asked_after_twelve_months_each_once_a_year(clock):
    network = make_network(name="Matnätet")
    coordinators = [make_coordinator(network=network), make_coordinator(network=network)]
    make_network(name="Utan samordnare")

    clock(364)
    assert ask_those_due() == 0
    clock(2)
    assert ask_those_due() == 2
    assert ask_those_due() == 0
    clock(300)
    assert ask_those_due() == 0
    clock(66)
    assert ask_those_due() == 2
    assert {one.to for one in OutgoingMail.objects.all()} == {one.user.email for one in coordinators}


def test_mail_is_in_the_language_of_the_network_with_three_ways_to_answer(clock):
    make_coordinator(network=make_network(name="The food network", language="en"))
    clock(366)
    call_command("work", "--once")
    body = mail.outbox[-1].body

    assert mail.outbox[-1].subject == "Is The food network still right on the map?"
    assert len(re.findall(r"/en/still-right/", body)) == 2
    assert "/en/networks/the-food-network/edit/" in body
    assert not FreshnessLink.objects.filter(token_hash__in=re.findall(r"still-right/([^/\s]+)/", body)).exists()


@pytest.mark.parametrize("values", [{"life": Life.ENDED}, {"editorial_state": "withdrawn"}])
def test_nobody_is_asked_about_what_has_ended_or_is_not_on_the_map(clock, values):
    make_coordinator(network=make_network(**values))
    clock(400)

    assert ask_those_due() == 0


def test_one_word_makes_a_network_fresh_and_can_be_said_once(client, clock):
    coordinator = make_coordinator(network=make_network(name="Matnätet"))
    clock(366)
    address = reverse("directory:still-right", args=[token_mailed()])

    assert "Stämmer det fortfarande?" in client.get(address).content.decode()
    assert Network.objects.get().confirmed_on is None
    assert client.post(address, {"step": "right"}).status_code == 302
    assert "bekräftade den" in client.get(address).content.decode()

    network = Network.objects.get()
    assert (network.confirmed_on, network.confirmed_by) == (timezone.localdate(), "coordinator")
    entry = network.history.first()
    assert (entry.history_user, entry.history_change_reason) == (coordinator.user, "Bekräftat av en samordnare")
    client.post(address, {"step": "ended"})
    assert not Network.objects.get().has_ended
    clock(364)
    assert ask_those_due() == 0


def test_network_that_no_longer_exists_stays_as_history(client, clock):
    make_coordinator(network=make_network(name="Matnätet"))
    clock(366)
    address = reverse("directory:still-right", args=[token_mailed()])
    client.post(address, {"step": "ended"})

    network = Network.objects.get()
    assert (network.life, network.ended_year) == (Life.ENDED, timezone.localdate().year)
    assert network.history.count() == 3
    assert "är avslutat" in client.get(address).content.decode()
    assert client.get(network.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("step", ["", "perhaps", "right\x00"])
def test_nonsense_uses_no_link(client, clock, step):
    make_coordinator(network=make_network())
    clock(366)
    address = reverse("directory:still-right", args=[token_mailed()])

    assert client.post(address, {"step": step}).status_code == 422
    assert FreshnessLink.objects.usable().count() == 1


def test_link_leads_nowhere_when_it_is_old_unknown_or_its_coordinator_gone(client, clock):
    coordinator = make_coordinator(network=make_network())
    clock(366)
    address = reverse("directory:still-right", args=[token_mailed()])
    clock(366)
    assert client.get(address).status_code == 404
    assert client.post(address, {"step": "right"}).status_code == 404
    clock(-366)
    assert client.get(address).status_code == 200
    coordinator.delete()
    assert client.get(address).status_code == 404
    assert client.get(reverse("directory:still-right", args=["x" * 43])).status_code == 404


def test_page_says_so_after_fourteen_months_and_the_list_marks_it(client, clock):
    network = make_network(name="Matnätet")
    clock(420)
    assert "Ingen har intygat" not in client.get(network.get_absolute_url()).content.decode()
    assert "Länge obekräftat" not in client.get("/natverk/").content.decode()
    clock(10)
    assert "Ingen har intygat" in client.get(network.get_absolute_url()).content.decode()
    assert "Länge obekräftat" in client.get("/natverk/").content.decode()


def test_lists_leave_out_what_is_old_and_say_so(client, clock):
    area = make_focus_area(slug="mat")
    make_network(name="Gamla matnätet").focus_areas.add(area)
    clock(400)
    fresh = make_network(name="Unga matnätet")
    fresh.focus_areas.add(area)
    make_network(name="Avslutade matnätet", life=Life.ENDED).focus_areas.add(area)
    clock(160)

    for address in ("/natverk/?q=matnätet", "/natverk/?focus=mat", "/natverk/"):
        page = client.get(address).content.decode()
        assert "Unga matnätet" in page
        assert "Avslutade matnätet" in page
        assert "Gamla" not in page
        assert "1 nätverk som ingen har bekräftat på arton månader är utelämnat." in page
        shown = client.get(address + ("&" if "?" in address else "?") + "older=show").content.decode()
        assert "utelämnat" not in shown
        assert shown.index("Unga") < shown.index("Gamla")
        assert shown.index("Avslutade") < shown.index("Gamla")
        assert "Även länge obekräftade" in shown
    assert "Gamla" not in client.get("/fokusomraden/mat/").content.decode()
    assert "Gamla" not in client.get("/hitta/?q=matnätet").content.decode()
    assert "Gamla" not in client.get(fresh.get_absolute_url()).content.decode()
    assert "Gamla" not in client.get("/forslag/?q=matn").content.decode()


def test_where_nothing_is_old_there_is_no_such_choice(client):
    make_network()

    assert 'name="older"' not in client.get("/natverk/").content.decode()


def test_list_counts_as_it_shows(client, clock):
    area = make_focus_area(slug="mat")
    make_network(name="Gamla").focus_areas.add(area)
    clock(560)

    assert "<dd>0</dd>" in client.get("/").content.decode()
    assert "Inga nätverk passar" in client.get("/natverk/?focus=mat").content.decode()


def test_coordinators_vouch_on_their_own_page(client, clock):
    coordinator = make_coordinator(network=make_network(name="Matnätet"))
    other = make_network(name="Annat")
    clock(500)
    client.force_login(coordinator.user)

    page = client.post("/mina-natverk/", {"network": coordinator.network.pk}, follow=True).content.decode()
    assert "bekräftades i dag" in page
    assert Network.objects.get(name="Matnätet").confirmed_on == timezone.localdate()
    assert client.post("/mina-natverk/", {"network": other.pk}).status_code == 404
    assert client.post("/mina-natverk/", {"network": "x"}).status_code == 404
    assert Network.objects.get(name="Annat").confirmed_on is None


def test_curators_see_how_many_are_marked_and_confirm_them(client, admin_user, clock):
    network, ended = make_network(name="Matnätet"), make_network(name="Borta", life=Life.ENDED)
    clock(430)
    client.force_login(admin_user)
    assert "freshness=marked" in client.get("/admin/").content.decode()
    page = client.get("/admin/directory/network/?freshness=marked").content.decode()
    assert "Matnätet" in page
    assert "Borta" not in page

    steps = Step.objects.count()
    client.post(
        "/admin/directory/network/?freshness=marked",
        {"action": "confirm_selected", "_selected_action": [network.pk, ended.pk]},
    )
    network.refresh_from_db()
    assert (network.confirmed_on, network.confirmed_by) == (timezone.localdate(), "curator")
    assert Step.objects.count() == steps + 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_each_coordinator_once(clock):
    network = make_network()
    for _number in range(5):
        make_coordinator(network=network, user=make_user())
    clock(366)

    def work(_number):
        try:
            return ask_those_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert sum(workers.map(work, range(2))) == 5
    assert OutgoingMail.objects.count() == 5
