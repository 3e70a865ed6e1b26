"""Who gets what from every address of the site: a line each in ``access.txt``, and none that is not there.

A letter stands for each of: anybody, a coordinator of this network, one of another, a curator, an administrator; first when
they look, then when they send an empty form. Addresses with an unguessable token are asked with a wrong one.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from directory.models import Coordinator
from tests.factories import (
    make_agency,
    make_channel,
    make_claim,
    make_coordinator,
    make_county,
    make_focus_area,
    make_network,
    make_user,
)

pytestmark = pytest.mark.looks

MATRIX = Path(__file__).with_name("access.txt")
LETTERS = {200: ".", 400: "b", 403: "f", 404: "n", 405: "m", 422: "u"}
ROLES = ("anybody", "coordinator", "coordinator of another", "curator", "administrator")


@pytest.fixture
def clients(db):
    """A client for each role."""
    network = make_network(pk=1, name="Matnätet", slug="matnatet")
    own = Coordinator.objects.create(pk=1, network=network, user=make_user(pk=1))
    users = [own.user, make_coordinator().user]
    network.memberships.create(pk=1, agency=make_agency(pk=1, name="Lunds kommun", slug="lund"))
    make_focus_area(pk=1, slug="mat")
    make_county(pk=1)
    make_claim(pk=1)
    make_channel(pk=1, network=network)
    Group.objects.create(pk=1, name="Kuratorer")
    Authenticator.objects.create(pk=1, user=users[0], type="totp", data={})
    curator = make_user(is_staff=True)
    curator.user_permissions.set(Permission.objects.filter(content_type__app_label="directory"))
    users += [curator, make_user(is_staff=True, is_superuser=True)]
    clients = {"anybody": Client(raise_request_exception=False)}
    for role, user in zip(ROLES[1:], users, strict=True):
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(user)
    return clients


def addresses(patterns, route: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and the route of each address."""
    for pattern in patterns:
        here = route + str(getattr(pattern.pattern, "_route", ""))
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or here}", here
        else:
            yield from addresses(pattern.url_patterns, here, f"{pattern.namespace}:" if pattern.namespace else space)


ADDRESSES = dict(addresses(get_resolver().url_patterns))


def filled(name: str, route: str) -> str:
    slug = "mat" if "focus-area" in name else "lund" if "agency" in name else "matnatet"
    told = {"<slug:slug>": slug, "<path:object_id>": "1", "<int:pk>": "1", "<int:content_type_id>": "1", "<path:url>": "x"}
    told |= {
        "<str:token>": "x" * 43,
        "<slug:reference>": "abcd1234",
        "<id>": "1",
        "<slug:kind>": "channel",
        "<slug:key>": "growth",
        r"^data/(?P<table>[a-z_]{1,30})\.(?P<suffix>excel\.csv|csv|jsonl)$": "data/networks.csv",
        "<slug:section>": "networks",
        "<int:year>": "2026",
        "<int:month>": "5",
    }
    for variable, value in told.items():
        route = route.replace(variable, value)
    return "/" + route


def letter(client: Client, method: str, address: str) -> str:
    with transaction.atomic():
        kept = client.cookies.copy()
        answer = getattr(client, method)(address)
        client.cookies = kept
        transaction.set_rollback(True)
    if answer.status_code == 302:
        return "l" if "/logga-in/" in answer.url or "/admin/login/" in answer.url else ">"
    return LETTERS.get(answer.status_code, str(answer.status_code))


def test_every_address_answers_each_as_the_matrix_says(clients):
    lines = []
    for name, route in ADDRESSES.items():
        address = filled(name, route)
        each = {method: "".join(letter(clients[role], method, address) for role in ROLES) for method in ("get", "post")}
        lines.append(f"{name:<58} {each['get']} {each['post']}")
    assert lines == MATRIX.read_text().splitlines()
