"""Whether the links on the map still lead where they did."""

import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.fields import one_of


class LinkState(models.TextChoices):
    """What was found at an address."""

    UNCHECKED = "unchecked", _("Not looked at yet")
    WORKS = "works", _("Works")
    MISSING = "missing", _("Was missing once")
    DEAD = "dead", _("Dead")
    CHANGED = "changed", _("Leads elsewhere or is called something else")
    SILENT = "silent", _("Could not be looked at")


class LinkCheckQuerySet(models.QuerySet):
    def wanting(self):
        """Links that a curator should see to."""
        return self.filter(state__in=(LinkState.DEAD, LinkState.CHANGED))

    def claim(self, now: datetime.datetime) -> "LinkCheck | None":
        """Take the link that is due since longest for an hour, in which no other worker takes it."""
        with transaction.atomic():
            link = self.filter(due_at__lte=now).select_for_update(skip_locked=True).order_by("due_at").first()
            if link:
                link.due_at = now + datetime.timedelta(hours=1)
                link.save(update_fields=["due_at"])
            return link


class LinkCheck(models.Model):
    """An address that stands on the map, what was found there last, and what was there when somebody last said it was right.

    ``missing_since`` is when it first answered that nothing is there, in a row of such answers.
    """

    is_public = False

    url = models.URLField(_("address"), max_length=500, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=LinkState, default=LinkState.UNCHECKED, editable=False)
    due_at = models.DateTimeField(_("next look"), default=timezone.now, editable=False, db_index=True)
    looked_at = models.DateTimeField(_("last look"), null=True, editable=False)
    answer = models.CharField(_("answer"), max_length=200, editable=False)
    missing_since = models.DateTimeField(_("missing since"), null=True, editable=False)
    host = models.CharField(_("host that was right"), max_length=300, editable=False)
    title = models.CharField(_("title that was right"), max_length=200, editable=False)
    host_now = models.CharField(_("host now"), max_length=300, editable=False)
    title_now = models.CharField(_("title now"), max_length=200, editable=False)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [one_of("state", LinkState, "linkcheck")]

    def __str__(self):
        return self.url
