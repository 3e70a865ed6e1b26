"""Corrections by anyone: taken in, taken by a curator, and put right, with the source that says so, or left as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Agency, Correction, CorrectionState, Network, Source
from directory.models.revision import one_step
from directory.services.answer import answer
from directory.services.decide import CannotDecide
from directory.services.receive import Sending, signs_of_spam, spend_allowance
from directory.services.senders import ask_sender
from directory.text import fold


def correct(*, correction: Correction, sending: Sending) -> Correction:
    """Store a correction, ask its sender to confirm the address, if there is one, and return it.

    The same token again returns the first. Raises ``TooManySent``; then nothing is stored or counted.
    """
    with one_step():
        earlier = Correction.objects.filter(token=correction.token).first()
        if earlier:
            return earlier
        spend_allowance(sending, "correction", correction.sender_email)
        spam = signs_of_spam(sending, [correction.message, correction.value], _times_told(correction.message))
        if spam:
            correction.state, correction.decided_at = CorrectionState.SPAM, timezone.now()
        correction.warnings = "\n".join(spam)
        correction.save()
        if correction.sender_email and not spam:
            ask_sender(correction.sender_email, correction.language)
        return correction


def take(*, corrections: QuerySet[Correction], by: AbstractUser) -> int:
    """Let a curator be the one who sees to those that wait and that nobody has taken, and return how many they were."""
    return corrections.waiting().filter(owner__isnull=True).update(owner=by)


def let_go(*, correction: Correction) -> None:
    """Let another curator take the correction."""
    Correction.objects.filter(pk=correction.pk).update(owner=None)


def apply(*, correction: Correction, by: AbstractUser) -> None:
    """Write the plain fact that the correction gives, with its source, and answer the sender.

    Raises ``CannotDecide`` when it gives none, and ``ValidationError`` when it does not go with the other facts.
    """
    why = " ".join(filter(None, (_("Correction %s.") % correction, correction.source_url)))
    with _decided(correction, CorrectionState.DONE, by, why):
        if correction.fact is None:
            raise CannotDecide(_("Correction %s gives no fact. Edit the page, then mark it as put right.") % correction)
        row = corrected(correction)
        row.full_clean()
        row.save()
        if correction.source_url and isinstance(row, Network):
            Source.objects.get_or_create(network=row, url=correction.source_url)


def mark_done(*, correction: Correction, by: AbstractUser) -> None:
    """Note that a curator has put it right on the page, and answer the sender."""
    with _decided(correction, CorrectionState.DONE, by):
        pass


def leave(*, correction: Correction, by: AbstractUser) -> None:
    """Leave the page as it is and tell the sender why; ``CannotDecide`` when there is one and nothing to tell."""
    if correction.sender_email and not correction.answer:
        raise CannotDecide(_("Correction %s is not left without a word to its sender.") % correction)
    with _decided(correction, CorrectionState.DECLINED, by):
        pass


def mark_spam(*, correction: Correction, by: AbstractUser) -> None:
    """Put it aside and tell nobody. It may still be decided otherwise."""
    with _decided(correction, CorrectionState.SPAM, by):
        pass


def corrected(correction: Correction) -> Network | Agency:
    """Return what a correction of a plain fact is about, as it would be, unsaved."""
    row, field = copy(correction.about), correction.fact
    setattr(row, field.attname, field.to_python(correction.value))
    return row


def other_of_double(correction: Correction) -> models.Model | None:
    """Return the row that is said to be the same, known by the end of its address or by its name."""
    if not correction.double_of or correction.about is None:
        return None
    model, said = type(correction.about), correction.double_of
    slug = said.rstrip("/").rpartition("/")[2]
    others = model.objects.exclude(pk=correction.about.pk)
    return others.filter(models.Q(slug=slug) | models.Q(folded_name=fold(said))).first()


@contextmanager
def _decided(correction: Correction, state: str, by: AbstractUser, why: str = "") -> Iterator[None]:
    """Give a correction its decision, in one transaction with what is done inside and with the answer to its sender."""
    with one_step(by=by, why=why):
        correction.refresh_from_db(fields=["state", "network", "agency", "email_confirmed_at", "answered_at"])
        if not correction.is_decidable or correction.state == state:
            raise CannotDecide(_("Correction %s has already been decided.") % correction)
        correction.state, correction.decided_at = state, timezone.now()
        correction.owner = correction.owner or by
        yield
        correction.save()
        answer(correction)


def _times_told(message: str) -> int:
    return Correction.objects.filter(message=message).count() if message else 0
