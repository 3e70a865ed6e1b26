"""What a coordinator changes: written at once, proposed, or kept apart from what another changes meanwhile."""

import random

import pytest
from django.core.exceptions import ValidationError

from directory.models import Agency, Network, OutgoingMail, Proposal, Source
from directory.services.decide import CannotDecide
from directory.services.edit import ChangedMeanwhile, accept, as_if_edited, decline, edit, facts_of
from directory.services.undo import latest_actions, public_models
from tests.database import everything
from tests.factories import make_agency, make_coordinator, make_county, make_focus_area, make_user

pytestmark = pytest.mark.django_db
ROUNDS = 200


@pytest.fixture
def own():
    return make_coordinator()


def change(own, opened=None, **facts):
    opened = opened or facts_of(own.network)
    return edit(network=own.network, facts=opened | facts, opened=opened, by=own.user)


def test_plain_facts_are_written_at_once_as_one_action(own):
    area, county = make_focus_area(), make_county()
    before = len(latest_actions(public_models(), 100))

    edited = change(
        own, website="https://example.se", focus_areas=[area.pk], counties=[county.pk], online_per_year=2,
        sources=["https://example.se/om"], openness="open",
    )  # fmt: skip

    network = Network.objects.get(pk=own.network.pk)
    assert (network.website, network.openness) == ("https://example.se", "open")
    assert (network.focus_areas.get(), network.counties.get()) == (area, county)
    assert network.rhythms.get().per_year == 2
    assert Source.objects.get().url == "https://example.se/om"
    assert set(edited.written) == {"website", "focus_areas", "counties", "online_per_year", "sources", "openness"}
    assert edited.proposed == []
    actions = latest_actions(public_models(), 100)
    assert len(actions) == before + 1
    assert actions[0].entries[0].history_user == own.user


@pytest.mark.parametrize("name", ["name", "short_name", "other_names", "purpose", "relatives"])
def test_what_it_is_called_and_is_for_waits_for_a_curator(own, name):
    before = facts_of(own.network)

    edited = change(own, **{name: "Något annat"})

    assert edited.proposed == [name]
    assert facts_of(Network.objects.get()) == before
    assert Proposal.objects.get().facts == {name: "Något annat"}


def test_later_proposal_of_the_same_person_takes_its_place(own):
    change(own, name="Ett")
    change(own, name="Två", purpose="Nytt syfte")

    assert Proposal.objects.get().facts == {"name": "Två", "purpose": "Nytt syfte"}


def test_known_members_come_and_go_and_unknown_ones_wait(own):
    lund, malmo = make_agency(name="Lunds kommun"), make_agency(name="Malmö stad")
    own.network.memberships.create(agency=lund)

    edited = change(own, member_names=["malmö STAD", "Ny kommun"])

    assert {m.agency: m.left_year is None for m in own.network.memberships.all()} == {lund: False, malmo: True}
    assert edited.proposed == ["new_members"]
    assert not Agency.objects.filter(name="Ny kommun").exists()


def test_accepted_proposal_is_on_the_page_and_its_sender_told(own, admin_user):
    change(own, name="Nya namnet", member_names=["Ny kommun"])

    accept(proposal=Proposal.objects.get(), by=admin_user)

    network = Network.objects.get()
    assert (network.name, network.memberships.get().agency.name) == ("Nya namnet", "Ny kommun")
    assert OutgoingMail.objects.get().to == own.user.email
    assert network.history.first().history_user == admin_user
    with pytest.raises(CannotDecide):
        accept(proposal=Proposal.objects.get(), by=admin_user)


def test_declined_proposal_takes_a_word_and_changes_nothing(own, admin_user):
    before = facts_of(own.network)
    change(own, name="Nya namnet")
    proposal = Proposal.objects.get()
    with pytest.raises(CannotDecide):
        decline(proposal=proposal, by=admin_user)
    proposal.reply = "Det heter så."

    decline(proposal=proposal, by=admin_user)

    assert facts_of(Network.objects.get()) == before
    assert "Det heter så." in OutgoingMail.objects.get().body


def test_what_does_not_go_together_is_refused_and_nothing_written(own):
    before = everything()

    with pytest.raises(ValidationError):
        change(own, ended_year=2020, website="https://example.se")

    assert everything() == before


def test_preview_shows_it_all_and_writes_nothing(own):
    opened, before = facts_of(own.network), everything()

    page = as_if_edited(network=own.network, facts=opened | {"name": "Nya namnet", "online_per_year": 3}, opened=opened)

    assert (page.name, page.meetings_per_year) == ("Nya namnet", 3)
    assert everything() == before


def test_two_who_change_different_facts_both_stand(own):
    opened = facts_of(own.network)
    change(own, opened, website="https://example.se")
    change(own, opened, organiser="Region Skåne")

    network = Network.objects.get()
    assert (network.website, network.organiser) == ("https://example.se", "Region Skåne")


def test_two_who_change_the_same_fact_are_told_and_nothing_is_lost(own):
    opened = facts_of(own.network)
    change(own, opened, organiser="Region Skåne")

    with pytest.raises(ChangedMeanwhile) as caught:
        change(own, opened, organiser="Lunds kommun", website="https://example.se")

    assert caught.value.names == ["organiser"]
    assert caught.value.facts["organiser"] == "Region Skåne"
    assert not Network.objects.get().website


def test_many_who_change_at_random_lose_nothing(own):
    """Each saves from what they opened at some earlier moment; what was not told to be in conflict stands at the end."""
    chance = random.Random(1)  # noqa: S311  nothing is kept secret by it
    names = ("organiser", "area", "how_to_join", "origin", "rhythm_note")
    opened = [facts_of(own.network) for _ in range(3)]
    stands = {name: opened[0][name] for name in names}
    told = 0
    for turn in range(ROUNDS):
        who = chance.randrange(3)
        wanted = {name: f"{name} {turn}" for name in chance.sample(names, chance.randint(1, 3))}
        in_conflict = {name for name in wanted if stands[name] != opened[who][name]}
        try:
            change(own, opened[who], **wanted)
            said = set()
        except ChangedMeanwhile as changed:
            said = set(changed.names)
        assert said == in_conflict
        stands |= {} if said else wanted
        told += bool(said)
        now = facts_of(Network.objects.get())
        assert {name: now[name] for name in names} == stands
        if chance.random() < 0.6:
            opened[who] = now

    assert told > ROUNDS / 20


def test_coordinator_of_an_unpublished_network_edits_nothing(own):
    Network.objects.update(editorial_state="withdrawn")

    assert not Network.objects.editable_by(own.user).exists()
    assert not Network.objects.editable_by(make_user()).exists()
