"""What private rows, which have no history, referred to before an action, kept so that it can be undone. Private."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerReference(models.Model):
    """That a private row referred to another one until the action at ``moment``; ``field`` names the column that did."""

    is_public = False

    moment = models.DateTimeField()
    field = models.CharField(max_length=200)
    row_key = models.PositiveBigIntegerField()
    referred_key = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("former reference")
        verbose_name_plural = _("former references")
        constraints = [
            models.UniqueConstraint(fields=["moment", "field", "row_key"], name="former_reference_is_kept_once"),
        ]

    def __str__(self):
        return f"{self.field} {self.row_key}"
