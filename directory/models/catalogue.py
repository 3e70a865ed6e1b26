"""What the last import wrote, so that the next one can tell a curator's change from its own. Private."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedRecord(models.Model):
    """The values one catalogue record held when it was last loaded, by field."""

    is_public = False

    kind = models.CharField(max_length=20)
    record_id = models.CharField(max_length=250)
    object_id = models.PositiveBigIntegerField()
    values = models.JSONField()
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="imported_record_is_known_once")]

    def __str__(self):
        return f"{self.kind} {self.record_id}"
