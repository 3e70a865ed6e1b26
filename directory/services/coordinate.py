"""Who coordinates a network: asking to, being asked to, leaving it to others. Each of them is told by mail."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from directory.models import AskedState, Claim, Coordinator, Network
from directory.models.revision import one_step
from directory.services.accounts import user_of
from directory.services.decide import CannotDecide
from directory.services.mail import write

MOST_COORDINATORS = 10


class TooMany(Exception):
    """The network has as many coordinators as it can have."""


def claim(*, network: Network, user: User, message: str) -> Claim:
    """Note that somebody says they coordinate the network; those who do are told, else it waits for a curator.

    Asked again it is the same claim, with the new words.
    """
    with one_step():
        waiting = Claim.objects.waiting().filter(network=network, user=user).first()
        claimed = waiting or Claim(network=network, user=user)
        claimed.message, claimed.language = message, get_language()
        claimed.save()
        if waiting is None:
            for one in network.coordinators.reachable():
                _tell(one.user, "claimed", _("Somebody would coordinate %(network)s with you") % {"network": network}, network)
        return claimed


def accept(*, claim: Claim, by: User) -> None:
    """Let whoever asked coordinate the network."""
    with _decided(claim, AskedState.ACCEPTED):
        appoint(network=claim.network, user=claim.user)


def decline(*, claim: Claim, by: User) -> None:
    """Leave it as it is and tell why; ``CannotDecide`` without a word."""
    if not claim.answer:
        raise CannotDecide(_("Claim %s is not declined without a word to its sender.") % claim)
    with _decided(claim, AskedState.DECLINED):
        pass


def appoint(*, network: Network, user: User) -> Coordinator:
    """Let somebody coordinate a network. Raises ``TooMany``."""
    if network.coordinators.exclude(user=user).count() >= MOST_COORDINATORS:
        raise TooMany
    return Coordinator.objects.get_or_create(network=network, user=user)[0]


def invite(*, network: Network, email: str, by: User) -> Coordinator:
    """Let whoever reads an address coordinate the network with ``by``, and tell them. Raises ``TooMany``."""
    with transaction.atomic():
        is_new = not network.coordinators.filter(user__email__iexact=email).exists()
        coordinator = appoint(network=network, user=user_of(email))
        if is_new:
            subject = _("You can now edit %(network)s on Nätverkskartan") % {"network": network}
            _tell(coordinator.user, "invited", subject, network, by=by.email)
        return coordinator


def dismiss(*, coordinator: Coordinator, by: User) -> None:
    """Let somebody, oneself among them, coordinate the network no longer; whoever else did it tells them."""
    with transaction.atomic():
        if coordinator.user != by:
            subject = _("You no longer coordinate %(network)s on Nätverkskartan") % {"network": coordinator.network}
            _tell(coordinator.user, "dismissed", subject, coordinator.network)
        coordinator.delete()


@contextmanager
def _decided(claim: Claim, state: str) -> Iterator[None]:
    with one_step():
        claim.refresh_from_db(fields=["state"])
        if not claim.is_waiting:
            raise CannotDecide(_("Claim %s has already been decided.") % claim)
        claim.state, claim.decided_at = state, timezone.now()
        yield
        claim.save()
        with override(claim.language):
            _tell(
                claim.user, "claim", _("%(network)s on Nätverkskartan") % {"network": claim.network}, claim.network, claim=claim
            )


def _tell(user: User, letter: str, subject: str, network: Network, **told) -> None:
    if user.email:
        write(letter, to=user.email, subject=subject, network=network, **told)
