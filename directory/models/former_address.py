"""Addresses that led somewhere once, and lead on for ever: of what was merged into another, and of what was given a new one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.models.agency import Agency
from directory.models.fields import Check
from directory.models.network import Network


class FormerAddressQuerySet(models.QuerySet):
    def of(self, row: Network | Agency):
        """The addresses that lead to ``row`` now."""
        return self.filter(**{row._meta.model_name: row.pk})

    def once_of(self, model: type[Network] | type[Agency]):
        """The former addresses of all networks, or of all agencies; the two are series of their own."""
        return self.filter(**{f"{model._meta.model_name}__isnull": False})


class FormerAddress(models.Model):
    """The address name that a network or an agency had once, and where it leads now: straight to the page of today.

    ``merged_key`` is the key of the row that was merged into another, if that is why the address is a former one.
    """

    is_public = True

    slug = models.SlugField(_("address name"), max_length=120)
    network = models.ForeignKey(
        Network, models.CASCADE, null=True, blank=True, related_name="former_addresses", verbose_name=_("network")
    )
    agency = models.ForeignKey(
        Agency, models.CASCADE, null=True, blank=True, related_name="former_addresses", verbose_name=_("agency")
    )
    merged_key = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    history = HistoricalRecords()

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            Check(
                condition=Q(network__isnull=False, agency__isnull=True) | Q(network__isnull=True, agency__isnull=False),
                name="former_address_leads_to_one_page",
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(network__isnull=False), name="former_address_of_a_network_is_known_once"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(agency__isnull=False), name="former_address_of_an_agency_is_known_once"
            ),
        ]

    def __str__(self):
        return self.slug

    @property
    def leads_to(self) -> Network | Agency:
        return self.network or self.agency

    def networks_shown_differently(self) -> set[int]:
        """None: no list shows it."""
        return set()
