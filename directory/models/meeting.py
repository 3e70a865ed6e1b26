"""Meetings, past and coming, dated as exactly as is known."""

import calendar
import datetime
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.models.agency import Agency
from directory.models.fields import Check, one_of, refuse_video_link
from directory.models.network import MeetingMode, Network


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


class MeetingState(models.TextChoices):
    """What has become of a meeting."""

    TENTATIVE = "tentative", _("Tentative")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")
    HELD = "held", _("Held")


class TimeZone(models.TextChoices):
    """Where the clock hangs by which a meeting's times are told."""

    STOCKHOLM = "Europe/Stockholm", _("Stockholm")
    HELSINKI = "Europe/Helsinki", _("Helsinki")
    OSLO = "Europe/Oslo", _("Oslo")
    COPENHAGEN = "Europe/Copenhagen", _("Copenhagen")
    REYKJAVIK = "Atlantic/Reykjavik", _("Reykjavik")
    BRUSSELS = "Europe/Brussels", _("Brussels")
    LONDON = "Europe/London", _("London")
    UTC = "UTC", _("UTC")


IN_CALENDARS = (
    "title", "starts_on", "ends_on", "precision", "start_time", "end_time", "time_zone", "mode", "place", "host_id", "state",
    "capacity", "how_to_take_part", "preparation",
)  # fmt: skip
"""The facts of a meeting whose change a calendar is told of by a higher sequence number."""


def new_uid() -> str:
    """Return an identity that calendars keep through every change of the meeting."""
    return str(uuid.uuid4())


class MeetingQuerySet(models.QuerySet):
    def coming(self, today: datetime.date | None = None):
        """Meetings that may still take place: the last day their date allows is today or later."""
        return self.filter(ends_on__gte=today or timezone.localdate()).order_by("starts_on")


class Meeting(models.Model):
    """One gathering of a network.

    ``starts_on`` and ``ends_on`` span the days the meeting lasts or, when only the month or year is known, the days
    it may have been on. Both are null when no date is known. Times of day are those of a clock in ``time_zone``, and
    known only of meetings known to the day. ``sequence`` counts the changes that calendars must hear of (RFC 5545).
    """

    is_public = True

    network = models.ForeignKey(Network, models.CASCADE, related_name="meetings", verbose_name=_("network"))
    uid = models.CharField(max_length=255, unique=True, default=new_uid, editable=False)
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    precision = models.CharField(_("the date is known"), max_length=10, choices=Precision, null=True, blank=True)
    start_time = models.TimeField(_("from"), null=True, blank=True)
    end_time = models.TimeField(_("to"), null=True, blank=True)
    time_zone = models.CharField(_("time in"), max_length=40, choices=TimeZone, default=TimeZone.STOCKHOLM)
    mode = models.CharField(_("mode"), max_length=20, choices=MeetingMode, null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True, validators=[refuse_video_link])
    host = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="hosted_meetings", verbose_name=_("host agency")
    )
    state = models.CharField(_("status"), max_length=20, choices=MeetingState, default=MeetingState.TENTATIVE)
    capacity = models.CharField(_("places"), max_length=200, blank=True, help_text=_("How many can come, if that is limited."))
    how_to_take_part = models.TextField(
        _("how to take part"),
        blank=True,
        validators=[refuse_video_link],
        help_text=_("Shown to all. Never a link to a video meeting: that is for members."),
    )
    preparation = models.TextField(_("to prepare and bring"), blank=True, validators=[refuse_video_link])
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)
    history = HistoricalRecords(excluded_fields=["sequence", "changed_at"])

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").desc(nulls_last=True), "title"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            one_of("precision", Precision, "meeting"),
            one_of("mode", MeetingMode, "meeting"),
            one_of("state", MeetingState, "meeting"),
            one_of("time_zone", TimeZone, "meeting"),
            Check(
                condition=Q(start_time__isnull=True) | Q(precision=Precision.DAY, precision__isnull=False),
                name="meeting_time_needs_a_day",
                violation_error_message=_("Only a meeting known to the day has a time."),
            ),
            Check(
                condition=Q(end_time__isnull=True) | Q(start_time__isnull=False),
                name="meeting_end_time_needs_a_start",
                violation_error_message=_("Write when it begins as well."),
            ),
            Check(
                condition=Q(end_time__isnull=True) | Q(end_time__gt=F("start_time")) | Q(ends_on__gt=F("starts_on")),
                name="meeting_ends_later_than_it_begins",
                violation_error_message=_("A meeting of one day ends later than it begins."),
            ),
            Check(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True, precision__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, precision__isnull=False),
                name="meeting_date_is_whole",
                violation_error_message=_(
                    "A dated meeting has a first day, a last day and a precision; an undated one has none."
                ),
            ),
            Check(
                condition=Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("A meeting cannot end before it starts."),
            ),
            Check(condition=~Q(title=""), name="meeting_has_a_title", violation_error_message=_("A meeting needs a title.")),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.sequence = self._next_sequence()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sequence", "changed_at"}
        super().save(*args, **kwargs)

    def _next_sequence(self) -> int:
        """Return the stored number, or the next one when calendars will show something else than is stored.

        A meeting that was deleted and comes back has no stored one: it has been written no fewer times than it had changed.
        """
        stored = Meeting.objects.filter(pk=self.pk).values("sequence", *IN_CALENDARS).first() if self.pk else None
        if stored is None:
            return Meeting.history.filter(uid=self.uid).count()
        return stored["sequence"] + any(stored[name] != getattr(self, name) for name in IN_CALENDARS)

    def networks_shown_differently(self) -> set[int]:
        return {self.network_id}

    def is_coming(self, today: datetime.date | None = None) -> bool:
        """Tell whether it may still take place: the last day its date allows is today or later."""
        return self.ends_on is not None and self.ends_on >= (today or timezone.localdate())

    def clean(self):
        """Complete a date from its first day and precision, so that a curator types no more than is known."""
        if self.starts_on and not self.precision:
            self.precision = Precision.DAY
        if self.precision and not self.starts_on:
            raise ValidationError({"starts_on": _("Write the first day, or leave out how exactly the date is known.")})
        if self.starts_on and (self.precision != Precision.DAY or not self.ends_on):
            self.starts_on, self.ends_on = days_covered(self.starts_on, self.precision)


Meeting.history.model._history_excluded_fields = ()
"""An entry makes its row of what it holds, and does not read the two others for each: saving gives them their values."""


def days_covered(first: datetime.date, precision: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of the day, month or year that ``first`` lies in."""
    if precision == Precision.YEAR:
        return first.replace(month=1, day=1), first.replace(month=12, day=31)
    if precision == Precision.MONTH:
        return first.replace(day=1), first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, first
