"""What moved with a merge and has no history of its own, kept so that the merge can be undone. Private."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Merge(models.Model):
    """That one row was merged into another at one moment of the history.

    ``moved`` holds the keys of the private rows that referred to what was merged, by the field that did.
    """

    is_public = False

    moment = models.DateTimeField(unique=True)
    merged_key = models.PositiveBigIntegerField()
    moved = models.JSONField()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")

    def __str__(self):
        return str(self.moment)
