"""Taking in a registration: one row whatever happens, kept apart when it looks like spam, never lost."""

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import (
    Allowance,
    EditorialState,
    Network,
    Registration,
    RegistrationState,
    Rhythm,
)
from directory.models.revision import one_step
from directory.services.agencies import add_members, free_slug
from directory.text import fold, mixes_scripts, site_host

SENDS_AT_ONCE = 5
SECONDS_PER_SEND = 720
FASTEST_HUMAN_SECONDS = 3
MOST_LINKS = 5
SAME_TEXT_TIMES = 3
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class TooManySent(Exception):
    """One sender has sent all they may for now; ``retry_after`` seconds from now they may send again."""

    def __init__(self, retry_after: int):
        super().__init__(retry_after)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Alike:
    """A network that the registered one may be, and why we think so."""

    network: Network
    why: str


def look_alikes(network: Network) -> list[Alike]:
    """Return the networks that share ``network``'s folded name, short name or site host, published or in the queue."""
    names = {fold(name) for name in (network.name, network.short_name) if name}
    host = site_host(network.website)
    found = []
    for other in Network.objects.exclude(editorial_state=EditorialState.DECLINED).exclude(pk=network.pk):
        theirs = {fold(name) for name in (other.name, other.short_name, *other.other_name_list) if name}
        if names & theirs:
            found.append(Alike(other, _("The same name")))
        elif host and host == other.site_host:
            found.append(Alike(other, _("The same website: %(host)s") % {"host": host}))
    return found


def register(*, network: Network, lists: dict, rhythms: dict[str, int], registration: Registration) -> Registration:
    """Store a registration and its network in one transaction and return it; the same token again returns the first.

    The network is kept as submitted, or as declined when the registration was judged to be spam.
    """
    try:
        with one_step():
            return _store(network, lists, rhythms, registration)
    except IntegrityError:
        return Registration.objects.get(token=registration.token)


@contextmanager
def as_if_published(*, network: Network, lists: dict, rhythms: dict[str, int], member_names: list[str]):
    """Yield the network as its page would read it, from rows that are written and then taken back.

    So a preview goes through the same constraints, queries and template as the page itself and cannot differ from it.
    """
    with transaction.atomic():
        _store_network(network, lists, rhythms)
        add_members(network, member_names)
        yield Network.objects.with_page().get(pk=network.pk)
        transaction.set_rollback(True)


def _store(network, lists, rhythms, registration) -> Registration:
    earlier = Registration.objects.filter(token=registration.token).first()
    if earlier:
        return earlier
    spam = registration.state == RegistrationState.SPAM
    network.editorial_state = EditorialState.DECLINED if spam else EditorialState.SUBMITTED
    registration.alike = "\n".join(f"{one.network.name}: {one.why}" for one in look_alikes(network))
    registration.network = _store_network(network, lists, rhythms)
    registration.decided_at = timezone.now() if spam else None
    registration.save()
    return registration


def _store_network(network, lists, rhythms) -> Network:
    network.slug = free_slug(Network, network.name)
    with network.as_one_change():
        network.save()
        for field, chosen in lists.items():
            getattr(network, field).set(chosen)
    for mode, per_year in rhythms.items():
        Rhythm.objects.create(network=network, mode=mode, per_year=per_year)
    return network


def judge(*, network: Network, told: list[str], trap: str, seconds_spent: int | None) -> tuple[str, list[str]]:
    """Return the state a registration starts in and what a curator should look at twice.

    ``told`` are its free texts; ``trap`` is the field no human sees; ``seconds_spent`` the time since the form was made.
    """
    warnings = []
    if any(mixes_scripts(text) for text in (network.name, network.short_name)):
        warnings.append(_("The name mixes letters of different scripts."))
    signs = {
        _("A field hidden from people was filled in."): bool(trap),
        _("It was sent within three seconds."): seconds_spent is not None and seconds_spent < FASTEST_HUMAN_SECONDS,
        _("It holds more than five links."): sum(len(LINK.findall(text)) for text in told) > MOST_LINKS,
        _("The same text was sent several times."): _times_told(network.purpose) >= SAME_TEXT_TIMES - 1,
    }
    spam = [sign for sign, seen in signs.items() if seen]
    return (RegistrationState.SPAM if spam else RegistrationState.WAITING), warnings + spam


def _times_told(purpose: str) -> int:
    return Registration.objects.filter(network__purpose=purpose).count()


def spend_allowance(sender: str) -> None:
    """Count one submission against ``sender`` (an IP address); raise ``TooManySent`` when none is left.

    Five at once, then one every twelve minutes. Only a hash that changes every day is kept.
    """
    now = timezone.now()
    with transaction.atomic():
        bucket, _made = Allowance.objects.select_for_update().get_or_create(
            key=_daily_hash(sender), defaults={"tokens": SENDS_AT_ONCE, "refilled_at": now}
        )
        earned = (now - bucket.refilled_at).total_seconds() / SECONDS_PER_SEND
        tokens = min(SENDS_AT_ONCE, bucket.tokens + earned)
        if tokens >= 1:
            Allowance.objects.filter(pk=bucket.pk).update(tokens=tokens - 1, refilled_at=now)
            return
    raise TooManySent(retry_after=int((1 - tokens) * SECONDS_PER_SEND) + 1)


def _daily_hash(sender: str) -> str:
    salted = f"{settings.SECRET_KEY}|{timezone.localdate().isoformat()}|{sender}"
    return hashlib.sha256(salted.encode()).hexdigest()
