"""What networks have on their agendas: topics, who brings them, and what came out of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.models.agency import Agency
from directory.models.fields import Check, one_of, refuse_video_link
from directory.models.meeting import Meeting
from directory.models.network import Network
from directory.models.taxonomy import FocusArea


class AgendaKind(models.TextChoices):
    """What is done with a topic at a meeting."""

    CASE = "case", _("The host's case")
    QUESTION = "question", _("Question")
    VISIT = "visit", _("Visit")
    TALK = "talk", _("Talk")
    DECISION = "decision", _("Decision")


class AgendaItem(models.Model):
    """One topic of one meeting, in the meeting's own language. ``network`` is always the meeting's.

    ``outcome`` and ``url`` tell, afterwards, what came out of it.
    """

    is_public = True

    network = models.ForeignKey(Network, models.CASCADE, related_name="agenda_items", editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name=_("meeting"))
    position = models.PositiveSmallIntegerField(_("place in the order"), default=1)
    title = models.CharField(_("topic"), max_length=200)
    kind = models.CharField(_("what it is"), max_length=20, choices=AgendaKind, null=True, blank=True)
    focus_area = models.ForeignKey(
        FocusArea, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("focus area")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name=_("who brings it")
    )
    outcome = models.TextField(_("what came out of it"), blank=True, max_length=2_000, validators=[refuse_video_link])
    url = models.URLField(_("link to what came out"), max_length=500, blank=True, validators=[refuse_video_link])
    history = HistoricalRecords()

    class Meta:
        ordering = ["meeting", "position", "pk"]
        verbose_name = _("topic of a meeting")
        verbose_name_plural = _("topics of meetings")
        constraints = [
            one_of("kind", AgendaKind, "agendaitem"),
            Check(condition=~Q(title=""), name="agendaitem_has_a_title", violation_error_message=_("A topic needs a name.")),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.network_id = self.meeting.network_id
        super().save(*args, **kwargs)

    def networks_shown_differently(self) -> set[int]:
        return {self.network_id}
