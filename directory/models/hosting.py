"""Turns to host that were swapped or passed; who has hosted is told by the meetings themselves."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.models.agency import Agency
from directory.models.fields import Check, one_of
from directory.models.network import Network


class TurnChangeKind(models.TextChoices):
    """What was done with a turn."""

    SWAPPED = "swapped", _("Swapped")
    PASSED = "passed", _("Passed")


class TurnChange(models.Model):
    """That a member let its turn to host pass, or exchanged it with another's, and why."""

    is_public = True

    network = models.ForeignKey(Network, models.CASCADE, related_name="turn_changes", verbose_name=_("network"))
    kind = models.CharField(_("what was done"), max_length=20, choices=TurnChangeKind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="turn_changes", verbose_name=_("agency"))
    other = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="turns_taken_over", verbose_name=_("swapped with")
    )
    reason = models.CharField(_("why"), max_length=200)
    made_on = models.DateField(_("day"), default=timezone.localdate)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name = _("change of turns")
        verbose_name_plural = _("changes of turns")
        constraints = [
            one_of("kind", TurnChangeKind, "turnchange"),
            Check(
                condition=Q(kind=TurnChangeKind.SWAPPED, other__isnull=False) | Q(kind=TurnChangeKind.PASSED, other__isnull=True),
                name="turnchange_swap_has_two",
                violation_error_message=_("A swap is between two, and a turn that passes is one's own."),
            ),
            Check(
                condition=Q(other__isnull=True) | ~Q(agency=F("other")),
                name="turnchange_swap_is_with_another",
                violation_error_message=_("Nobody swaps with themselves."),
            ),
        ]

    def __str__(self):
        names = f"{self.agency} ↔ {self.other}" if self.other_id else str(self.agency)
        return f"{self.get_kind_display()}: {names}"

    def networks_shown_differently(self) -> set[int]:
        """None: turns stand on the network's own page only."""
        return set()
