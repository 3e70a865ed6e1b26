"""Links sent by mail, by which whoever reads an address says that they meant it. Private."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailedLinkQuerySet(models.QuerySet):
    def usable(self):
        """Links that nobody has used yet, sent no longer ago than they are valid."""
        return self.filter(used_at__isnull=True, sent_at__gte=timezone.now() - MailedLink.VALID)

    def sent_today(self):
        """Links sent since midnight, where the site is."""
        return self.filter(sent_at__gte=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0))


class MailedLink(models.Model):
    """One link that was sent, known by the hash of its token; what it confirms is told by the model that inherits this."""

    is_public = False
    VALID = datetime.timedelta(days=7)

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), editable=False)
    used_at = models.DateTimeField(_("used"), null=True, editable=False)

    objects = MailedLinkQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-sent_at"]

    @property
    def is_usable(self) -> bool:
        return self.used_at is None and self.sent_at >= timezone.now() - self.VALID
