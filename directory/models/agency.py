"""The organisations that buy, and where they take part."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.models.fields import Check, DerivedField, plausible_year
from directory.models.network import EditorialState
from directory.models.taxonomy import AgencyKind, County
from directory.text import fold, lines


class AgencyQuerySet(models.QuerySet):
    def in_published_networks(self):
        """Agencies a reader may see: those that are members of a published network."""
        memberships = Membership.objects.filter(agency=models.OuterRef("pk"), network__editorial_state=EditorialState.PUBLISHED)
        return self.filter(models.Exists(memberships))

    def by_any_name(self) -> dict[str, "Agency"]:
        """Return the agencies by folded name and by each folded other name; own names win."""
        agencies = list(self)
        others = {fold(name): agency for agency in agencies for name in agency.other_name_list if fold(name)}
        return others | {agency.folded_name: agency for agency in agencies}


class Agency(models.Model):
    """An organisation that is a member of networks: an authority, a municipality, a company owned by one …

    Two spellings of one name are the same agency: the folded name is unique, other names are kept with it.
    """

    is_public = True

    name = models.CharField(_("name"), max_length=200)
    folded_name = DerivedField(max_length=250, source="name", by="fold")
    sort_key = DerivedField(max_length=500, source="name", by="sort_key", db_index=True)
    slug = models.SlugField(_("address name"), max_length=120, unique=True)
    other_names = models.TextField(_("other names"), blank=True, help_text=_("One on each line."))
    kind = models.ForeignKey(AgencyKind, models.PROTECT, null=True, blank=True, verbose_name=_("kind"))
    county = models.ForeignKey(County, models.PROTECT, null=True, blank=True, verbose_name=_("county"))
    country = models.CharField(_("country"), max_length=2, null=True, blank=True, help_text=_("Two letters, such as SE."))
    organisation_number = models.CharField(_("organisation number"), max_length=11, null=True, blank=True, unique=True)
    history = HistoricalRecords()

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.UniqueConstraint(
                fields=["folded_name"],
                name="agency_name_is_unique",
                violation_error_message=_("There is already an agency of that name."),
            ),
            Check(condition=~Q(name=""), name="agency_has_a_name", violation_error_message=_("An agency needs a name.")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:agency-detail", args=[self.slug])

    def clean(self):
        """Refuse a second spelling of another agency's name: forms cannot see the constraint on a derived field."""
        folded = self._meta.get_field("folded_name").derive(self)
        if Agency.objects.filter(folded_name=folded).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("There is already an agency of that name.")})

    @property
    def other_name_list(self) -> list[str]:
        return lines(self.other_names)

    def networks_shown_differently(self) -> set[int]:
        """Those it is or was a member of, whose lists of members are searched."""
        return set(self.memberships.values_list("network_id", flat=True))


class Membership(models.Model):
    """That an agency takes part in a network, and since when."""

    is_public = True

    network = models.ForeignKey("directory.Network", models.CASCADE, related_name="memberships", verbose_name=_("network"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships", verbose_name=_("agency"))
    joined_year = models.PositiveSmallIntegerField(_("joined in"), null=True, blank=True)
    left_year = models.PositiveSmallIntegerField(_("left in"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["agency__sort_key"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "agency"],
                name="membership_is_once_per_agency",
                violation_error_message=_("This agency is already a member of the network."),
            ),
            plausible_year("joined_year", "membership"),
            plausible_year("left_year", "membership"),
            Check(
                condition=Q(left_year__isnull=True) | Q(joined_year__isnull=True) | Q(left_year__gte=F("joined_year")),
                name="membership_ends_after_it_began",
                violation_error_message=_("A membership cannot end before it began."),
            ),
        ]

    def __str__(self):
        return f"{self.agency} – {self.network}"

    def networks_shown_differently(self) -> set[int]:
        return {self.network_id}
