"""Writing mail to the outbox, and sending what waits there, each under the one Message-ID it was given when written."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator

from directory.models import OutgoingMail
from directory.text import clean_line

LONGEST_SUBJECT = 200

log = logging.getLogger(__name__)


def write(letter: str, *, to: str, subject: str, is_for_receiver_alone: bool = False, ends_by: str = "", **told) -> OutgoingMail:
    """Put a mail in the outbox, in the language that is active: the template ``letter``, filled with what is ``told``.

    ``ends_by`` is the path at which its receiver, or their mail program, ends more of the same.
    """
    about_us = {"site": settings.SITE_ADDRESS, "answers_to": settings.CURATOR_EMAIL}
    return OutgoingMail.objects.create(
        to=to,
        subject=Truncator(clean_line(subject)).chars(LONGEST_SUBJECT),
        body=render_to_string(f"directory/mail/{letter}.txt", told | about_us),
        is_for_receiver_alone=is_for_receiver_alone,
        ends_by=ends_by,
    )


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
    end = {"List-Unsubscribe": f"<{settings.SITE_ADDRESS}{mail.ends_by}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.to],
        reply_to=[settings.CURATOR_EMAIL] if settings.CURATOR_EMAIL else None,
        headers={
            "Message-ID": f"<{mail.message_id}@{urlsplit(settings.SITE_ADDRESS).hostname}>",
            "Auto-Submitted": "auto-generated",
            **(end if mail.ends_by else {}),
        },
    )
