"""How long what the map says of a network is taken to be true, and the links by which its coordinators say that it is."""

import calendar
import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.confirmation import MailedLink
from directory.models.coordinator import Coordinator

ASKED_AFTER, MARKED_AFTER, HIDDEN_AFTER = 12, 14, 18
"""Months without a confirmation after which coordinators are asked, the page says so, and lists leave the network out."""


def months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months earlier, or the last of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_marked(true_as_of: datetime.date, today: datetime.date) -> bool:
    """Tell whether facts that were true on a day have gone so long without a word that readers are told."""
    return true_as_of <= months_before(today, MARKED_AFTER)


class FreshnessLink(MailedLink):
    """A link by which a coordinator says, without signing in, that a network's page is still right, or that it has ended."""

    VALID = datetime.timedelta(days=365)

    coordinator = models.ForeignKey(Coordinator, models.CASCADE, related_name="freshness_links")

    class Meta(MailedLink.Meta):
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")

    def __str__(self):
        return str(self.coordinator)
