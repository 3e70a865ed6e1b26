"""Asking to join a network: confirmed by mail, answered by its coordinators, its state seen by a link."""

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.models import JoinLink, JoinRequest, JoinState, Network
from directory.models.joining import UNANSWERED
from directory.models.revision import one_step
from directory.services.confirm import find_link
from directory.services.decide import CannotDecide
from directory.services.mail import write
from directory.services.receive import Sending, spend_allowance
from directory.services.senders import ask_sender


def ask_to_join(*, network: Network, email: str, sending: Sending, **told) -> None:
    """Take in a request and ask its sender to confirm it; one that waits already takes the new words until it is confirmed.

    ``told`` are the organisation, the answers, the message and the language. What the sender is told must not depend on what
    is known of the address. Raises ``TooManySent``; then nothing is stored.
    """
    if sending.trap:
        return
    with one_step():
        spend_allowance(sending, "join", email)
        earlier = JoinRequest.objects.filter(network=network, sender_email=email, state__in=UNANSWERED).first()
        if earlier is None:
            JoinRequest.objects.create(network=network, sender_email=email, **told)
        elif earlier.state == JoinState.UNCONFIRMED:
            JoinRequest.objects.filter(pk=earlier.pk).update(**told)
        ask_sender(email, told["language"])


def find_request(token: str) -> JoinRequest | None:
    """Return the request that the link with this token is about; None when there is none."""
    link = find_link(_links(), token)
    return link.join_request if link else None


def accept(*, asked: JoinRequest, reply: str, by: User) -> None:
    """Welcome whoever asked, by mail. Who is a member on the map is told in the network's own list."""
    _decide(asked, JoinState.ACCEPTED, reply)


def decline(*, asked: JoinRequest, reply: str, by: User) -> None:
    """Tell whoever asked why not; ``CannotDecide`` without a word."""
    if not reply.strip():
        raise CannotDecide(_("Tell the sender why."))
    _decide(asked, JoinState.DECLINED, reply)


def _decide(asked: JoinRequest, state: str, reply: str) -> None:
    with one_step():
        asked.refresh_from_db(fields=["state"])
        if not asked.is_waiting:
            raise CannotDecide(_("It has already been answered."))
        asked.state, asked.reply, asked.decided_at = state, reply, timezone.now()
        asked.save()
        with override(asked.language):
            subject = _("Your request to join %(network)s") % {"network": asked.network}
            write("join_answered", to=asked.sender_email, subject=subject, asked=asked)


def _links() -> QuerySet[JoinLink]:
    return JoinLink.objects.valid().select_related("join_request__network")
