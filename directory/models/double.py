"""Pairs on the map that may be one and the same, until a curator has merged them or said that they are two. Private."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.agency import Agency
from directory.models.fields import Check, one_of
from directory.models.network import Network


class DoubleKind(models.TextChoices):
    """What the two are."""

    NETWORK = "network", _("Network")
    AGENCY = "agency", _("Agency")


MODELS = {DoubleKind.NETWORK: Network, DoubleKind.AGENCY: Agency}


class DoubleQuerySet(models.QuerySet):
    def waiting(self):
        """Pairs that nobody has looked at."""
        return self.filter(decided_at__isnull=True)


class Double(models.Model):
    """That two networks, or two agencies, told by their keys, may be one, and why we think so."""

    is_public = False

    kind = models.CharField(_("kind"), max_length=20, choices=DoubleKind, editable=False)
    first_key = models.PositiveBigIntegerField(editable=False)
    second_key = models.PositiveBigIntegerField(editable=False)
    why = models.CharField(_("what they share"), max_length=300, editable=False)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    decided_at = models.DateTimeField(_("said to be two"), null=True, editable=False)

    objects = DoubleQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "pk"]
        verbose_name = _("possible double")
        verbose_name_plural = _("possible doubles")
        constraints = [
            one_of("kind", DoubleKind, "double"),
            Check(condition=models.Q(first_key__lt=models.F("second_key")), name="double_is_told_one_way"),
            models.UniqueConstraint(fields=["kind", "first_key", "second_key"], name="double_is_found_once"),
        ]

    def __str__(self):
        return self.why or str(self.pk)

    @property
    def pair(self) -> list[Network | Agency]:
        """The two, those of them that are still there."""
        return list(MODELS[self.kind].objects.filter(pk__in=(self.first_key, self.second_key)).order_by("pk"))
