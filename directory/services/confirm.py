"""A link in a mail by which whoever reads it says that they meant it: looking uses nothing up, saying so uses the link.

The token that makes a link unguessable stands in the mail alone; the database knows its hash. What is confirmed decides
what that means: it has links of its own, a model that inherits ``MailedLink``.
"""

import hashlib
import secrets

from django.db.models import QuerySet
from django.utils import timezone

from directory.models.confirmation import MailedLink
from directory.services.mail import write


def send_link(link: MailedLink, letter: str, *, to: str, subject: str, **told) -> None:
    """Store a new link and write the mail that holds it: the template is told the ``token`` beside what is ``told``."""
    token = secrets.token_urlsafe()
    link.token_hash, link.sent_at = _hash(token), timezone.now()
    link.save()
    write(letter, to=to, subject=subject, is_for_receiver_alone=True, token=token, **told)


def find_link(links: QuerySet, token: str) -> MailedLink | None:
    """Return the one of ``links`` that has this token, usable or not; None when none has."""
    return links.filter(token_hash=_hash(token)).first()


def use_link(links: QuerySet, token: str) -> MailedLink | None:
    """Use up the link with this token and return it; None when it is unknown, used or too old.

    Of several who use a link at once, one gets it. Called in a transaction with what the link confirms.
    """
    used = links.usable().filter(token_hash=_hash(token)).update(used_at=timezone.now())
    return find_link(links, token) if used else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
