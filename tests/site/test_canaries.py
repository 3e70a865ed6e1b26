"""Nothing private is public: each private column holds a word of its own, and no public address answers with one."""

import itertools
import uuid

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import override

from directory.models import (
    Allowance,
    Double,
    EditorialState,
    FormerReference,
    FreshnessLink,
    ImportedRecord,
    JoinLink,
    LinkCheck,
    Network,
    OutgoingMail,
    PrivateCalendar,
    Upload,
)
from tests.factories import (
    hashed,
    make_alert_link,
    make_claim,
    make_coordinator,
    make_correction,
    make_draft,
    make_draft_link,
    make_interest,
    make_interest_link,
    make_join_request,
    make_network,
    make_proposal,
    make_registration,
    make_sender_link,
)
from tests.site.test_access_matrix import ADDRESSES, addresses, filled

WORD = "kanarie"

pytestmark = [pytest.mark.django_db, pytest.mark.looks]


@pytest.fixture
def network() -> Network:
    """A published network that everything private is about, beside some that are not published."""
    network = make_network(name="Matnätet", slug="matnatet", website="https://natet.example.se/")
    coordinator = make_coordinator(network=network)
    make_registration(network=network, state="published")
    for make in (make_correction, make_proposal, make_claim):
        make(network=network)
    for make in (make_draft, make_draft_link, make_sender_link, make_interest, make_interest_link):
        make()
    OutgoingMail.objects.create(to="a@example.se", subject="Hej", body="Hej")
    Upload.objects.create(by=coordinator.user, kind="networks", name="a.csv", content=WORD.encode())
    FormerReference.objects.create(moment=timezone.now(), field="a.b.c", row_key=1, referred_key=1)
    FreshnessLink.objects.create(coordinator=coordinator, token_hash=hashed("x"), sent_at=timezone.now())
    LinkCheck.objects.create(url="https://natet.example.se/")
    Double.objects.create(kind="network", first_key=1, second_key=2)
    make_alert_link()
    PrivateCalendar.objects.create(user=coordinator.user)
    asked = make_join_request(network=network)
    JoinLink.objects.create(join_request=asked, token_hash=hashed("y"), sent_at=timezone.now())
    Allowance.objects.create(key="a", tokens=1, refilled_at=timezone.now())
    ImportedRecord.objects.create(kind="network", record_id="natet", object_id=network.pk, values={})
    for state in set(EditorialState.values) - {EditorialState.PUBLISHED}:
        make_network(editorial_state=state)
    for model in private_models():
        for row in model._base_manager.all():
            _sing(row)
    for hidden in Network.objects.exclude(editorial_state=EditorialState.PUBLISHED):
        _sing(hidden)
    return network


def private_models() -> list[type[models.Model]]:
    """Return all that says it is private, and users."""
    return [User, *(model for model in apps.get_models() if getattr(model, "is_public", None) is False)]


_numbers = itertools.count(1)


def _sing(row: models.Model) -> None:
    """Put a word of its own in every column of a row that can hold one."""
    type(row)._base_manager.filter(pk=row.pk).update(**{field.name: _word(field) for field in _columns(type(row))})


def _columns(model: type[models.Model]) -> list[models.Field]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [f for f in model._meta.concrete_fields if isinstance(f, kinds) and not f.choices and not f.primary_key]


def _word(field: models.Field):
    word = f"{WORD}{next(_numbers)}"
    if isinstance(field, models.JSONField):
        return {"name": word}
    written = {models.EmailField: f"{word}@example.se", models.URLField: f"https://{word}.se/"}.get(type(field), word)
    return written[-(field.max_length or 1000) :]


def public_addresses() -> list[str]:
    """Return every address of the directory, with something in the place of its variables, in both languages."""
    with_names = [(name, route) for name, route in ADDRESSES.items() if name.startswith("directory:")]
    with override("en"):
        english = [filled(name, route) for name, route in addresses(get_resolver().url_patterns) if name.startswith("directory:")]
    return [filled(name, route) for name, route in with_names] + english


def test_every_private_table_has_a_word_to_betray(network):
    for model in filter(_columns, private_models()):
        assert WORD in str(list(model._base_manager.values())), model


def test_no_public_address_answers_with_a_private_word(client, network):
    asked = public_addresses()
    queries = ["", "?page=2", f"?q={uuid.uuid4().hex}", "?focus=mat", "?older=show", "?network=matnatet"]
    answers = {address + query: client.get(address + query) for address in asked for query in queries}

    assert len(asked) > 80
    assert sum(answer.status_code == 200 for answer in answers.values()) > 100
    for address, answer in answers.items():
        assert WORD not in str(answer.headers).lower(), address
        assert WORD not in (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode().lower(), address


def test_a_private_word_that_is_searched_for_finds_nothing(client, network):
    for address in ("/natverk/", "/organisationer/", "/moten/", "/hitta/", "/forslag/"):
        page = client.get(f"{address}?q={WORD}").content.decode().lower()
        assert page.replace(f"q={WORD}", "").count(f"{WORD}1") == 0, address
