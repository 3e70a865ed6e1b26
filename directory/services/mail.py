"""Sending what waits in the outbox, each mail under the one Message-ID it was given when it was written."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from directory.models import OutgoingMail

log = logging.getLogger(__name__)


def send_next() -> bool:
    """Send the mail that has waited longest, if any is due, and tell whether there was one.

    One that cannot be sent keeps its error and waits for its next attempt.
    """
    mail = OutgoingMail.objects.claim()
    if mail is None:
        return False
    try:
        _message(mail).send()
    except Exception as error:  # whatever a mail server or a faulty mail raises: the others are sent all the same
        log.warning("Mail %s was not sent: %s", mail.pk, error)
        mail.mark_failed(error)
    else:
        mail.mark_sent()
    return True


def send_again(mail: OutgoingMail) -> None:
    """Let an unsent mail be tried at once; a sent one goes out as a new mail, so that no mailbox drops it as known."""
    if mail.sent_at:
        OutgoingMail.objects.create(to=mail.to, subject=mail.subject, body=mail.body)
    else:
        OutgoingMail.objects.filter(pk=mail.pk, sent_at__isnull=True).update(next_attempt_at=timezone.now())


def _message(mail: OutgoingMail) -> EmailMessage:
    return EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.to],
        reply_to=[settings.CURATOR_EMAIL] if settings.CURATOR_EMAIL else None,
        headers={
            "Message-ID": f"<{mail.message_id}@{urlsplit(settings.SITE_ADDRESS).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
