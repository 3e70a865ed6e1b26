"""What coordinators write of what belongs to their network: on the page at once, with its history, and nothing lost."""

import datetime
import html
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from directory.models import AgendaItem, Channel, Material, Meeting, Membership, Visit
from tests.factories import make_agency, make_agenda_item, make_coordinator, make_focus_area, make_meeting, make_network

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OVERVIEW, WRITE, PLAN = "/natverk/natet/innehall/", "/natverk/natet/skriv/", "/natverk/natet/planera/"
MEETING = {"title": "Vårmöte", "state": "confirmed", "time_zone": "Europe/Stockholm"}
VIDEO = [
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting",
    "kom: https://us02web.zoom.us/j/123",
    "meet.google.com/abc-defg",
]
NEW = {
    "meeting": MEETING | {"starts_on": "2027-03-10", "start_time": "09:00", "end_time": "12:00", "mode": "in_person"},
    "material": {
        "title": "Kravbank",
        "kind": "requirement_text",
        "is_open": "on",
        "url": "https://example.se/krav",
        "year": "2026",
    },
    "visit": {"title": "Vårt avtalsråd", "state": "offered"},
    "channel": {"kind": "team_space", "used_for": "Utkast"},
}
MODELS = {"meeting": Meeting, "material": Material, "visit": Visit, "channel": Channel, "topic": AgendaItem}


@pytest.fixture
def network():
    network = make_network(name="Nätet", slug="natet", language="sv")
    for year, name in enumerate(("Borås", "Falun", "Gävle"), 2010):
        Membership.objects.create(network=network, agency=make_agency(name=name), joined_year=year)
    return network


@pytest.fixture
def coordinator(client, network):
    client.force_login(make_coordinator(network=network).user)
    return client


def page_of(client) -> str:
    """Return the words of the network's page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", client.get("/natverk/natet/").content.decode())))


def faults(answer) -> str:
    """Return all that the form of a page tells is wrong, with the field it concerns."""
    return " ".join(f"{fault['label']}: {fault['message']}" for fault in answer.context["form"].faults)


def write(client, kind: str, typed: dict, pk: int | None = None, query: str = ""):
    return client.post(f"{WRITE}{kind}/{f'{pk}/' if pk else ''}{query}", typed)


@pytest.mark.parametrize("kind", NEW)
def test_what_is_written_is_on_the_page_at_once_changed_and_removed(coordinator, network, kind):
    assert write(coordinator, kind, NEW[kind]).url == OVERVIEW
    row = MODELS[kind].objects.get()
    name = NEW[kind].get("title") or NEW[kind]["used_for"]
    assert name in page_of(coordinator)
    assert f"/{kind}/{row.pk}/" in coordinator.get(OVERVIEW).content.decode()

    opened = coordinator.get(f"{WRITE}{kind}/{row.pk}/").context["form"]["opened"].value()
    changed = NEW[kind] | {"title" if "title" in NEW[kind] else "used_for": "Ny text", "opened": opened}
    assert write(coordinator, kind, changed, row.pk).url == OVERVIEW
    assert "Ny text" in page_of(coordinator)

    opened = coordinator.get(f"{WRITE}{kind}/{row.pk}/").context["form"]["opened"].value()
    assert write(coordinator, kind, {"opened": opened, "step": "remove"}, row.pk).url == OVERVIEW
    assert not MODELS[kind].objects.exists()
    entries = MODELS[kind].history.order_by("history_id")
    assert [entry.history_type for entry in entries] == ["+", "~", "-"]
    assert {entry.history_user_id for entry in entries} == {network.coordinators.get().user_id}


def test_agenda_is_published_with_who_brings_what(coordinator, network):
    meeting = make_meeting(network=network, days=30)
    area, agency = make_focus_area(), network.memberships.first().agency
    told = {"title": "Prisklausuler", "kind": "case", "agency": agency.pk, "focus_area": area.pk, "position": "1"}

    assert write(coordinator, "topic", told, query=f"?meeting={meeting.pk}").url == OVERVIEW
    assert AgendaItem.objects.get().network == network
    page = page_of(coordinator)
    assert "1 ämne på dagordningen" in page
    assert "Prisklausuler Värdens fall" in page
    assert agency.name in page
    assert coordinator.get(f"{WRITE}topic/?meeting={meeting.pk}").context["form"]["position"].value() == 2


@pytest.mark.parametrize("query", ["", "?meeting=", "?meeting=x", "?meeting=999999999999999999999", "?meeting=²", "?meeting=-1"])
def test_topic_of_no_meeting_is_not_found(coordinator, query):
    assert coordinator.get(f"{WRITE}topic/{query}").status_code == 404
    assert coordinator.get(f"{WRITE}meeting/?copy={query.partition('=')[2]}").status_code == 200


def test_rows_and_meetings_of_another_network_are_not_found(coordinator):
    other = make_agenda_item(meeting=make_meeting())

    assert coordinator.get(f"{WRITE}topic/{other.pk}/").status_code == 404
    assert coordinator.get(f"{WRITE}topic/?meeting={other.meeting_id}").status_code == 404
    assert coordinator.get(f"{WRITE}topic/{10**30}/").status_code == 404
    assert coordinator.get(f"{WRITE}spell/").status_code == 404


def test_meeting_is_copied_without_its_day(coordinator, network):
    meeting = make_meeting(
        network=network,
        days=-30,
        mode="online",
        place="Borås",
        preparation="Ta med avtal",
        host=network.memberships.first().agency,
    )
    form = coordinator.get(f"{WRITE}meeting/?copy={meeting.pk}").context["form"]

    assert (form["title"].value(), form["mode"].value(), form["preparation"].value()) == ("Höstmöte", "online", "Ta med avtal")
    assert (form["starts_on"].value(), form["host"].value(), form["state"].value()) == (None, None, "tentative")


@pytest.mark.parametrize("video", VIDEO)
@pytest.mark.parametrize("field", ["how_to_take_part", "place", "preparation"])
def test_way_into_a_video_meeting_is_never_public(coordinator, field, video):
    answer = write(coordinator, "meeting", NEW["meeting"] | {field: video})

    assert answer.status_code == 422
    assert "Ta bort länken till videomötet" in faults(answer)
    assert not Meeting.objects.exists()
    assert html.escape(video) in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("meeting", {"title": ""}, "”Rubrik” ska fyllas i"),
        ("meeting", {"starts_on": "31 februari"}, "Första dag: Fyll i ett giltigt datum"),
        ("meeting", {"starts_on": "0001-01-01"}, "mellan 1990 och 2100"),
        ("meeting", {"ends_on": "2027-01-01"}, "kan inte sluta innan det börjar"),
        ("meeting", {"end_time": "08:00"}, "slutar senare än det börjar"),
        ("meeting", {"starts_on": "", "start_time": "09:00", "end_time": ""}, "Bara ett möte vars dag är känd"),
        ("meeting", {"host": "999999"}, "Värd"),
        ("meeting", {"title": "x" * 201}, "Rubrik: Säkerställ"),
        ("meeting", {"title": "a\x00b"}, "nolltecknet"),
        ("material", {"url": ""}, "Öppet material har en länk"),
        ("material", {"is_open": ""}, "Öppet material har en länk"),
        ("material", {"url": "javascript:alert(1)"}, "Skriv en hel webbadress"),
        ("material", {"url": "http://127.0.0.1/x"}, "slutet nät"),
        ("material", {"year": "1066"}, "mellan 1800 och 2100"),
        ("visit", {"held_on": "2026-01-01"}, "Bara ett besök som har hållits har en dag"),
        ("channel", {"used_for": " "}, "”Vad den används till” ska fyllas i"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_comes_back(coordinator, kind, typed, told):
    answer = write(coordinator, kind, NEW[kind] | typed)

    assert answer.status_code == 422
    assert told in faults(answer)
    assert not MODELS[kind].objects.exists()
    kept = {name: value for name, value in NEW[kind].items() if name not in typed}
    assert all(str(answer.context["form"][name].value()) in (value, "True") for name, value in kept.items())


def test_second_of_two_sees_both_and_loses_nothing(coordinator, network):
    meeting = make_meeting(network=network, days=30, place="Borås")
    opened = coordinator.get(f"{WRITE}meeting/{meeting.pk}/").context["form"]["opened"].value()
    meeting.place, meeting.mode = "Falun", "online"
    meeting.save()
    typed = MEETING | {"starts_on": meeting.starts_on, "ends_on": meeting.ends_on, "precision": "day", "place": "Gävle"}

    answer = write(coordinator, "meeting", typed | {"opened": opened}, meeting.pk)
    assert answer.status_code == 409
    told = faults(answer)
    assert "Falun" in told
    assert "Digitalt" in told
    assert answer.context["form"]["place"].value() == "Gävle"
    assert Meeting.objects.get().place == "Falun"

    again = answer.context["form"]["opened"].value()
    assert write(coordinator, "meeting", typed | {"opened": again}, meeting.pk).status_code == 302
    assert Meeting.objects.get().place == "Gävle"


def test_what_is_gone_meanwhile_is_told(coordinator, network):
    meeting = make_meeting(network=network, days=30)
    opened = coordinator.get(f"{WRITE}meeting/{meeting.pk}/").context["form"]["opened"].value()
    Meeting.objects.filter(pk=meeting.pk).update(title="Vintermöte")
    coordinator.post(f"{WRITE}meeting/{meeting.pk}/", {"opened": "0", "step": "remove"})
    assert Meeting.objects.exists()
    assert coordinator.post(f"{WRITE}meeting/{meeting.pk}/", {"opened": opened, "step": "remove"}).status_code == 302

    answer = coordinator.post(f"{WRITE}meeting/{meeting.pk}/", {"opened": opened, **MEETING, "place": "Borås"})
    assert answer.status_code == 409
    assert answer.context["form"]["place"].value() == "Borås"
    assert "Någon annan har tagit bort det under tiden" in faults(answer)
    assert coordinator.post(answer.context["action"], MEETING | {"place": "Borås"}).status_code == 302
    assert Meeting.objects.get().place == "Borås"
    assert coordinator.post(f"{WRITE}meeting/{10**12}/", MEETING).status_code == 404


def test_topic_of_a_meeting_that_is_gone_is_told(coordinator, network):
    item = make_agenda_item(meeting=make_meeting(network=network, days=30))
    Meeting.objects.get().delete()

    answer = coordinator.post(f"{WRITE}topic/{item.pk}/", {"title": "Pris", "position": "1"}, follow=True)
    assert "Någon annan har tagit bort mötet under tiden" in answer.content.decode()


def test_year_is_suggested_from_the_rhythm_and_saved(coordinator, network):
    network.rhythms.create(mode="in_person", per_year=2)
    network.rhythms.create(mode="online", per_year=2)
    form = coordinator.get(PLAN).context["form"]
    assert (form["in_person"].value(), form["online"].value(), form["hybrid"].value(), form["avoid"].value()) == (2, 2, 0, [7])

    asked = {"year": TODAY.year + 1, "in_person": 2, "online": 2, "hybrid": 0, "avoid": [7]}
    planned = coordinator.get(PLAN, asked).context["planned"]
    assert [form["mode"].value() for form in planned] == ["in_person", "online", "in_person", "online"]
    hosts = [form["host"].value() for form in planned]
    assert hosts == [*network.memberships.order_by("joined_year").values_list("agency_id", flat=True), hosts[0]]

    typed = {"form-TOTAL_FORMS": 4, "form-INITIAL_FORMS": 4}
    for place, form in enumerate(planned):
        typed |= {f"form-{place}-{name}": form[name].value() or "" for name in form.fields}
    typed["form-3-starts_on"] = ""
    assert coordinator.post(PLAN, typed).url == OVERVIEW
    meetings = network.meetings.order_by("starts_on")
    assert [meeting.state for meeting in meetings] == ["tentative"] * 3
    assert [meeting.starts_on for meeting in meetings] == [form["starts_on"].value() for form in planned][:3]


@pytest.mark.parametrize(
    "asked",
    [
        {"year": "1", "in_person": "1", "online": "0", "hybrid": "0"},
        {"year": TODAY.year, "in_person": "0", "online": "0", "hybrid": "0"},
        {"year": TODAY.year, "in_person": "12", "online": "12", "hybrid": "0"},
        {"year": TODAY.year, "in_person": "-1", "online": "x", "hybrid": "0", "avoid": "13"},
        {"year": TODAY.year},
    ],
)
def test_rhythm_that_makes_no_year_is_told(coordinator, asked):
    answer = coordinator.get(PLAN, asked)

    assert answer.status_code == 422
    assert faults(answer)


@pytest.mark.parametrize("typed", [{}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": 10**6, "form-INITIAL_FORMS": 0}])
def test_plan_without_its_frame_is_refused(coordinator, typed):
    assert coordinator.post(PLAN, typed).status_code == 422
    assert not Meeting.objects.exists()


def test_plan_with_a_fault_saves_no_meeting(coordinator):
    typed = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2}
    typed |= {"form-0-starts_on": "2027-03-10", "form-0-title": "Ett", "form-1-starts_on": "2027-05-10", "form-1-title": ""}

    answer = coordinator.post(PLAN, typed)
    assert answer.status_code == 422
    assert answer.context["planned"].forms[0]["title"].value() == "Ett"
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("address", [OVERVIEW, PLAN, f"{WRITE}meeting/"])
def test_pages_are_for_its_coordinators(client, network, address):
    assert client.get(address).status_code == 302
    client.force_login(make_coordinator().user)
    assert client.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_writes_each_version(network):
    meeting = make_meeting(network=network, days=30)
    user = make_coordinator(network=network).user
    from directory.services.parts import ChangedMeanwhile, save_part, version_of

    opened = version_of(meeting)

    def save(number: int) -> bool:
        row = Meeting.objects.get(pk=meeting.pk)
        row.place = f"Rum {number}"
        try:
            save_part(row, opened=opened, by=user)
        except ChangedMeanwhile:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(save, range(8))) == 1
    assert Meeting.history.filter(id=meeting.pk).count() == 2


def test_day_after_the_last_is_no_coming_meeting(coordinator, network):
    make_meeting(network=network, days=-1, title="Igår")
    make_meeting(network=network, days=1, title="Imorgon")
    told = coordinator.get(OVERVIEW).context

    assert [meeting.title for meeting in told["coming"]] == ["Imorgon"]
    assert [meeting.title for meeting in told["past"]] == ["Igår"]
    assert told["coming"][0].starts_on == TODAY + datetime.timedelta(1)
