"""Taking in what the public sends, whatever it is: how much may be sent, and what tells a person from a machine."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Allowance

FASTEST_HUMAN_SECONDS = 3
MOST_LINKS = 5
SAME_TEXT_TIMES = 3
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


@dataclass(frozen=True)
class Limit:
    """How many of a kind may be sent at once, and how many seconds it takes until one more may."""

    at_once: int
    seconds_each: int


KINDS = ("registration", "correction", "interest", "draft", "join", "alert")
"""What the public sends, as it is counted."""
PER_SENDER = Limit(at_once=5, seconds_each=720)
PER_EMAIL = Limit(at_once=10, seconds_each=8_640)
IN_ALL = Limit(at_once=300, seconds_each=12)


@dataclass(frozen=True)
class Sending:
    """How something was sent, whatever it says: by which IP address, and what tells a person from a machine.

    ``trap`` is the field no person sees, ``seconds_spent`` the time since the form was made, if it says.
    """

    sender: str
    trap: str = ""
    seconds_spent: int | None = None


class TooManySent(Exception):
    """All that may be sent for now has been; ``retry_after`` seconds from now it may be tried again."""

    def __init__(self, retry_after: int):
        super().__init__(retry_after)
        self.retry_after = retry_after


def is_too_quick(seconds_spent: int | None) -> bool:
    """Tell whether a form was sent sooner than a person can; never when it does not say when it was made."""
    return seconds_spent in range(FASTEST_HUMAN_SECONDS)


def signs_of_spam(sending: Sending, texts: Iterable[str], times_told: int) -> list[str]:
    """Return what speaks against a person having sent these texts; the longest of them has been told ``times_told`` times."""
    signs = {
        _("A field hidden from people was filled in."): bool(sending.trap),
        _("It was sent within three seconds."): is_too_quick(sending.seconds_spent),
        _("It holds more than five links."): sum(len(LINK.findall(text)) for text in texts) > MOST_LINKS,
        _("The same text was sent several times."): times_told >= SAME_TEXT_TIMES - 1,
    }
    return [sign for sign, seen in signs.items() if seen]


def spend_allowance(sending: Sending, kind: str, email: str = "") -> None:
    """Count one submission of a kind against its sender, the e-mail address in it and all; ``TooManySent`` when one is full.

    Called in the transaction that stores it, so that what is refused is not counted. Only hashes that change every day are
    kept.
    """
    _spend(PER_SENDER, kind, "sender", sending.sender)
    if email:
        _spend(PER_EMAIL, kind, "email", email)
    _spend(IN_ALL, kind, "all")


def keys_of_address(email: str) -> list[str]:
    """Return the keys under which what was sent today with an address is counted."""
    return [_daily_hash(kind, "email", spelling) for kind in KINDS for spelling in {email, email.lower()}]


def _spend(limit: Limit, *of_whom: str) -> None:
    now = timezone.now()
    full = {"tokens": limit.at_once, "refilled_at": now}
    bucket, _is_new = Allowance.objects.get_or_create(key=_daily_hash(*of_whom), defaults=full)
    seconds = max(0, (now - bucket.refilled_at).total_seconds())  # a clock may have been set back
    tokens = min(limit.at_once, bucket.tokens + seconds / limit.seconds_each)
    if tokens < 1:
        raise TooManySent(retry_after=int((1 - tokens) * limit.seconds_each) + 1)
    bucket.tokens, bucket.refilled_at = tokens - 1, now
    bucket.save()


def _daily_hash(*parts: str) -> str:
    salted = "|".join((settings.SECRET_KEY, timezone.localdate().isoformat(), *parts))
    return hashlib.sha256(salted.encode()).hexdigest()
