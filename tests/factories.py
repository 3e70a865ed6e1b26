"""Rows for tests, each with only what its test speaks of."""

import datetime
import hashlib
import json
import uuid
from itertools import count
from pathlib import Path

from django.contrib.auth.models import User
from django.utils import timezone

from directory.models import (
    Agency,
    AgencyKind,
    AgendaItem,
    Alert,
    AlertLink,
    Channel,
    Claim,
    Coordinator,
    Correction,
    County,
    Draft,
    DraftLink,
    EditorialState,
    Exchange,
    FocusArea,
    FreshnessLink,
    Interest,
    InterestLink,
    JoinLink,
    JoinRequest,
    Material,
    Meeting,
    Network,
    Proposal,
    Registration,
    RegistrationState,
    SenderLink,
    Synonym,
    Topic,
    TurnChange,
    Visit,
)
from directory.text import slugify

_numbers = count(1)


def make_network(*, name: str | None = None, **values) -> Network:
    """Return a published network of its own name."""
    number = next(_numbers)
    name = name or f"Nätverk {number}"
    defaults = {
        "slug": slugify(name)[:120] or f"natverk-{number}",
        "purpose": "Vi lär av varandra.",
        "editorial_state": EditorialState.PUBLISHED,
    }
    return Network.objects.create(name=name, **defaults | values)


def make_registration(*, network: Network | None = None, **values) -> Registration:
    """Return a registration in the queue, confirmed, with the network that waits for it."""
    network = network or make_network(editorial_state=EditorialState.SUBMITTED)
    defaults = {
        "token": uuid.uuid4(),
        "sender_email": "samordnare@example.se",
        "language": "sv",
        "state": RegistrationState.WAITING,
    }
    return Registration.objects.create(network=network, **defaults | values)


def make_correction(*, network: Network | None = None, **values) -> Correction:
    """Return a correction in the queue, about a network unless an agency is given."""
    about = {} if "agency" in values else {"network": network or make_network()}
    return Correction.objects.create(**{"token": uuid.uuid4(), "kind": "wrong", "language": "sv"} | about | values)


def make_user(*, email: str | None = None, **values) -> User:
    """Return somebody who may sign in, known by an address of their own."""
    email = email or f"nr{next(_numbers)}@example.se"
    return User.objects.create_user(email, email, **values)


def make_coordinator(*, network: Network | None = None, user: User | None = None) -> Coordinator:
    """Return a coordinator of a network, who may be signed in by ``client.force_login(coordinator.user)``."""
    return Coordinator.objects.create(network=network or make_network(), user=user or make_user())


def make_proposal(*, network: Network | None = None, user: User | None = None, **values) -> Proposal:
    """Return what a coordinator proposes for a network, which waits."""
    who = {"network": network or make_network(), "user": user or make_user()}
    return Proposal.objects.create(**who | {"language": "sv", "facts": {"name": "Nya namnet"}} | values)


def make_claim(*, network: Network | None = None, user: User | None = None, **values) -> Claim:
    """Return that somebody would coordinate a network, which waits."""
    who = {"network": network or make_network(), "user": user or make_user()}
    return Claim.objects.create(**who | {"language": "sv", "message": "Jag är ordförande."} | values)


def make_join_request(*, network: Network | None = None, **values) -> JoinRequest:
    """Return that somebody asks to join a network, which waits for its coordinators."""
    told = {"organisation": "Lunds kommun", "sender_email": "anna@example.se", "language": "sv", "state": "waiting"}
    return JoinRequest.objects.create(**{"network": network or make_network(), "confirmed_at": timezone.now()} | told | values)


def make_turn_change(*, network: Network | None = None, **values) -> TurnChange:
    """Return that an agency let its turn to host pass, unless another is given that it swapped with."""
    told = {"kind": "swapped" if "other" in values else "passed", "reason": "Ombyggnad"}
    who = {"network": network or make_network(), "agency": values.pop("agency", None) or make_agency()}
    return TurnChange.objects.create(**who | told | values)


def make_meeting(*, network: Network | None = None, days: int | None = None, **values) -> Meeting:
    """Return a meeting of a network, so many days from today, or on no day that is known."""
    on = None if days is None else timezone.localdate() + datetime.timedelta(days)
    when = {"starts_on": on, "ends_on": on, "precision": on and "day"}
    return Meeting.objects.create(**{"network": network or make_network(), "title": "Höstmöte"} | when | values)


def make_agenda_item(*, meeting: Meeting | None = None, **values) -> AgendaItem:
    """Return a topic of a meeting."""
    return AgendaItem.objects.create(**{"meeting": meeting or make_meeting(), "title": "Klausuler om pris"} | values)


def make_material(*, network: Network | None = None, **values) -> Material:
    """Return open material that a network shares."""
    told = {"kind": "guide", "title": "Så följer vi upp", "url": "https://example.se/guide"}
    return Material.objects.create(**{"network": network or make_network()} | told | values)


def make_visit(*, network: Network | None = None, **values) -> Visit:
    """Return a visit that somebody in a network offers."""
    return Visit.objects.create(**{"network": network or make_network(), "title": "Vårt avtalsråd"} | values)


def make_channel(*, network: Network | None = None, **values) -> Channel:
    """Return where the members of a network talk."""
    told = {"kind": "mailing_list", "used_for": "Frågor mellan mötena"}
    return Channel.objects.create(**{"network": network or make_network()} | told | values)


def make_alert(**values) -> Alert:
    """Return a confirmed alert about all networks."""
    told = {"email": "anna@example.se", "language": "sv", "about": "networks", "rhythm": "at_once"}
    return Alert.objects.create(**{"confirmed_at": timezone.now()} | told | values)


def make_alert_link(token: str | None = None, **values) -> AlertLink:
    """Return a link with this token by which an alert is confirmed."""
    told = {"alert": values.pop("alert", None) or make_alert(email=f"nr{next(_numbers)}@example.se"), "sent_at": timezone.now()}
    return AlertLink.objects.create(token_hash=hashed(token), **told | values)


def make_freshness_link(token: str | None = None, **values) -> FreshnessLink:
    """Return a link with this token by which a coordinator vouches for a network."""
    told = {"coordinator": values.pop("coordinator", None) or make_coordinator(), "sent_at": timezone.now()}
    return FreshnessLink.objects.create(token_hash=hashed(token), **told | values)


def make_join_link(token: str | None = None, **values) -> JoinLink:
    """Return a link with this token to what becomes of a request to join."""
    told = {"join_request": values.pop("join_request", None) or make_join_request(), "sent_at": timezone.now()}
    return JoinLink.objects.create(token_hash=hashed(token), **told | values)


def make_agency(*, name: str | None = None, **values) -> Agency:
    name = name or f"Kommun {next(_numbers)}"
    return Agency.objects.create(name=name, **{"slug": slugify(name)} | values)


def make_focus_area(*, slug: str = "mat", **values) -> FocusArea:
    return FocusArea.objects.create(slug=slug, **{"name_sv": slug.capitalize(), "name_en": slug.capitalize()} | values)


def make_county(*, code: str = "SE-M", **values) -> County:
    names = {"scb_code": str(next(_numbers))[-2:], "name_sv": "Skåne län", "name_en": "Skåne"}
    return County.objects.create(code=code, **names | values)


def make_agency_kind(*, code: str = "kommun", **values) -> AgencyKind:
    names = {"name_sv": "Kommun", "name_en": "Municipality", "name_plural_sv": "Kommuner", "name_plural_en": "Municipalities"}
    return AgencyKind.objects.create(code=code, **names | values)


def make_exchange(*, code: str = "benchmarks", **values) -> Exchange:
    return Exchange.objects.create(code=code, **{"name_sv": "Jämförelser", "name_en": "Benchmarks"} | values)


def catalogue_network(id_: str = "natet", **values) -> dict:
    """Return a catalogue file's record of a network, with the least it must hold."""
    least = {"id": id_, "name": f"Nätverket {id_}", "purpose": "Vi lär av varandra.", "language": "sv", "confidence": "high"}
    return least | {"sources": [{"url": "https://example.se/", "page_date": "2025-09"}]} | values


def write_catalogue(folder: Path, name: str = "catalogue.json", **sections) -> Path:
    """Write a catalogue file of these sections and return where it lies."""
    (folder / name).write_text(json.dumps({"format": "natverkskartan-catalogue", "version": 1} | sections))
    return folder / name


def make_synonym(*, code: str = "mat", **values) -> Synonym:
    return Synonym.objects.create(code=code, **{"name_sv": "Mat", "name_en": "Food", "words_sv": "livsmedel"} | values)


def make_topic(*, focus_area: FocusArea | None = None, **values) -> Topic:
    area = focus_area or FocusArea.objects.filter(slug="mat").first() or make_focus_area()
    return Topic.objects.create(focus_area=area, **values)


def make_interest(*, topic: Topic | None = None, **values) -> Interest:
    """Return a confirmed interest of an address of its own."""
    defaults = {"email": f"nr{next(_numbers)}@example.se", "employer": "Lunds kommun", "language": "sv"}
    topic = topic or Topic.objects.first() or make_topic()
    return Interest.objects.create(topic=topic, **defaults | {"confirmed_at": timezone.now()} | values)


def make_interest_link(token: str | None = None, *, interest: Interest | None = None, **values) -> InterestLink:
    """Return a link with this token, to an interest that it is to confirm."""
    interest = interest or make_interest(confirmed_at=None)
    return InterestLink.objects.create(interest=interest, token_hash=hashed(token), **{"sent_at": timezone.now()} | values)


def make_draft(*, email: str = "samordnare@example.se", **values) -> Draft:
    """Return a registration that has been saved with this address."""
    least = {"token": uuid.uuid4(), "answers": "name=N%C3%A4tet", "saved_at": timezone.now()}
    return Draft.objects.create(email=email, **least | values)


def make_draft_link(token: str | None = None, *, email: str = "samordnare@example.se", **values) -> DraftLink:
    return DraftLink.objects.create(email=email, token_hash=hashed(token), **{"sent_at": timezone.now()} | values)


def make_sender_link(token: str | None = None, *, email: str = "samordnare@example.se", **values) -> SenderLink:
    """Return a link with this token, sent to this address."""
    return SenderLink.objects.create(email=email, token_hash=hashed(token), **{"sent_at": timezone.now()} | values)


def hashed(token: str | None) -> str:
    """Return what the database knows of a token, of a new one if none is given."""
    return hashlib.sha256((token or uuid.uuid4().hex).encode()).hexdigest()
