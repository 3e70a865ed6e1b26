"""What the curators decide: a registration is published, declined or spam, once, and its sender told; entries come and go."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.models import EditorialState, Network, Registration, RegistrationState, Relation
from directory.models.revision import moment_of_step, one_step
from directory.models.submission import UNDECIDED
from directory.services.accounts import user_of
from directory.services.agencies import add_members
from directory.services.coordinate import appoint
from directory.services.decide import CannotDecide
from directory.services.mail import write

TOLD = (RegistrationState.PUBLISHED, RegistrationState.DECLINED)


def publish(*, registration: Registration, by: AbstractUser) -> None:
    """Put the registered network, its members and its relation to another on the map and tell the sender.

    Like the other decisions it also saves what the curator has written in ``registration`` and not yet saved.
    """
    with _decided(registration, RegistrationState.PUBLISHED, by, _("Published")):
        network = registration.network
        if network is None:
            raise CannotDecide(_("The network of registration %s has been deleted.") % registration)
        add_members(network, registration.member_name_list)
        if registration.relation_kind and registration.related_network:
            Relation.objects.get_or_create(origin=network, kind=registration.relation_kind, target=registration.related_network)
        _place(network, EditorialState.PUBLISHED)
        appoint(network=network, user=user_of(registration.sender_email))
        with override(registration.language):
            _tell(registration, "published", _("%(network)s is on the map") % {"network": network})


def decline(*, registration: Registration, by: AbstractUser) -> None:
    """Keep the registered network off the map and tell the sender why; ``CannotDecide`` without a word to them."""
    if not registration.answer:
        raise CannotDecide(_("Registration %s is not declined without a word to its sender.") % registration)
    with _decided(registration, RegistrationState.DECLINED, by, _("Declined")):
        _keep_off(registration.network)
        with override(registration.language):
            name = registration.network or registration.reference
            _tell(registration, "declined", _("Your registration of %(network)s") % {"network": name})


def mark_spam(*, registration: Registration, by: AbstractUser) -> None:
    """Keep the registered network off the map and tell nobody. It may still be published or declined later."""
    with _decided(registration, RegistrationState.SPAM, by, _("Marked as spam")):
        _keep_off(registration.network)


def reopen(*, registration: Registration, by: AbstractUser) -> None:
    """Let a declined registration wait in the queue again, without what its sender has already been told."""
    with one_step(by=by, why=_("Reopened")):
        registration.refresh_from_db()
        if registration.state != RegistrationState.DECLINED:
            raise CannotDecide(_("Registration %s is not declined.") % registration)
        registration.state, registration.decided_at = RegistrationState.WAITING, None
        registration.reason = registration.reply = ""
        registration.save()
        network = registration.network
        if network and network.editorial_state == EditorialState.DECLINED:
            _place(network, EditorialState.SUBMITTED)


def publish_networks(*, networks: QuerySet[Network], by: AbstractUser) -> int:
    """Publish those that no undecided registration is about, and return how many were not published before."""
    ready = networks.exclude(registration__state__in=UNDECIDED).exclude(editorial_state=EditorialState.PUBLISHED)
    return _move(ready, EditorialState.PUBLISHED, by, _("Published"))


def withdraw_networks(*, networks: QuerySet[Network], by: AbstractUser) -> int:
    """Take the published ones off the map and return how many they were."""
    return _move(networks.published(), EditorialState.WITHDRAWN, by, _("Withdrawn"))


@contextmanager
def _decided(registration: Registration, state: str, by: AbstractUser, why: str) -> Iterator[None]:
    """Give an undecided registration its decision, in one transaction with what is done inside."""
    with one_step(by=by, why=why):
        registration.refresh_from_db(fields=["state", "network", "related_network"])
        if registration.state in (*TOLD, state):
            raise CannotDecide(_("Registration %s has already been decided.") % registration)
        if registration.state == RegistrationState.UNCONFIRMED and state in TOLD:
            raise CannotDecide(_("The sender of registration %s has not confirmed it.") % registration)
        registration.state, registration.decided_at = state, moment_of_step()
        registration.save()
        yield


def _keep_off(network: Network | None) -> None:
    if network and network.editorial_state != EditorialState.DECLINED:
        _place(network, EditorialState.DECLINED)


def _tell(registration: Registration, decision: str, subject: str) -> None:
    """Write to the sender, in the language that is active."""
    write(decision, to=registration.sender_email, subject=subject, registration=registration, network=registration.network)


def _move(networks: QuerySet[Network], state: str, by: AbstractUser, why: str) -> int:
    with one_step(by=by, why=why):
        moved = list(networks)
        for network in moved:
            _place(network, state)
    return len(moved)


def _place(network: Network, state: str) -> None:
    network.editorial_state = state
    network.save()
