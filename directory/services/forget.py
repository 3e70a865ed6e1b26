"""What is kept about people is kept for a time: who sent what, the mail about it, and how many came from where."""

import datetime
from collections import Counter

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from directory.models import (
    Allowance,
    Claim,
    Correction,
    CorrectionState,
    Draft,
    DraftLink,
    EditorialState,
    FormerReference,
    Interest,
    InterestLink,
    OutgoingMail,
    Proposal,
    Registration,
    RegistrationState,
    SenderLink,
    Topic,
    Upload,
)
from directory.models.submission import UNDECIDED
from directory.services.accounts import NO_PASSWORD
from directory.services.interest import erase

DECIDED_KEPT = datetime.timedelta(days=365)
SPAM_KEPT = datetime.timedelta(days=90)
MAIL_KEPT = datetime.timedelta(days=90)
UNSENT_MAIL_KEPT = datetime.timedelta(days=365)
INTEREST_KEPT = datetime.timedelta(days=730)
REFERENCES_KEPT = datetime.timedelta(days=90)
UNUSED_USERS_KEPT = datetime.timedelta(days=1)
UPLOADS_KEPT = datetime.timedelta(days=1)
GOES_WITH_ITS_REGISTRATION = (EditorialState.SUBMITTED, EditorialState.DECLINED)
ALLOWANCES_KEPT = datetime.timedelta(days=2)


def forget_what_is_old(now: datetime.datetime | None = None) -> Counter[str]:
    """Delete what has been kept long enough, as the privacy page says, and return how many of each kind.

    A network that was never published goes with its registration, and its history with it. What waits stays.
    """
    now = now or timezone.now()
    forgotten: Counter[str] = Counter()
    for registration in _old_registrations(now):
        with transaction.atomic():
            _forget(registration)
        forgotten["registrations"] += 1
    forgotten["corrections"], _by_model = _old_corrections(now).delete()
    _unconfirmed_addresses(now).update(sender_email="")
    forgotten["drafts"], _by_model = Draft.objects.filter(saved_at__lt=now - Draft.KEPT).delete()
    _idle_draft_links(now).delete()
    SenderLink.objects.filter(sent_at__lt=now - SenderLink.VALID).delete()
    forgotten["mail"], _by_model = _old_mail(now).delete()
    forgotten["interests"] = erase(_old_interest(now))
    Topic.objects.filter(interests=None).delete()
    for model in (Proposal, Claim):
        forgotten[f"{model._meta.model_name}s"], _by_model = model.objects.filter(decided_at__lt=now - DECIDED_KEPT).delete()
    forgotten["users"], _by_model = _nobodys(now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    forgotten["references"], _by_model = FormerReference.objects.filter(moment__lt=now - REFERENCES_KEPT).delete()
    forgotten["uploads"], _by_model = Upload.objects.filter(sent_at__lt=now - UPLOADS_KEPT).delete()
    forgotten["allowances"], _by_model = Allowance.objects.filter(refilled_at__lt=now - ALLOWANCES_KEPT).delete()
    return +forgotten


def _old_registrations(now: datetime.datetime) -> QuerySet[Registration]:
    ended = Registration.objects.annotate(ended_at=Coalesce("decided_at", "received_at"))
    was_never_confirmed = Q(state=RegistrationState.UNCONFIRMED, received_at__lt=now - SenderLink.VALID)
    is_old_spam = Q(state=RegistrationState.SPAM, ended_at__lt=now - SPAM_KEPT)
    was_decided = ~Q(state__in=UNDECIDED) & Q(ended_at__lt=now - DECIDED_KEPT)
    return ended.filter(was_never_confirmed | is_old_spam | was_decided).select_related("network")


def _old_corrections(now: datetime.datetime) -> QuerySet[Correction]:
    is_old_spam = Q(state=CorrectionState.SPAM, decided_at__lt=now - SPAM_KEPT)
    return Correction.objects.filter(is_old_spam | Q(decided_at__lt=now - DECIDED_KEPT))


def _unconfirmed_addresses(now: datetime.datetime) -> QuerySet[Correction]:
    """Return the corrections that stay without the address that their sender has not confirmed in time."""
    return Correction.objects.unconfirmed().filter(received_at__lt=now - SenderLink.VALID)


def _nobodys(now: datetime.datetime) -> QuerySet[User]:
    """Return the users that an address became by asking for a code, and who have not signed in or been given anything."""
    asked = User.objects.filter(last_login=None, is_staff=False, password__startswith=NO_PASSWORD)
    return asked.filter(date_joined__lt=now - UNUSED_USERS_KEPT, coordinated=None, proposals=None, claims=None)


def _idle_draft_links(now: datetime.datetime) -> QuerySet[DraftLink]:
    """Return the links that are too old, or that lead to nothing any longer and no more hold back another mail."""
    leads_to_nothing = ~Q(email__in=Draft.objects.values("email")) & Q(sent_at__lt=now - datetime.timedelta(days=1))
    return DraftLink.objects.filter(leads_to_nothing | Q(sent_at__lt=now - DraftLink.VALID))


def _old_mail(now: datetime.datetime) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(
        Q(sent_at__lt=now - MAIL_KEPT) | Q(sent_at__isnull=True, created_at__lt=now - UNSENT_MAIL_KEPT)
    )


def _old_interest(now: datetime.datetime) -> QuerySet[Interest]:
    asked_lately = InterestLink.objects.filter(sent_at__gte=now - InterestLink.VALID).values("interest")
    was_never_confirmed = Q(confirmed_at__isnull=True, noted_at__lt=now - InterestLink.VALID) & ~Q(pk__in=asked_lately)
    return Interest.objects.filter(was_never_confirmed | Q(confirmed_at__lt=now - INTEREST_KEPT))


def _forget(registration: Registration) -> None:
    network = registration.network
    registration.delete()
    if network is not None and network.editorial_state in GOES_WITH_ITS_REGISTRATION:
        pk, history = network.pk, type(network).history
        network.delete()
        history.filter(id=pk).delete()
