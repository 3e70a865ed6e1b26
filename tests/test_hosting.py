"""Turns go round: everyone before anyone twice, a swap touches two, and who leaves changes nothing for the others."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from directory.hosting import Hosted, Member, Passed, Swapped, is_even, times_hosted, turns

FIRST = datetime.date(2020, 1, 1)
MEMBERS = st.lists(
    st.builds(Member, st.integers(0, 30), st.none() | st.integers(1990, 2020), st.text("abc", max_size=2)),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one.key,
)


def on(day: int) -> datetime.date:
    return FIRST + datetime.timedelta(days=day)


def hosted_in_turn(members: list[Member], times: int, events=()) -> list:
    """Return the events after so many meetings, each hosted by whoever's turn it was."""
    events = list(events)
    for day in range(len(events), len(events) + times):
        events.append(Hosted(on(day), turns(members, events)[0]))
    return events


@given(members=MEMBERS, rounds=st.integers(1, 4))
def test_everyone_hosts_before_anyone_hosts_again(members, rounds):
    events = hosted_in_turn(members, rounds * len(members))
    hosts = [event.key for event in events]

    for number in range(rounds):
        assert len(set(hosts[number * len(members) : (number + 1) * len(members)])) == len(members)
    assert set(times_hosted(members, events).values()) == {rounds}


@given(members=MEMBERS, times=st.integers(0, 30))
def test_hosting_is_even_after_every_meeting(members, times):
    assert is_even(list(times_hosted(members, hosted_in_turn(members, times)).values()))


@given(members=MEMBERS, times=st.integers(0, 20), data=st.data())
def test_swap_changes_exactly_two_turns_and_is_undone_by_another(members, times, data):
    events = hosted_in_turn(members, times)
    before = turns(members, events)
    one, other = data.draw(st.sampled_from(before)), data.draw(st.sampled_from(before))
    swapped = [*events, Swapped(on(100), one, other)]
    after = turns(members, swapped)

    moved = {place for place, key in enumerate(before) if after[place] != key}
    assert moved == ({before.index(one), before.index(other)} if one != other else set())
    assert turns(members, [*swapped, Swapped(on(101), one, other)]) == before


@given(members=MEMBERS.filter(lambda members: len(members) > 1), times=st.integers(0, 20), data=st.data())
def test_who_swaps_to_a_later_turn_keeps_it_when_the_other_has_hosted(members, times, data):
    events = hosted_in_turn(members, times)
    place = data.draw(st.integers(1, len(members) - 1))
    before = turns(members, events)
    events.append(Swapped(on(100), before[0], before[place]))
    events.append(Hosted(on(101), before[place]))

    assert turns(members, events)[place - 1] == before[0]


@given(members=MEMBERS, times=st.integers(0, 20))
def test_turn_that_passes_leads_to_the_end_of_the_line_and_is_no_hosting(members, times):
    events = hosted_in_turn(members, times)
    before = turns(members, events)
    passed = [*events, Passed(on(100), before[0])]

    assert turns(members, passed) == before[1:] + before[:1]
    assert times_hosted(members, passed) == times_hosted(members, events)


@given(members=MEMBERS, times=st.integers(0, 20), data=st.data())
def test_who_leaves_changes_neither_the_past_nor_the_order_of_the_others(members, times, data):
    events = hosted_in_turn(members, times)
    gone = data.draw(st.sampled_from(members))
    left = [one for one in members if one != gone]

    assert turns(left, events) == [key for key in turns(members, events) if key != gone.key]
    counts = times_hosted(members, events)
    assert times_hosted(left, events) == {key: count for key, count in counts.items() if key != gone.key}


@given(members=MEMBERS)
def test_who_has_never_hosted_comes_first_by_when_they_joined(members):
    order = turns(members, [])
    joined = {one.key: one.joined or 0 for one in members}

    assert [joined[key] for key in order] == sorted(joined.values())


def test_network_of_twelve_over_six_years():
    """Four meetings a year; one lets a turn pass, two swap, one leaves and one joins; nobody is forgotten."""
    names = ["Borås", "Falun", "Gävle", "Kalmar", "Lund", "Malmö", "Nacka", "Piteå", "Sala", "Täby", "Umeå", "Växjö"]
    members = [Member(name, 2014, name) for name in names]
    events: list = []
    for number in range(24):
        day = datetime.date(2015 + number // 4, 2 + 3 * (number % 4), 10)
        if number == 3:
            assert turns(members, events)[0] == "Kalmar"
            events.append(Passed(day - datetime.timedelta(days=30), "Kalmar"))
        if number == 6:
            assert turns(members, events)[:2] == ["Piteå", "Sala"]
            events.append(Swapped(day - datetime.timedelta(days=30), "Piteå", "Växjö"))
        if number == 12:
            members = [one for one in members if one.key != "Falun"] + [Member("Ystad", 2018, "Ystad")]
        events.append(Hosted(day, turns(members, events)[0]))
    hosts = [event.key for event in events if isinstance(event, Hosted)]

    assert hosts[:3] == ["Borås", "Falun", "Gävle"]
    assert (hosts[3], hosts[6], hosts[10]) == ("Lund", "Växjö", "Piteå")
    assert hosts[11:15] == ["Borås", "Ystad", "Gävle", "Kalmar"]
    assert hosts.count("Falun") == 1
    assert is_even([count for key, count in times_hosted(members, events).items() if key not in ("Kalmar", "Ystad")])
    assert hosts == [event.key for event in events if isinstance(event, Hosted)]
