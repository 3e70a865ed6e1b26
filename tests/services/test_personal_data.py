"""All that is held about an address is told, and erased wherever it stands; what is others' stays."""

import json

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client

from directory.models import Coordinator, Draft, Network, OutgoingMail, Registration, Revision
from directory.services.edit import edit, facts_of
from directory.services.personal_data import erase_all, held_about
from directory.services.receive import KINDS, Sending, spend_allowance
from tests.factories import (
    make_claim,
    make_coordinator,
    make_correction,
    make_draft,
    make_draft_link,
    make_interest,
    make_join_request,
    make_network,
    make_proposal,
    make_registration,
    make_sender_link,
    make_user,
)

pytestmark = pytest.mark.django_db
ADDRESS, OTHER = "anna.ek@example.se", "bo.al@example.se"


@pytest.fixture
def everywhere():
    """Somebody who has left their address in every kind of row there is, beside somebody else who has too."""
    network = make_network(name="Matnätet", slug="matnatet")
    for address in (ADDRESS, OTHER):
        user = make_user(email=address)
        make_coordinator(network=network, user=user)
        make_proposal(network=network, user=user)
        make_claim(user=user)
        make_registration(sender_email=address)
        make_registration(sender_email=address, network=make_network(), state="published")
        make_correction(sender_email=address)
        make_draft(email=address, answers=f"sender_email={address.replace('@', '%40')}&name=Nytt")
        make_draft_link(email=address)
        make_sender_link(email=address)
        make_interest(email=address)
        make_join_request(sender_email=address)
        OutgoingMail.objects.create(to=address, subject="Hej", body="Hej")
        LogEntry.objects.create(user=user, action_flag=2, object_repr="Matnätet")
        for kind in KINDS:
            spend_allowance(Sending(sender="192.0.2.1"), kind, address)
        opened = facts_of(Network.objects.get(pk=network.pk))
        facts = opened | {"contact_email": address, "how_to_join": f"Skriv till {address}."}
        edit(network=network, facts=facts, opened=opened, by=user)
        Client().force_login(user)
    return network


def tables() -> str:
    """Return every text in the database, as one."""
    texts = []
    for model in apps.get_models():
        for values in model._base_manager.values_list(
            *[field.attname for field in model._meta.concrete_fields if not isinstance(field, models.BinaryField)]
        ):
            texts.append(" ".join(map(str, values)))
    return "\n".join(texts).lower()


def test_all_is_told_and_nothing_of_others(everywhere):
    told = held_about(ADDRESS)

    kinds = {one.kind.removeprefix("directory.") for one in told if one.is_theirs}
    assert kinds >= {
        "Registration", "Correction", "Draft", "DraftLink", "SenderLink", "Interest", "JoinRequest", "OutgoingMail",
        "Coordinator", "Proposal", "Claim", "Allowance", "auth.User", "admin.LogEntry", "sessions.Session",
    }  # fmt: skip
    assert "directory.HistoricalNetwork" in {one.kind for one in told if not one.is_theirs}
    assert sum(one.kind == "directory.Allowance" for one in told) == len(KINDS)
    assert OTHER not in json.dumps([one.values for one in told if one.is_theirs and one.kind != "sessions.Session"])


def test_erased_it_is_nowhere_and_what_is_others_stays(everywhere):
    theirs = tables().count(OTHER)
    erase_all(ADDRESS.upper())

    text = tables()
    assert ADDRESS not in text
    assert ADDRESS.replace("@", "%40") not in text
    assert text.count(OTHER) == theirs
    assert held_about(ADDRESS) == []
    assert Network.objects.filter(slug="matnatet").exists()
    assert Network.history.filter(slug="matnatet", how_to_join="Skriv till .").exists()
    assert Coordinator.objects.get().user.email == OTHER
    assert {one.sender_email for one in Registration.objects.all()} == {OTHER}
    assert Network.history.filter(history_user=None, history_change_reason="Ändrat av en samordnare").exists()


def test_network_of_an_unpublished_registration_goes_with_its_history():
    registration = make_registration(sender_email=ADDRESS)
    pk = registration.network.pk
    erase_all(ADDRESS)

    assert not Network.objects.filter(pk=pk).exists()
    assert not Network.history.filter(id=pk).exists()


def test_public_text_loses_the_address_and_pages_move_on(client):
    network = make_network(how_to_join=f"Skriv till {ADDRESS} eller ring.")
    assert ADDRESS in client.get(network.get_absolute_url()).content.decode()
    erase_all(ADDRESS)

    page = client.get(network.get_absolute_url()).content.decode()
    assert "Skriv till  eller ring." in page
    assert ADDRESS not in page


def test_others_words_that_name_the_address_lose_only_that():
    mail = OutgoingMail.objects.create(to=OTHER, subject="Hej", body=f"{ADDRESS} vill samordna.")
    proposal = make_proposal(facts={"name": f"Nätverket {ADDRESS}"})
    draft = make_draft(email=OTHER, answers="message=anna.ek%40example.se&name=N")
    erase_all(ADDRESS)

    mail.refresh_from_db()
    proposal.refresh_from_db()
    assert (mail.body, proposal.facts) == (" vill samordna.", {"name": "Nätverket "})
    assert Draft.objects.get(pk=draft.pk).answers == "message=&name=N"


@pytest.mark.parametrize("other", ["anna.ek@example.se.example.org", "xanna.ek@example.se", "o.anna.ek@example.se"])
def test_address_is_no_part_of_a_longer_one(other):
    make_network(how_to_join=f"Skriv till {other}.")
    make_user(email=other)

    assert erase_all(ADDRESS) == []
    assert User.objects.get().email == other
    assert other in Network.objects.get().how_to_join


def test_command_tells_and_erases(capsys):
    make_interest(email=ADDRESS)
    call_command("personal_data", ADDRESS)
    assert "email: anna.ek@example.se" in capsys.readouterr().out
    call_command("personal_data", ADDRESS, "--json")
    assert json.loads(capsys.readouterr().out)[0]["values"]["email"] == ADDRESS
    call_command("personal_data", ADDRESS, "--erase")
    assert "1 rows erased." in capsys.readouterr().out
    call_command("personal_data", ADDRESS)
    assert capsys.readouterr().out == "Nothing is held.\n"


@pytest.mark.parametrize("address", ["anna", "", "@", "a@b"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(CommandError):
        call_command("personal_data", address)


def test_erasing_is_all_or_nothing(monkeypatch):
    make_network(how_to_join=ADDRESS)
    make_draft(email=ADDRESS)
    before = len(held_about(ADDRESS))
    monkeypatch.setattr(Revision, "step", lambda networks: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        erase_all(ADDRESS)

    assert len(held_about(ADDRESS)) == before == 3
