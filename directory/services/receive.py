"""Taking in what the public sends, whatever it is: how much one sender may send, and what tells a person from a machine."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from directory.models import Allowance

SENDS_AT_ONCE = 5
SECONDS_PER_SEND = 720
FASTEST_HUMAN_SECONDS = 3


@dataclass(frozen=True)
class Sending:
    """How something was sent, whatever it says: by which IP address, and what tells a person from a machine.

    ``trap`` is the field no person sees, ``seconds_spent`` the time since the form was made, if it says.
    """

    sender: str
    trap: str = ""
    seconds_spent: int | None = None


class TooManySent(Exception):
    """One sender has sent all they may for now; ``retry_after`` seconds from now they may send again."""

    def __init__(self, retry_after: int):
        super().__init__(retry_after)
        self.retry_after = retry_after


def is_too_quick(seconds_spent: int | None) -> bool:
    """Tell whether a form was sent sooner than a person can; never when it does not say when it was made."""
    return seconds_spent in range(FASTEST_HUMAN_SECONDS)


def spend_allowance(sender: str, kind: str) -> None:
    """Count one submission of a kind against ``sender`` (an IP address); raise ``TooManySent`` when none is left.

    Five of each kind at once, then one every twelve minutes. Only a hash that changes every day is kept.
    """
    now = timezone.now()
    bucket, _is_new = Allowance.objects.get_or_create(
        key=_daily_hash(sender, kind), defaults={"tokens": SENDS_AT_ONCE, "refilled_at": now}
    )
    seconds = max(0, (now - bucket.refilled_at).total_seconds())  # a clock may have been set back
    tokens = min(SENDS_AT_ONCE, bucket.tokens + seconds / SECONDS_PER_SEND)
    if tokens < 1:
        raise TooManySent(retry_after=int((1 - tokens) * SECONDS_PER_SEND) + 1)
    bucket.tokens, bucket.refilled_at = tokens - 1, now
    bucket.save()


def _daily_hash(sender: str, kind: str) -> str:
    salted = f"{settings.SECRET_KEY}|{timezone.localdate().isoformat()}|{kind}|{sender}"
    return hashlib.sha256(salted.encode()).hexdigest()
