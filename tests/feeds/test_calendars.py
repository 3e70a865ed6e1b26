"""Calendars that others read: two libraries that are not ours, times over the clock changes, what a change tells."""

import datetime
from zoneinfo import ZoneInfo

import ics
import pytest
import vobject
from django.urls import reverse
from django.utils import translation

from directory.models import Meeting, MeetingState, TimeZone
from tests.factories import make_agency, make_county, make_focus_area, make_network

pytestmark = pytest.mark.django_db
UTC = datetime.UTC
TIME = datetime.time


@pytest.fixture
def network():
    return make_network(name="Nätet för avtal", slug="natet")


def make_meeting(network, day=datetime.date(2026, 5, 5), **values) -> Meeting:
    dated = {"starts_on": day, "ends_on": day, "precision": "day"} if day else {}
    return Meeting.objects.create(network=network, **{"title": "Vårmöte"} | dated | values)


def read(client, name="meeting-calendar", *args, query="") -> str:
    answer = client.get(reverse(f"directory:{name}", args=args) + query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode()


def events(text: str) -> dict[str, vobject.base.Component]:
    """Return the events by their titles, as vobject reads them."""
    return {event.summary.value: event for event in vobject.readOne(text).contents.get("vevent", [])}


def in_utc(moment) -> datetime.datetime:
    return moment.astimezone(UTC).replace(tzinfo=UTC)


def a_year(network) -> list[Meeting]:
    """Return a meeting on the first Tuesday of each month, at 13 to 15.30."""
    firsts = [datetime.date(2026, month, 1) for month in range(1, 13)]
    days = [first + datetime.timedelta(days=(1 - first.weekday()) % 7) for first in firsts]
    return [make_meeting(network, day, title=f"{day}", start_time=TIME(13), end_time=TIME(15, 30)) for day in days]


def test_year_over_both_clock_changes_is_right_in_stockholm_and_in_utc(client, network):
    meetings = a_year(network)

    by_vobject, by_ics = events(read(client)), {event.name: event for event in ics.Calendar(read(client)).events}

    assert len(by_vobject) == len(by_ics) == 12
    for meeting in meetings:
        starts = datetime.datetime.combine(meeting.starts_on, TIME(13), ZoneInfo("Europe/Stockholm"))
        name = f"Nätet för avtal: {meeting.title}"
        assert in_utc(by_vobject[name].dtstart.value) == in_utc(by_ics[name].begin.datetime) == starts.astimezone(UTC)
        assert in_utc(by_vobject[name].dtend.value) == (starts + datetime.timedelta(hours=2, minutes=30)).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "hour_in_utc"),
    [(datetime.date(2026, 3, 28), 12), (datetime.date(2026, 3, 29), 11), (datetime.date(2026, 10, 25), 12)],
)
def test_hours_stay_when_clocks_are_changed(client, network, day, hour_in_utc):
    make_meeting(network, day, start_time=TIME(13))

    (event,) = events(read(client)).values()

    assert event.dtstart.value.hour == 13
    assert in_utc(event.dtstart.value).hour == hour_in_utc


def test_clock_elsewhere_is_told_with_its_zone(client, network):
    make_meeting(network, start_time=TIME(13), time_zone="Europe/Helsinki")
    make_meeting(network, start_time=TIME(9), time_zone="UTC", title="UTC")

    text = read(client)

    assert {in_utc(event.dtstart.value).hour for event in events(text).values()} == {10, 9}
    assert "DTSTART;TZID=Europe/Helsinki:20260505T130000" in text
    assert "DTSTART:20260505T090000Z" in text
    assert text.count("BEGIN:VTIMEZONE") == 1


@pytest.mark.parametrize("zone", [zone for zone in TimeZone.values if zone != "UTC"])
def test_zones_change_their_clocks_when_they_do(client, network, zone):
    days = [datetime.date(year, month, day) for year in (2000, 2026, 2040) for month, day in ((1, 9), (4, 2), (7, 9), (11, 2))]
    for day in days:
        make_meeting(network, day, title=f"{day}", start_time=TIME(13), time_zone=zone)

    found = events(read(client))

    for day in days:
        known = datetime.datetime.combine(day, TIME(13), ZoneInfo(zone)).astimezone(UTC)
        assert in_utc(found[f"Nätet för avtal: {day}"].dtstart.value) == known


def test_days_without_hours_are_whole_days(client, network):
    make_meeting(network, ends_on=datetime.date(2026, 5, 6))

    text = read(client)

    assert "DTSTART;VALUE=DATE:20260505" in text
    assert "DTEND;VALUE=DATE:20260507" in text
    assert "VTIMEZONE" not in text


def test_days_of_which_only_the_first_has_a_time_are_whole_days(client, network):
    make_meeting(network, ends_on=datetime.date(2026, 5, 6), start_time=TIME(10))

    assert "DTSTART;VALUE=DATE:20260505" in read(client)


def test_meeting_whose_day_is_not_known_is_in_no_calendar(client, network):
    make_meeting(network, None)
    make_meeting(network, ends_on=datetime.date(2026, 5, 31), precision="month", starts_on=datetime.date(2026, 5, 1))

    assert events(read(client)) == {}


def test_change_keeps_the_identity_and_raises_the_sequence(client, network):
    meeting = make_meeting(network)
    (before,) = events(read(client)).values()
    meeting.place = "Lund"
    meeting.save()
    (after,) = events(read(client)).values()

    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.last_modified.value >= before.last_modified.value
    assert after.location.value == "Lund"


def test_saving_what_is_the_same_tells_calendars_nothing(network):
    meeting = make_meeting(network)
    meeting.save()

    assert Meeting.objects.get().sequence == 0


def test_cancelling_says_so_and_stays(client, network):
    meeting = make_meeting(network)
    meeting.state = MeetingState.CANCELLED
    meeting.save(update_fields=["state"])

    ((summary, event),) = events(read(client)).items()

    assert summary == "Inställt: Nätet för avtal: Vårmöte"
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")


def test_earlier_version_that_comes_back_goes_on_counting(network):
    meeting = make_meeting(network)
    meeting.title = "Höstmöte"
    meeting.save()
    meeting.history.last().instance.save()

    assert (Meeting.objects.get().title, Meeting.objects.get().sequence) == ("Vårmöte", 2)


def test_states_are_told(client, network):
    for state in MeetingState.values:
        make_meeting(network, state=state, title=state)

    told = {summary.rpartition(": ")[2]: event.status.value for summary, event in events(read(client)).items()}

    assert told == {"tentative": "TENTATIVE", "confirmed": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED"}


def test_all_that_takes_part_needs_is_told(client, network):
    host = make_agency(name="Lunds kommun")
    make_meeting(
        network, mode="hybrid", host=host, capacity="20 platser", how_to_take_part="Mejla värden", preparation="Era avtal"
    )

    (event,) = events(read(client)).values()

    told = event.description.value
    assert all(part in told for part in ("Lunds kommun", "20 platser", "Mejla värden", "Era avtal", "/natverk/natet/"))
    assert event.url.value.endswith("/natverk/natet/")


def test_calendar_is_named_and_says_how_often_to_ask(client, network):
    make_focus_area(slug="mat", name_sv="Mat")
    make_meeting(network)

    text = read(client, query="?focus=mat")

    calendar = vobject.readOne(text)
    assert calendar.contents["name"][0].value == "Nätverkskartan: Möten (Mat)"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in text
    assert "/moten.ics?focus=mat" in text.replace("\r\n ", "")


def test_calendar_holds_what_the_list_shows_for_the_same_choices(client, network):
    mat, skane = make_focus_area(slug="mat"), make_county(code="SE-M")
    network.focus_areas.add(mat)
    network.counties.add(skane)
    make_meeting(network)
    make_meeting(make_network(name="Andra"), title="Annat")

    for query in ("?focus=mat", "?county=SE-M", "?q=vårmöte", "?focus=mat&county=SE-M&when=past"):
        assert list(events(read(client, query=query))) == ["Nätet för avtal: Vårmöte"], query


def test_network_has_a_calendar_of_its_own(client, network):
    make_meeting(network)
    make_meeting(make_network(name="Andra"), title="Annat")

    assert list(events(read(client, "network-calendar", "natet"))) == ["Nätet för avtal: Vårmöte"]


def test_agency_has_the_meetings_of_its_networks_and_those_it_hosts(client, network):
    lund = make_agency(name="Lunds kommun", slug="lund")
    network.memberships.create(agency=lund)
    make_meeting(network)
    make_meeting(make_network(name="Andra"), title="Hos Lund", host=lund)
    make_meeting(make_network(name="Tredje"), title="Annat")

    assert sorted(events(read(client, "agency-calendar", "lund"))) == ["Andra: Hos Lund", "Nätet för avtal: Vårmöte"]


def test_unknown_network_and_unknown_agency_have_none(client):
    for name in ("network-calendar", "network-changes", "agency-calendar"):
        assert client.get(reverse(f"directory:{name}", args=["nej"])).status_code == 404


def test_unpublished_network_has_none(client):
    hidden = make_network(slug="dolt", editorial_state="draft")
    make_meeting(hidden)

    assert client.get(reverse("directory:network-calendar", args=["dolt"])).status_code == 404
    assert events(read(client)) == {}


def test_old_address_leads_to_the_calendar(client, network):
    network.former_addresses.create(slug="gamla")

    answer = client.get(reverse("directory:network-calendar", args=["gamla"]))

    assert (answer.status_code, answer["Location"]) == (301, "/natverk/natet.ics")


def test_unknown_choice_gives_an_empty_calendar(client, network):
    make_meeting(network)

    assert events(read(client, query="?county=nowhere")) == {}


@pytest.mark.parametrize("nasty", ["a;b,c\\d", "rad\nBEGIN:VEVENT", "]]>&<", "Å" * 150])
def test_text_is_escaped_and_folded(client, network, nasty):
    make_meeting(network, title=nasty, preparation=nasty)

    text = read(client)

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    ((summary, event),) = events(text).items()
    assert summary == f"Nätet för avtal: {nasty}".replace("\n", " ")
    assert nasty in event.description.value


def test_english_calendar_speaks_english(client, network):
    make_meeting(network, mode="online", state=MeetingState.CANCELLED)
    with translation.override("en"):
        text = read(client)

    assert "SUMMARY:Cancelled: Nätet för avtal: Vårmöte" in text
    assert "/en/networks/natet/" in text.replace("\r\n ", "")


def test_asking_again_costs_one_read(client, network, django_assert_num_queries):
    make_meeting(network)
    for name, args in (("meeting-calendar", []), ("network-calendar", ["natet"]), ("network-feed", []), ("changes", [])):
        address = reverse(f"directory:{name}", args=args)
        etag = client.get(address)["ETag"]
        with django_assert_num_queries(1):
            assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
