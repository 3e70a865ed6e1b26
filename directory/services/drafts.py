"""Saving a registration that is not ready yet, and opening it again by the link that is mailed once a day at most."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.models import Draft, DraftLink
from directory.models.revision import one_step
from directory.services.confirm import find_link, send_link
from directory.services.receive import Sending, spend_allowance

LONGEST = 200_000
"""How many characters of answers are kept, as a form sends them: more than twice what a whole registration may hold."""


def save_draft(*, token: UUID, email: str, answers: str, language: str, sending: Sending) -> None:
    """Keep the answers of a form, in the place of what was saved of it before, and mail the link that leads to them.

    What the sender is told must not depend on what is known of the address. Raises ``TooManySent``; then nothing is stored.
    """
    if sending.trap:
        return
    with one_step():
        spend_allowance(sending, "draft", email)
        told = {"email": email, "answers": answers, "saved_at": timezone.now()}
        Draft.objects.update_or_create(token=token, defaults=told)
        if not DraftLink.objects.sent_today().filter(email=email).exists():
            _send_link(email, language)


def drafts_by(link_token: str) -> QuerySet[Draft]:
    """Return the drafts that the link with this token leads to; none when it is unknown or too old."""
    link = find_link(DraftLink.objects.valid(), link_token)
    kept = Draft.objects.filter(saved_at__gte=timezone.now() - Draft.KEPT)
    return kept.filter(email=link.email) if link else kept.none()


def _send_link(email: str, language: str) -> None:
    with override(language):
        subject = _("Continue your registration on Nätverkskartan")
        send_link(DraftLink(email=email), "continue_draft", to=email, subject=subject, days=DraftLink.VALID.days)
