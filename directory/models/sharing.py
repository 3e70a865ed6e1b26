"""What the members of a network give one another between meetings: material, visits to each other's workplaces, channels."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.models.agency import Agency
from directory.models.fields import Check, one_of, plausible_year, refuse_video_link
from directory.models.network import Network
from directory.models.taxonomy import FocusArea


class MaterialKind(models.TextChoices):
    """What a piece of shared material is."""

    TENDER_DOCUMENT = "tender_document", _("Tender document")
    REQUIREMENT_TEXT = "requirement_text", _("Requirement text")
    FOLLOW_UP_TEMPLATE = "follow_up_template", _("Template for follow-up")
    BENCHMARK = "benchmark", _("Benchmark")
    GUIDE = "guide", _("Guide")
    RECORDING = "recording", _("Recording")


class VisitState(models.TextChoices):
    """Whether a visit is yet to be made."""

    OFFERED = "offered", _("Offered")
    HELD = "held", _("Held")


class ChannelKind(models.TextChoices):
    """Where the members of a network talk between meetings."""

    LINKEDIN = "linkedin", _("LinkedIn")
    MAILING_LIST = "mailing_list", _("Mailing list")
    TEAM_SPACE = "team_space", _("Team space")
    PHONE = "phone", _("Telephone")
    OTHER = "other", _("Another way")


class Material(models.Model):
    """Something that a member shares. Open material has a link; of what stays inside the network only that it exists is told."""

    is_public = True

    network = models.ForeignKey(Network, models.CASCADE, related_name="materials", verbose_name=_("network"))
    kind = models.CharField(_("what it is"), max_length=30, choices=MaterialKind)
    title = models.CharField(_("title"), max_length=200)
    is_open = models.BooleanField(_("open to all"), default=True)
    url = models.URLField(_("link"), max_length=500, blank=True, validators=[refuse_video_link])
    focus_area = models.ForeignKey(
        FocusArea, models.PROTECT, null=True, blank=True, related_name="materials", verbose_name=_("focus area")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="materials", verbose_name=_("who shares it")
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = [F("year").desc(nulls_last=True), "title", "pk"]
        verbose_name = _("shared material")
        verbose_name_plural = _("shared material")
        constraints = [
            one_of("kind", MaterialKind, "material"),
            plausible_year("year", "material"),
            Check(condition=~Q(title=""), name="material_has_a_title", violation_error_message=_("Material needs a title.")),
            Check(
                condition=Q(is_open=False, url="") | (Q(is_open=True) & ~Q(url="")),
                name="material_is_linked_if_open",
                violation_error_message=_("Open material has a link, and what stays inside the network has none here."),
            ),
        ]

    def __str__(self):
        return self.title

    def networks_shown_differently(self) -> set[int]:
        return {self.network_id}


class Visit(models.Model):
    """That a member shows at its workplace how it works: offered to the others, or held."""

    is_public = True

    network = models.ForeignKey(Network, models.CASCADE, related_name="visits", verbose_name=_("network"))
    title = models.CharField(_("what is shown"), max_length=200)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("who shows it")
    )
    focus_area = models.ForeignKey(
        FocusArea, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("focus area")
    )
    state = models.CharField(_("status"), max_length=20, choices=VisitState, default=VisitState.OFFERED)
    held_on = models.DateField(_("day"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-state", F("held_on").desc(nulls_last=True), "title", "pk"]
        verbose_name = _("workplace visit")
        verbose_name_plural = _("workplace visits")
        constraints = [
            one_of("state", VisitState, "visit"),
            Check(condition=~Q(title=""), name="visit_has_a_title", violation_error_message=_("Write what is shown.")),
            Check(
                condition=Q(held_on__isnull=True) | Q(state=VisitState.HELD),
                name="visit_has_a_day_if_held",
                violation_error_message=_("Only a visit that was held has a day."),
            ),
        ]

    def __str__(self):
        return self.title

    def networks_shown_differently(self) -> set[int]:
        return {self.network_id}


class Channel(models.Model):
    """Where the members talk between meetings, and what they use it for."""

    is_public = True

    network = models.ForeignKey(Network, models.CASCADE, related_name="channels", verbose_name=_("network"))
    kind = models.CharField(_("channel"), max_length=20, choices=ChannelKind)
    used_for = models.CharField(_("what it is used for"), max_length=200)
    url = models.URLField(
        _("link"),
        max_length=500,
        blank=True,
        validators=[refuse_video_link],
        help_text=_("Only if anyone may see where it leads."),
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints = [
            one_of("kind", ChannelKind, "channel"),
            Check(
                condition=~Q(used_for=""),
                name="channel_has_a_use",
                violation_error_message=_("Write what the channel is used for."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.used_for}"

    def networks_shown_differently(self) -> set[int]:
        """None: channels stand on the network's own page only."""
        return set()
