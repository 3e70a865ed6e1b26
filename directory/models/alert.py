"""Who is told by mail when something new comes that fits a list they look at. Private."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.confirmation import MailedLink
from directory.models.fields import one_of
from directory.models.network import ContentLanguage

LONGEST_QUERY_STRING = 2_000


class AlertAbout(models.TextChoices):
    """Which list is watched."""

    NETWORKS = "networks", _("Networks")
    MEETINGS = "meetings", _("Meetings")


class AlertRhythm(models.TextChoices):
    """When its reader is told."""

    AT_ONCE = "at_once", _("At once")
    WEEKLY = "weekly", _("Once a week")


class AlertQuerySet(models.QuerySet):
    def due(self, stamp):
        """Confirmed alerts to look at: weekly ones whose week is over, others when the map has become another edition."""
        now = timezone.now()
        is_over = models.Q(rhythm=AlertRhythm.WEEKLY, looked_at__lte=now - Alert.WEEK)
        has_changed = models.Q(rhythm=AlertRhythm.AT_ONCE) & ~models.Q(stamp=stamp)
        is_another_day = models.Q(rhythm=AlertRhythm.AT_ONCE, looked_at__lte=now - datetime.timedelta(days=1))
        return self.filter(is_over | has_changed | is_another_day, confirmed_at__isnull=False)


class Alert(models.Model):
    """That whoever reads an address wants to hear of what is new in a list, asked as its address asks.

    ``known`` are the keys of all that has fitted since it was confirmed: each is told of once. ``stamp`` is the edition of the
    map that was looked at last.
    """

    is_public = False
    WEEK = datetime.timedelta(days=7)

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=ContentLanguage)
    about = models.CharField(_("list"), max_length=20, choices=AlertAbout)
    query = models.CharField(_("what is asked"), max_length=LONGEST_QUERY_STRING, blank=True)
    rhythm = models.CharField(_("when"), max_length=20, choices=AlertRhythm)
    noted_at = models.DateTimeField(_("noted"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)
    stamp = models.UUIDField(null=True, editable=False)
    known = models.JSONField(default=list, editable=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at"]
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            one_of("about", AlertAbout, "alert"),
            one_of("rhythm", AlertRhythm, "alert"),
            models.UniqueConstraint(fields=["email", "about", "query"], name="alert_is_noted_once"),
        ]

    def __str__(self):
        return f"{self.email}: {self.get_about_display()} {self.query}".strip()


class AlertLink(MailedLink):
    """A link by which an alert is confirmed."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="links")

    class Meta(MailedLink.Meta):
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")

    def __str__(self):
        return str(self.alert)
