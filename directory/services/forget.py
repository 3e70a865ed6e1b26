"""What is kept about people is kept for a time: who sent what, the mail about it, and how many came from where."""

import datetime
from collections import Counter
from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from directory.models import (
    Allowance,
    AskedState,
    Claim,
    Correction,
    CorrectionState,
    Draft,
    DraftLink,
    EditorialState,
    FormerReference,
    FreshnessLink,
    Interest,
    InterestLink,
    JoinRequest,
    JoinState,
    OutgoingMail,
    Proposal,
    Registration,
    RegistrationState,
    SenderLink,
    Topic,
    Upload,
)
from directory.services.accounts import NO_PASSWORD
from directory.services.alerts import unconfirmed as unconfirmed_alerts
from directory.services.interest import erase

KEPT = {
    "accepted": datetime.timedelta(days=365),
    "declined": datetime.timedelta(days=90),
    "spam": datetime.timedelta(days=90),
    "unconfirmed": SenderLink.VALID,
    "draft": Draft.KEPT,
    "interest": datetime.timedelta(days=730),
    "mail": datetime.timedelta(days=30),
    "unsent_mail": datetime.timedelta(days=365),
    "allowance": datetime.timedelta(hours=23),
    "unused_user": datetime.timedelta(days=1),
    "upload": datetime.timedelta(days=1),
    "reference": datetime.timedelta(days=90),
    "admin_log": datetime.timedelta(days=730),
}
"""How long each kind is kept: after the decision, sending or confirmation, or after it came when there is none of these."""
GOES_WITH_ITS_REGISTRATION = (EditorialState.SUBMITTED, EditorialState.DECLINED)


def forget_what_is_old(now: datetime.datetime | None = None) -> Counter[str]:
    """Delete what has been kept long enough, as the privacy page says, and return how many of each kind.

    A network that was never published goes with its registration, and its history with it. What waits stays.
    """
    now = now or timezone.now()
    forgotten: Counter[str] = Counter()
    for registration in _old_registrations(now):
        with transaction.atomic():
            forget_registration(registration)
        forgotten["registrations"] += 1
    _unconfirmed_addresses(now).update(sender_email="")
    SenderLink.objects.filter(sent_at__lt=now - KEPT["unconfirmed"]).delete()
    FreshnessLink.objects.filter(sent_at__lt=now - FreshnessLink.VALID).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    forgotten["interests"] = erase(_old_interest(now))
    Topic.objects.filter(interests=None).delete()
    for rows in _old_rows(now):
        forgotten[f"{rows.model._meta.model_name}s"], _by_model = rows.delete()
    _idle_draft_links(now).delete()
    return +forgotten


def _old_rows(now: datetime.datetime) -> Iterator[QuerySet]:
    """Yield the rows that go as they are."""
    yield _old_corrections(now)
    yield JoinRequest.objects.filter(state=JoinState.UNCONFIRMED, received_at__lt=now - KEPT["unconfirmed"])
    yield JoinRequest.objects.filter(_was(JoinState.DECLINED, "declined", now) | _was(JoinState.ACCEPTED, "accepted", now))
    for model in (Proposal, Claim):
        yield model.objects.filter(_was(AskedState.DECLINED, "declined", now) | _was(AskedState.ACCEPTED, "accepted", now))
    yield unconfirmed_alerts(now)
    yield Draft.objects.filter(saved_at__lt=now - KEPT["draft"])
    yield _old_mail(now)
    yield _nobodys(now)
    yield LogEntry.objects.filter(action_time__lt=now - KEPT["admin_log"])
    yield FormerReference.objects.filter(moment__lt=now - KEPT["reference"])
    yield Upload.objects.filter(sent_at__lt=now - KEPT["upload"])
    yield Allowance.objects.filter(refilled_at__lt=now - KEPT["allowance"])


def _was(state: str, kept: str, now: datetime.datetime) -> Q:
    """Return the condition that something was decided so, longer ago than that is kept."""
    return Q(state=state, decided_at__lt=now - KEPT[kept])


def _old_registrations(now: datetime.datetime) -> QuerySet[Registration]:
    ended = Registration.objects.annotate(ended_at=Coalesce("decided_at", "received_at"))
    kept = {
        RegistrationState.UNCONFIRMED: "unconfirmed",
        RegistrationState.PUBLISHED: "accepted",
        RegistrationState.DECLINED: "declined",
        RegistrationState.SPAM: "spam",
    }
    is_old = [Q(state=state, ended_at__lt=now - KEPT[name]) for state, name in kept.items()]
    return ended.filter(reduce(or_, is_old)).select_related("network")


def _old_corrections(now: datetime.datetime) -> QuerySet[Correction]:
    kept = {CorrectionState.DONE: "accepted", CorrectionState.DECLINED: "declined", CorrectionState.SPAM: "spam"}
    return Correction.objects.filter(reduce(or_, [_was(state, name, now) for state, name in kept.items()]))


def _unconfirmed_addresses(now: datetime.datetime) -> QuerySet[Correction]:
    """Return the corrections that stay without the address that their sender has not confirmed in time."""
    return Correction.objects.unconfirmed().filter(received_at__lt=now - KEPT["unconfirmed"])


def _nobodys(now: datetime.datetime) -> QuerySet[User]:
    """Return the users that an address became by asking for a code, and who have not signed in or been given anything."""
    asked = User.objects.filter(last_login=None, is_staff=False, password__startswith=NO_PASSWORD)
    return asked.filter(date_joined__lt=now - KEPT["unused_user"], coordinated=None, proposals=None, claims=None)


def _idle_draft_links(now: datetime.datetime) -> QuerySet[DraftLink]:
    """Return the links that are too old, or that lead to nothing any longer and no more hold back another mail."""
    leads_to_nothing = ~Q(email__in=Draft.objects.values("email")) & Q(sent_at__lt=now - datetime.timedelta(days=1))
    return DraftLink.objects.filter(leads_to_nothing | Q(sent_at__lt=now - DraftLink.VALID))


def _old_mail(now: datetime.datetime) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(
        Q(sent_at__lt=now - KEPT["mail"]) | Q(sent_at__isnull=True, created_at__lt=now - KEPT["unsent_mail"])
    )


def _old_interest(now: datetime.datetime) -> QuerySet[Interest]:
    asked_lately = InterestLink.objects.filter(sent_at__gte=now - InterestLink.VALID).values("interest")
    was_never_confirmed = Q(confirmed_at__isnull=True, noted_at__lt=now - InterestLink.VALID) & ~Q(pk__in=asked_lately)
    return Interest.objects.filter(was_never_confirmed | Q(confirmed_at__lt=now - KEPT["interest"]))


def forget_registration(registration: Registration) -> None:
    """Delete a registration, and its network with all its history if that was never published."""
    network = registration.network
    registration.delete()
    if network is not None and network.editorial_state in GOES_WITH_ITS_REGISTRATION:
        pk, history = network.pk, type(network).history
        network.delete()
        history.filter(id=pk).delete()
