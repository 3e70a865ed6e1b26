"""Whose is what was sent in: an address is asked by one mail a day, and says by its link which of it is theirs."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.models import Correction, JoinLink, JoinRequest, JoinState, Registration, RegistrationState, SenderLink
from directory.models.revision import one_step
from directory.services.answer import answer
from directory.services.confirm import find_link, send_link, use_link
from directory.services.mail import write

MOST_MAILS_A_DAY = 5
"""To one address, each after the link of the one before was used; so a stranger gets one mail a day."""


@dataclass(frozen=True)
class Unconfirmed:
    """What was sent with an address that has not said yet that it is theirs."""

    registrations: list[Registration]
    corrections: list[Correction]
    join_requests: list[JoinRequest]

    @property
    def references(self) -> list[str]:
        return [one.reference for one in (*self.registrations, *self.corrections, *self.join_requests)]

    def __bool__(self) -> bool:
        return bool(self.references)


def ask_sender(email: str, language: str) -> None:
    """Write a link to the address, unless it has one of today that it has not used; that leads to all that was sent."""
    today = SenderLink.objects.sent_today().filter(email=email)
    if today.filter(used_at__isnull=True).exists() or today.count() >= MOST_MAILS_A_DAY:
        return
    with override(language):
        subject = _("Confirm what you have sent to Nätverkskartan")
        send_link(SenderLink(email=email), "confirm_sender", to=email, subject=subject, days=SenderLink.VALID.days)


def ask_again(reference: str) -> None:
    """Write once more, if that may be today, to whoever sent the registration with this reference and has not confirmed it."""
    with one_step():
        registration = Registration.objects.filter(reference=reference, state=RegistrationState.UNCONFIRMED).first()
        if registration:
            ask_sender(registration.sender_email, registration.language)


def find_sender(token: str) -> SenderLink | None:
    """Return the link with this token, if it may still be followed."""
    return find_link(SenderLink.objects.valid(), token)


def unconfirmed_of(email: str) -> Unconfirmed:
    """Return what waits for the address to confirm it."""
    registrations = Registration.objects.filter(sender_email=email, state=RegistrationState.UNCONFIRMED)
    corrections = Correction.objects.unconfirmed().filter(sender_email=email)
    return Unconfirmed(
        list(registrations.select_related("network")),
        list(corrections.select_related("network", "agency")),
        list(JoinRequest.objects.unconfirmed().filter(sender_email=email).select_related("network")),
    )


def confirm_sent(token: str, references: list[str]) -> bool:
    """Confirm, by the link with this token, what has these references, and tell whether anything was.

    Only a link that confirms something is used up.
    """
    with one_step():
        link = find_sender(token)
        unconfirmed = unconfirmed_of(link.email) if link else Unconfirmed([], [], [])
        if not set(references) & set(unconfirmed.references) or not use_link(SenderLink.objects.all(), token):
            return False
        for registration in unconfirmed.registrations:
            if registration.reference in references:
                _let_wait(registration)
        for correction in unconfirmed.corrections:
            if correction.reference in references:
                _let_be_answered(correction)
        for asked in unconfirmed.join_requests:
            if asked.reference in references:
                _reach(asked)
        return True


def _reach(asked: JoinRequest) -> None:
    """Let a request that its sender has confirmed reach the coordinators, and mail the sender the link that tells its state."""
    asked.state, asked.confirmed_at = JoinState.WAITING, timezone.now()
    asked.save(update_fields=["state", "confirmed_at"])
    for coordinator in asked.network.coordinators.reachable():
        with override(asked.network.language):
            subject = _("%(organisation)s asks to join %(network)s") % {
                "organisation": asked.organisation,
                "network": asked.network,
            }
            write("join_asked", to=coordinator.user.email, subject=subject, asked=asked)
    with override(asked.language):
        subject = _("You have asked to join %(network)s") % {"network": asked.network}
        link, days = JoinLink(join_request=asked), JoinLink.VALID.days
        send_link(link, "join_sent", to=asked.sender_email, subject=subject, asked=asked, days=days)


def _let_wait(registration: Registration) -> None:
    """Put the registration in the queue for a decision."""
    registration.state, registration.confirmed_at = RegistrationState.WAITING, timezone.now()
    registration.save(update_fields=["state", "confirmed_at"])


def _let_be_answered(correction: Correction) -> None:
    """Let the sender hear what is decided, at once if it is."""
    correction.email_confirmed_at = timezone.now()
    correction.save(update_fields=["email_confirmed_at"])
    answer(correction)
