"""The private calendar of somebody's networks. Private."""

import secrets

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _


class PrivateCalendar(models.Model):
    """The key of somebody's calendar address: another key, and the old address leads nowhere."""

    is_public = False

    user = models.OneToOneField(User, models.CASCADE, related_name="private_calendar", verbose_name=_("user"))
    key = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe, editable=False)

    class Meta:
        verbose_name = _("private calendar")
        verbose_name_plural = _("private calendars")

    def __str__(self):
        return str(self.user)
