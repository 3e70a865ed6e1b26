"""Alerts: confirmed by mail, each match told once however many look, ended at once; and the calendar of one's own."""

import datetime
import re
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from directory.filters.alerts import fitting
from directory.models import Alert, OutgoingMail, PrivateCalendar
from directory.models.revision import one_step
from directory.services.alerts import MOST_MAILS_A_DAY, MOST_TOLD, tell_next
from directory.services.forget import forget_what_is_old
from tests.factories import make_coordinator, make_focus_area, make_meeting, make_network

pytestmark = pytest.mark.django_db
ASK = "/bevaka/"


@pytest.fixture
def clock(monkeypatch):
    """A clock that tests move on by days."""
    now, moved = timezone.now, {"days": 0}
    monkeypatch.setattr("django.utils.timezone.now", lambda: now() + datetime.timedelta(days=moved["days"]))

    def move(days: float) -> None:
        moved["days"] += days

    return move


def told(**answers) -> dict:
    """Return the answers of the form, written at human speed."""
    least = {"started": str(int(time.time()) - 60), "about": "networks", "rhythm": "at_once", "email": "anna@example.se"}
    return least | answers


def work() -> list[str]:
    """Do what is due, and return the texts of the mail that was sent meanwhile."""
    before = len(mail.outbox)
    call_command("work", "--once")
    return [letter.body for letter in mail.outbox[before:]]


def paths(text: str) -> list[str]:
    return [urlsplit(link).path for link in re.findall(r"https?://\S+", text)]


def begin(client, **answers) -> str:
    """Ask for an alert, confirm it, and return the path that ends it."""
    assert client.post(ASK, told(**answers)).status_code == 302
    (letter,) = [text for text in work() if "/bevaka/bekrafta/" in text or "/alert/confirm/" in text]
    confirm, end = paths(letter)[:2]
    assert client.post(confirm).url == confirm
    return end


def about_food(name: str, **values):
    network = make_network(name=name, **values)
    network.focus_areas.add(Alert.area)
    return network


@pytest.fixture(autouse=True)
def _area():
    Alert.area = make_focus_area(slug="mat", name_sv="Livsmedel")
    make_network(name="Gammalt nät").focus_areas.add(Alert.area)
    yield
    del Alert.area


def test_what_comes_later_and_fits_is_told_once_at_once(client):
    begin(client, query="focus=mat")
    assert work() == []

    make_network(name="Om annat")
    assert work() == []
    about_food("Nytt nät", purpose="Vi äter.")
    (letter,) = work()
    assert "Nytt nät" in letter
    assert "Vi äter." in letter
    assert "Gammalt nät" not in letter
    assert "/natverk/nytt-nat/" in letter
    assert mail.outbox[-1].subject == "1 nytt: Nytt nät"
    assert work() == []


def test_network_that_changes_so_that_it_fits_is_new_but_not_one_that_comes_back(client):
    begin(client, query="focus=mat")
    late, old = make_network(name="Sent nät"), about_food("Nytt nät")
    assert len(work()) == 1
    late.focus_areas.add(Alert.area)
    old.focus_areas.clear()
    (letter,) = work()
    assert "Sent nät" in letter

    old.focus_areas.add(Alert.area)
    assert work() == []


def test_weekly_is_told_once_a_week_together(client, clock):
    begin(client, query="focus=mat", rhythm="weekly")
    about_food("Ett")
    clock(6)
    assert work() == []
    about_food("Två")
    clock(1.1)
    (letter,) = work()
    assert "Ett" in letter
    assert "Två" in letter
    assert mail.outbox[-1].subject == "2 nya: Ett med flera"
    clock(7.1)
    assert work() == []


def test_coming_meetings_are_told_and_cancelled_or_past_ones_not(client):
    begin(client, about="meetings", query="")
    network = make_network(name="Nätet")
    make_meeting(network=network, days=10, title="Kommande", place="Borås", mode="online")
    make_meeting(network=network, days=-10, title="Förbi")
    make_meeting(network=network, days=20, title="Inställt", state="cancelled")
    (letter,) = work()

    assert "Nätet: Kommande" in letter
    assert "Borås, Digitalt" in letter
    assert "Förbi" not in letter
    assert "Inställt" not in letter


def test_mail_is_in_the_language_of_whoever_asked(client):
    assert client.post("/en/alert/", told(query="focus=mat")).status_code == 302
    (letter,) = work()
    client.post(paths(letter)[0])
    about_food("Nytt nät")
    (letter,) = work()

    assert "This is new on the map" in letter
    assert any(path.startswith("/en/networks/") for path in paths(letter))


def test_many_new_ones_are_counted(client):
    begin(client)
    for number in range(MOST_TOLD + 3):
        make_network(name=f"Nät {number}")
    (letter,) = work()

    assert letter.count("\n* ") == MOST_TOLD
    assert "Och 3 till." in letter


def test_unconfirmed_hears_nothing_and_is_erased_after_a_week(client, clock):
    client.post(ASK, told())
    work()
    make_network()
    assert work() == []
    clock(6.9)
    forget_what_is_old()
    assert Alert.objects.exists()
    clock(0.2)
    forget_what_is_old()
    assert not Alert.objects.exists()


def test_looking_at_a_link_begins_and_ends_nothing(client):
    client.post(ASK, told(query="focus=mat"))
    confirm, end = paths(work()[0])[:2]
    assert "Livsmedel" in client.get(confirm).content.decode()
    assert "Livsmedel" in client.get(end).content.decode()

    assert Alert.objects.get().confirmed_at is None
    assert client.get("/bevaka/bekrafta/x/").status_code == 404
    assert client.post("/bevaka/bekrafta/x/").status_code == 404


def test_end_wins_at_once_over_mail_that_waits(client):
    end = begin(client, query="focus=mat")
    about_food("Nytt nät")
    assert tell_next(fitting)
    assert OutgoingMail.objects.filter(ends_by=end).count() == 1

    assert "avslutad" in client.post(end, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert not Alert.objects.exists()
    assert work() == []
    assert client.get(end).status_code == client.post(end).status_code == 200


def test_mail_program_ends_it_with_one_press_and_no_cookie(client, settings):
    from django.test import Client

    end = begin(client, query="focus=mat")
    about_food("Nytt nät")
    work()
    headers = mail.outbox[-1].extra_headers
    assert urlsplit(headers["List-Unsubscribe"].strip("<>")).path == end
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    assert Client(enforce_csrf_checks=True).post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Alert.objects.exists()


@pytest.mark.parametrize("token", ["x", "1", "1:x", "1%3Ax", "a" * 3000])
def test_made_up_token_ends_nothing(client, token):
    begin(client)
    assert client.post(f"/bevaka/avsluta/{token}/").status_code == 200
    assert Alert.objects.count() == 1


def test_same_alert_asked_for_again_is_one_and_mailed_once_a_day(client):
    for _attempt in range(3):
        client.post(ASK, told(rhythm="weekly"))
    assert Alert.objects.get().rhythm == "weekly"
    assert len(work()) == 1


def test_one_address_gets_few_mails_a_day(client):
    from directory.models import Allowance

    for number in range(MOST_MAILS_A_DAY + 2):
        Allowance.objects.all().delete()
        client.post(ASK, told(query=f"q=ord{number}"))
    assert len(work()) == MOST_MAILS_A_DAY


def test_flood_is_held_back_and_what_was_typed_stays(client):
    answers = [client.post(ASK, told(query=f"q={number}")) for number in range(7)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 2
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1].context["form"]["email"].value() == "anna@example.se"


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"email": "x"}, 422),
        ({"email": ""}, 422),
        ({"rhythm": "hourly"}, 422),
        ({"about": "people"}, 404),
        ({"about": ""}, 404),
        ({"query": "focus=nowhere"}, 422),
        ({"query": "q=" + "a" * 3000}, 422),
        ({"started": str(int(time.time()) + 1000)}, 302),
        ({"homepage": "http://spam.example"}, 302),
    ],
)
def test_what_is_wrong_is_told_and_stores_nothing(client, answers, status):
    answer = client.post(ASK, told(**answers))

    assert answer.status_code == status
    assert Alert.objects.exists() == (status == 302 and "homepage" not in answers)


def test_form_says_what_is_watched(client):
    page = client.get(f"{ASK}?about=networks&focus=mat&page=3")

    assert "Livsmedel" in page.content.decode()
    assert page.context["form"]["query"].value() == "focus=mat"
    assert client.get(ASK).status_code == 404
    assert f"{ASK}?about=networks&amp;focus=mat" in client.get("/natverk/?focus=mat").content.decode()


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_tell_each_match_once(client):
    for number in range(3):
        begin(client, email=f"nr{number}@example.se", query="focus=mat")

    def run(number: int) -> None:
        try:
            with one_step():
                about_food(f"Nät {number}")
            while tell_next(fitting):
                pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(8)))
    while tell_next(fitting):
        pass

    for number in range(3):
        texts = "\n".join(OutgoingMail.objects.filter(to=f"nr{number}@example.se").values_list("body", flat=True))
        assert [texts.count(f"* Nät {one}\n") for one in range(8)] == [1] * 8


def test_own_calendar_holds_the_meetings_of_ones_networks_until_the_address_is_changed(client):
    coordinator = make_coordinator(network=make_network(name="Mitt nät"))
    make_meeting(network=coordinator.network, days=5, title="Mitt möte")
    make_meeting(days=5, title="Andras möte")
    client.force_login(coordinator.user)
    assert client.get("/mina-natverk/").context["calendar_token"] is None

    client.post("/mina-natverk/", {"step": "change-calendar"})
    address = f"/mina-natverk/{client.get('/mina-natverk/').context['calendar_token']}.ics"
    client.logout()
    answer = client.get(address)
    calendar = answer.content.decode()
    assert "Mitt möte" in calendar
    assert "Andras möte" not in calendar
    assert "private" in answer["Cache-Control"]
    assert coordinator.user.email not in calendar

    client.force_login(coordinator.user)
    client.post("/mina-natverk/", {"step": "change-calendar"})
    assert client.get(address).status_code == 404
    assert PrivateCalendar.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "x:y", "a" * 500])
def test_made_up_calendar_is_not_found(client, token):
    assert client.get(f"/mina-natverk/{token}.ics").status_code == 404


def test_calendar_of_who_coordinates_nothing_any_longer_is_empty(client):
    coordinator = make_coordinator()
    make_meeting(network=coordinator.network, days=5, title="Mitt möte")
    client.force_login(coordinator.user)
    client.post("/mina-natverk/", {"step": "change-calendar"})
    address = f"/mina-natverk/{client.get('/mina-natverk/').context['calendar_token']}.ics"
    etag = client.get(address)["ETag"]
    coordinator.delete()

    assert "Mitt möte" not in client.get(address, headers={"If-None-Match": etag}).content.decode()
