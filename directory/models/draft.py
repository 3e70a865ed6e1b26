"""Registrations begun and saved, to be continued from any machine by whoever reads an address. Private."""

import datetime
from urllib.parse import parse_qs

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.confirmation import MailedLink
from directory.models.submission import new_reference


class Draft(models.Model):
    """A registration as it was typed, whether in good order or not. ``token`` is that of its form, and of what it becomes.

    ``answers`` is the form's query string, in which everything that can be typed can be kept.
    """

    is_public = False
    KEPT = datetime.timedelta(days=30)

    token = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(max_length=8, unique=True, default=new_reference, editable=False)
    email = models.EmailField(db_index=True)
    answers = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self):
        return self.reference

    @property
    def name(self) -> str:
        """What the network is called so far."""
        return parse_qs(self.answers).get("name", [""])[0].strip()


class DraftLink(MailedLink):
    """A link by which whoever reads an address opens all drafts that were saved with it, as often as they like."""

    VALID = Draft.KEPT

    email = models.EmailField(db_index=True)

    class Meta(MailedLink.Meta):
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")

    def __str__(self):
        return self.email
