"""Mail waiting to be sent: written in the transaction that causes it, sent by ``manage.py work``. Private."""

import datetime
import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEASE = datetime.timedelta(minutes=5)
LONGEST_PAUSE = datetime.timedelta(hours=12)


class MailQuerySet(models.QuerySet):
    def due(self):
        """Mail that is neither sent nor being sent, and whose next attempt has come."""
        return self.filter(sent_at__isnull=True, next_attempt_at__lte=timezone.now())

    def claim(self) -> "OutgoingMail | None":
        """Take the next due mail for five minutes, in which no other worker takes it."""
        with transaction.atomic():
            mail = self.due().select_for_update(skip_locked=True).order_by("next_attempt_at").first()
            if mail:
                mail.next_attempt_at = timezone.now() + LEASE
                mail.save(update_fields=["next_attempt_at"])
            return mail


class OutgoingMail(models.Model):
    """One mail to one address. Its Message-ID never changes, so a mail sent twice is recognised as one.

    A mail that holds a link for its receiver alone is shown to nobody else, and gone once it is sent. ``ends_by`` is the path
    at which its receiver ends more of the same.
    """

    is_public = False

    message_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    is_for_receiver_alone = models.BooleanField(default=False, editable=False)
    ends_by = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        indexes = [models.Index(fields=["next_attempt_at"], condition=Q(sent_at__isnull=True), name="outbox_due")]

    def __str__(self):
        return self.subject

    def mark_sent(self) -> None:
        if self.is_for_receiver_alone:
            self.delete()
            return
        self.sent_at, self.last_error = timezone.now(), ""
        self.save(update_fields=["sent_at", "last_error"])

    def mark_failed(self, error: Exception) -> None:
        """Keep the error and wait twice as long as last time before the next attempt, half a day at most."""
        self.attempts += 1
        self.last_error = f"{type(error).__name__}: {error}"
        pause = min(datetime.timedelta(minutes=2 ** min(self.attempts, 16)), LONGEST_PAUSE)
        self.next_attempt_at = timezone.now() + pause
        self.save(update_fields=["attempts", "last_error", "next_attempt_at"])
