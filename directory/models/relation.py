"""How networks descend from and belong to one another."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.models.fields import Check, one_of, plausible_year
from directory.models.network import Network


class RelationKind(models.TextChoices):
    """How the first network is related to the second, read as a sentence: A *grew out of* B."""

    GREW_OUT_OF = "grew_out_of", _("grew out of")
    SPLIT_FROM = "split_from", _("split from")
    MERGED_INTO = "merged_into", _("merged into")
    PART_OF = "part_of", _("is part of")
    SISTER_OF = "sister_of", _("is a sister network of")
    REPLACED_BY = "replaced_by", _("was replaced by")


READ_BACKWARDS = {
    RelationKind.GREW_OUT_OF: _("gave rise to"),
    RelationKind.SPLIT_FROM: _("was the origin of"),
    RelationKind.MERGED_INTO: _("took in"),
    RelationKind.PART_OF: _("has as a part"),
    RelationKind.SISTER_OF: _("is a sister network of"),
    RelationKind.REPLACED_BY: _("replaced"),
}


class Relation(models.Model):
    """A typed tie between two networks; sisters are stored once, in either direction."""

    is_public = True

    origin = models.ForeignKey(Network, models.CASCADE, related_name="relations_out", verbose_name=_("network"))
    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind)
    target = models.ForeignKey(Network, models.CASCADE, related_name="relations_in", verbose_name=_("other network"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "year"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            one_of("kind", RelationKind, "relation"),
            plausible_year("year", "relation"),
            Check(
                condition=~Q(origin=F("target")),
                name="relation_joins_two_networks",
                violation_error_message=_("A network cannot be related to itself."),
            ),
            models.UniqueConstraint(
                fields=["origin", "kind", "target"],
                name="relation_is_stated_once",
                violation_error_message=_("This relation is already stated."),
            ),
            models.UniqueConstraint(
                Least("origin", "target"),
                Greatest("origin", "target"),
                condition=Q(kind=RelationKind.SISTER_OF),
                name="relation_sisters_are_stated_once",
                violation_error_message=_("This relation is already stated, from the other network."),
            ),
        ]

    def __str__(self):
        return f"{self.origin} {self.get_kind_display()} {self.target}"

    def networks_shown_differently(self) -> set[int]:
        """None: relations stand on the networks' own pages only."""
        return set()

    @property
    def backwards(self) -> str:
        """The relation as the target would tell it: B *gave rise to* A."""
        return READ_BACKWARDS[self.kind]
