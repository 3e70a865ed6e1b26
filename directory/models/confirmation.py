"""Links sent by mail, by which whoever reads an address says that they meant it. Private."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailedLinkQuerySet(models.QuerySet):
    def usable(self):
        """Links that nobody has used yet, sent no longer ago than they are valid."""
        return self.valid().filter(used_at__isnull=True)

    def valid(self):
        """Links that may still be followed, used or not."""
        return self.filter(sent_at__gte=timezone.now() - self.model.VALID)

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
    def is_valid(self) -> bool:
        return self.sent_at >= timezone.now() - self.VALID

    @property
    def is_usable(self) -> bool:
        return self.used_at is None and self.is_valid


class SenderLink(MailedLink):
    """A link by which whoever reads an address says which of all that was sent with it is theirs."""

    email = models.EmailField(_("e-mail address"), db_index=True)

    class Meta(MailedLink.Meta):
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")

    def __str__(self):
        return self.email
