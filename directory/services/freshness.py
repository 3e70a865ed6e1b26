"""Keeping what the map says true: coordinators are asked once a year, and say that it is right or that the network has ended."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.models import Coordinator, FreshnessLink, Life, Network, Role
from directory.models.freshness import ASKED_AFTER, MARKED_AFTER, months_before
from directory.models.revision import one_step
from directory.services.confirm import find_link, send_link, use_link
from directory.services.edit import write_facts


def ask_those_due() -> int:
    """Write to each coordinator of a network that nobody has vouched for in a year, and return how many were written to.

    Each is asked once a year; of several workers one asks.
    """
    due = _to_be_asked().values_list("pk", flat=True)
    return sum(_ask(pk) for pk in list(due))


def marked() -> QuerySet[Network]:
    """Return the networks whose pages say that nobody has vouched for them for long."""
    return _unconfirmed_for(MARKED_AFTER)


def find_freshness(token: str) -> FreshnessLink | None:
    """Return the link with this token if its network is still on the map, usable or not; None when there is none."""
    return find_link(_links(), token)


def still_right(token: str) -> Network | None:
    """Let the coordinator with this link vouch for the network's page, and return the network; None for no usable link."""
    return _answer(token, _("Confirmed by a coordinator"), {})


def no_longer_there(token: str) -> Network | None:
    """Let the coordinator with this link say that the network has ended, and return it; None for no usable link."""
    return _answer(token, _("Ended, says a coordinator"), {"life": Life.ENDED, "ended_year": timezone.localdate().year})


def confirm(*, network: Network, by: AbstractBaseUser, role: str) -> Network:
    """Note that somebody vouches today for all that the map says of the network."""
    with one_step(by=by, why=_("Confirmed")):
        network = Network.objects.get(pk=network.pk)
        network.confirmed_on, network.confirmed_by = timezone.localdate(), role
        network.save()
        return network


def _answer(token: str, why: str, facts: dict) -> Network | None:
    link = find_freshness(token)
    if link is None:
        return None
    by = link.coordinator.user
    with one_step(by=by, why=why):
        if use_link(_links(), token) is None:
            return None
        network = confirm(network=link.coordinator.network, by=by, role=Role.COORDINATOR)
        write_facts(network, facts)
        return network


def _links() -> QuerySet[FreshnessLink]:
    on_the_map = FreshnessLink.objects.filter(coordinator__network__in=Network.objects.published())
    return on_the_map.select_related("coordinator__network", "coordinator__user")


def _unconfirmed_for(months: int) -> QuerySet[Network]:
    """Return the living networks on the map that nobody has vouched for in so many months."""
    limit = months_before(timezone.localdate(), months)
    is_unconfirmed = Q(published_at__date__lte=limit) & (Q(confirmed_on=None) | Q(confirmed_on__lte=limit))
    return Network.objects.published().filter(is_unconfirmed).exclude(life=Life.ENDED, life__isnull=False)


def _to_be_asked() -> QuerySet[Coordinator]:
    asked = FreshnessLink.objects.valid().values("coordinator")
    return Coordinator.objects.reachable().filter(network__in=_unconfirmed_for(ASKED_AFTER)).exclude(pk__in=asked)


def _ask(pk: int) -> bool:
    with one_step():
        coordinator = _to_be_asked().filter(pk=pk).select_related("network", "user").first()
        if coordinator is None:
            return False
        network = coordinator.network
        with override(network.language):
            subject = _("Is %(network)s still right on the map?") % {"network": network}
            link = FreshnessLink(coordinator=coordinator)
            send_link(link, "still_right", to=coordinator.user.email, subject=subject, network=network)
        return True
