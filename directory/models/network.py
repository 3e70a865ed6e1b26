"""Networks: what they are for, who may join, how they meet, and where we know it from."""

import datetime
from contextlib import contextmanager

from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.models.fields import Check, DerivedField, PartialDateField, one_of, plausible_year
from directory.models.taxonomy import AgencyKind, County, CpvDivision, Exchange, FocusArea
from directory.text import lines, site_host

MOST_QUESTIONS = 5


class EditorialState(models.TextChoices):
    """Where an entry stands with the curators. Only what is published is public."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Life(models.TextChoices):
    """How a network is doing, by its own account."""

    FORMING = "forming", _("Forming")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    SEEKING_COORDINATOR = "seeking_coordinator", _("Looking for a coordinator")
    ENDED = "ended", _("Ended")


class LifeBasis(models.TextChoices):
    """What the statement of a network's life rests on."""

    DATED_2022_OR_LATER = "dated_2022_or_later", _("a page dated 2022 or later")
    DATED_2020_2021 = "dated_2020_2021", _("a page dated 2020 or 2021")
    UNDATED_PRESENT_TENSE = "undated_present_tense", _("an undated page in the present tense")
    OLDER_PAGE_ONLY = "older_page_only", _("an older page only")
    STATED_CLOSED = "stated_closed_or_project_ended", _("a page that says it has closed or that the project ended")


class Openness(models.TextChoices):
    """Who may come in. Not the same as who may see the page."""

    OPEN = "open", _("Open to join")
    APPLICATION = "application", _("By application")
    INVITATION = "invitation", _("By invitation")
    CLOSED = "closed", _("Closed to new members")


class Level(models.TextChoices):
    """How wide a network reaches."""

    LOCAL = "local", _("Local")
    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")
    NORDIC = "nordic", _("Nordic")
    EUROPEAN = "european", _("European")
    INTERNATIONAL = "international", _("International")


class NetworkKind(models.TextChoices):
    """What sort of cooperation it is."""

    PEER_NETWORK = "peer_network", _("Peer network")
    PROFESSIONAL_ASSOCIATION = "professional_association", _("Professional association")
    WORKING_GROUP = "working_group", _("Working group")
    BUYER_GROUP = "buyer_group", _("Buyer group")
    BUYER_COOPERATION = "buyer_cooperation", _("Buyer cooperation")
    JOINT_PROCUREMENT_BODY = "joint_procurement_body", _("Joint procurement body")
    AGENCY_NETWORK = "agency_network", _("Network of agencies")
    ALLIANCE = "alliance", _("Alliance")
    PROGRAMME = "programme", _("Programme")
    FORUM = "forum", _("Forum")
    ONLINE_COMMUNITY = "online_community", _("Online community")


class MeetingMode(models.TextChoices):
    """How people meet."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("Hybrid")


class Confidence(models.TextChoices):
    """How sure the catalogue was of what the sources said, not of whether it is still true."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Role(models.TextChoices):
    """In what role somebody confirmed an entry."""

    COORDINATOR = "coordinator", _("coordinator")
    MEMBER = "member", _("member")
    CURATOR = "curator", _("curator")


class ContentLanguage(models.TextChoices):
    """The language a network's own words are in."""

    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")


class NetworkQuerySet(models.QuerySet):
    def published(self):
        """Networks that readers see."""
        return self.filter(editorial_state=EditorialState.PUBLISHED)

    def editable_by(self, user):
        """Networks whose public facts this user may edit, having signed in as one of their coordinators."""
        return self.published().filter(coordinators__user=user) if user.is_authenticated else self.none()

    def with_page(self):
        """Fetch all that a network's page shows, in a number of queries that does not grow with its rows."""
        from directory.models.relation import Relation

        published = EditorialState.PUBLISHED
        return self.prefetch_related(
            "focus_areas", "counties", "admits", "cpv_divisions", "exchanges", "rhythms", "sources", "channels",
            Prefetch("relations_out", Relation.objects.filter(target__editorial_state=published).select_related("target")),
            Prefetch("relations_in", Relation.objects.filter(origin__editorial_state=published).select_related("origin")),
            "memberships__agency__county", "memberships__agency__kind",
        )  # fmt: skip


class Network(models.Model):
    """A group of public buyers who learn from each other or buy together.

    Editorial state (the curators'), life and openness (the network's own) are three separate facts.
    Null means "not stated", never "no"; an empty text means that nobody has written one.
    """

    is_public = True

    name = models.CharField(_("name"), max_length=200)
    folded_name = DerivedField(max_length=250, source="name", by="fold", db_index=True)
    sort_key = DerivedField(max_length=500, source="name", by="sort_key", db_index=True)
    slug = models.SlugField(_("address name"), max_length=120, unique=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    other_names = models.TextField(_("other names"), blank=True, help_text=_("One on each line."))
    editorial_state = models.CharField(_("publication"), max_length=20, choices=EditorialState, default=EditorialState.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    purpose = models.TextField(_("purpose"))
    language = models.CharField(
        _("language of its texts"), max_length=2, choices=ContentLanguage, default=ContentLanguage.SWEDISH
    )
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    kind = models.CharField(_("kind of network"), max_length=40, choices=NetworkKind, null=True, blank=True)
    focus_areas = models.ManyToManyField(FocusArea, verbose_name=_("focus areas"), related_name="networks", blank=True)
    cpv_divisions = models.ManyToManyField(CpvDivision, verbose_name=_("CPV divisions"), related_name="networks", blank=True)
    exchanges = models.ManyToManyField(Exchange, verbose_name=_("what is exchanged"), related_name="networks", blank=True)

    level = models.CharField(_("level"), max_length=20, choices=Level, null=True, blank=True)
    country = models.CharField(_("country"), max_length=2, null=True, blank=True, help_text=_("Two letters, such as SE."))
    counties = models.ManyToManyField(County, verbose_name=_("counties"), related_name="networks", blank=True)
    area = models.CharField(_("area outside the county list"), max_length=200, blank=True)

    life = models.CharField(_("status"), max_length=30, choices=Life, null=True, blank=True)
    life_basis = models.CharField(_("status according to"), max_length=40, choices=LifeBasis, null=True, blank=True)
    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    founded_note = models.TextField(_("note on the founding"), blank=True)
    ended_year = models.PositiveSmallIntegerField(_("ended in"), null=True, blank=True)
    ended_reason = models.TextField(_("why it ended"), blank=True)
    origin = models.TextField(_("origin"), blank=True)

    openness = models.CharField(_("openness"), max_length=20, choices=Openness, null=True, blank=True)
    admits = models.ManyToManyField(AgencyKind, verbose_name=_("who can join"), related_name="admitted_by", blank=True)
    admission_note = models.TextField(_("note on who can join"), blank=True)
    how_to_join = models.TextField(_("how to join"), blank=True)
    join_questions = models.TextField(
        _("questions to whoever would join"),
        blank=True,
        help_text=_("One on each line, five at most. Asked in the form by which one asks to join."),
    )
    contact_email = models.EmailField(
        _("function mailbox"), blank=True, help_text=_("Shown to all. Never a person's own address.")
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    linkedin = models.URLField("LinkedIn", max_length=500, blank=True)

    stated_size = models.PositiveIntegerField(_("stated size"), null=True, blank=True)
    stated_size_unit = models.CharField(_("size counted in"), max_length=120, blank=True)
    stated_size_as_of = PartialDateField(_("size as of"), blank=True)
    rhythm_note = models.TextField(_("note on the meetings"), blank=True)

    confidence = models.CharField(_("confidence in the sources"), max_length=10, choices=Confidence, null=True, blank=True)
    doubts = models.TextField(_("doubts"), blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by a"), max_length=20, choices=Role, null=True, blank=True)

    history = HistoricalRecords(m2m_fields=[focus_areas, cpv_divisions, exchanges, counties, admits])

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [
            one_of("editorial_state", EditorialState, "network"),
            one_of("life", Life, "network"),
            one_of("life_basis", LifeBasis, "network"),
            one_of("openness", Openness, "network"),
            one_of("level", Level, "network"),
            one_of("kind", NetworkKind, "network"),
            one_of("confidence", Confidence, "network"),
            one_of("confirmed_by", Role, "network"),
            one_of("language", ContentLanguage, "network"),
            plausible_year("founded_year", "network"),
            plausible_year("ended_year", "network"),
            Check(
                condition=~Q(name=""), name="network_has_a_name", violation_error_message=_("A network needs a name.")
            ),
            Check(
                condition=Q(ended_year__isnull=True) | Q(life=Life.ENDED, life__isnull=False),
                name="network_ended_year_means_ended",
                violation_error_message=_("Only a network that has ended has a year it ended in."),
            ),
            Check(
                condition=Q(ended_year__isnull=True) | Q(founded_year__isnull=True) | Q(ended_year__gte=F("founded_year")),
                name="network_ended_after_it_was_founded",
                violation_error_message=_("A network cannot end before it was founded."),
            ),
            Check(
                condition=Q(stated_size__isnull=True) | Q(stated_size__gt=0),
                name="network_stated_size_is_positive",
                violation_error_message=_("A size is at least one."),
            ),
            Check(
                condition=Q(confirmed_on__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_on__isnull=False, confirmed_by__isnull=False),
                name="network_confirmation_has_date_and_role",
                violation_error_message=_("A confirmation has both a date and a role."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if self.is_published and self.published_at is None:
            self.published_at = timezone.now()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("directory:network-detail", args=[self.slug])

    @contextmanager
    def as_one_change(self):
        """Let all that is written of this network inside, its lists included, be one entry of its history.

        Saving and each list would otherwise make an entry of their own, the first ones with lists half filled.
        """
        is_new = self._state.adding
        self.skip_history_when_saving = True
        try:
            yield self
        finally:
            del self.skip_history_when_saving
        post_save.send(sender=type(self), instance=self, created=is_new, raw=False, using=self._state.db, update_fields=None)

    @property
    def is_published(self) -> bool:
        return self.editorial_state == EditorialState.PUBLISHED

    @property
    def has_ended(self) -> bool:
        return self.life == Life.ENDED

    @property
    def other_name_list(self) -> list[str]:
        return lines(self.other_names)

    @property
    def join_question_list(self) -> list[str]:
        return lines(self.join_questions)[:MOST_QUESTIONS]

    @property
    def can_be_asked(self) -> bool:
        """Whether somebody can ask here to join: it lives, takes new members, and has a coordinator who gets the mail."""
        takes_members = not self.has_ended and self.openness != Openness.CLOSED
        return takes_members and self.coordinators.reachable().exists()

    @property
    def site_host(self) -> str:
        """The host of its website, by which two entries for one network are recognised."""
        return site_host(self.website)

    @property
    def meetings_per_year(self) -> int | None:
        """The stated number of meetings a year over all modes; None when no number is stated."""
        stated = [rhythm.per_year for rhythm in self.rhythms.all() if rhythm.per_year is not None]
        return sum(stated) if stated else None

    @property
    def latest_source_date(self) -> str:
        """The date of the latest dated source, to the day, month or year; empty when none is dated."""
        return max((source.page_date for source in self.sources.all()), default="")

    @property
    def true_as_of(self) -> datetime.date:
        """The day on which somebody last vouched for all that is said of it; of a published network."""
        return last_vouched_for(self.published_at, self.confirmed_on)

    def networks_shown_differently(self) -> set[int]:
        """Return the ids of the networks that lists show differently when this row has changed."""
        return {self.pk}


def last_vouched_for(published_at: datetime.datetime, confirmed_on: datetime.date | None) -> datetime.date:
    """Return the later of the days on which a network was published and confirmed."""
    published_on = timezone.localdate(published_at)
    return max(published_on, confirmed_on) if confirmed_on else published_on


class Rhythm(models.Model):
    """How a network meets in one mode: how many times a year, as far as either is stated."""

    is_public = True

    network = models.ForeignKey(Network, models.CASCADE, related_name="rhythms", verbose_name=_("network"))
    mode = models.CharField(_("mode"), max_length=20, choices=MeetingMode, null=True, blank=True)
    per_year = models.PositiveSmallIntegerField(_("times a year"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["mode"]
        verbose_name = _("rhythm")
        verbose_name_plural = _("rhythms")
        constraints = [
            one_of("mode", MeetingMode, "rhythm"),
            models.UniqueConstraint(
                fields=["network", "mode"],
                name="rhythm_mode_is_stated_once",
                violation_error_message=_("Each mode is stated once."),
            ),
            models.UniqueConstraint(
                fields=["network"],
                condition=Q(mode__isnull=True),
                name="rhythm_without_mode_is_stated_once",
                violation_error_message=_("Meetings of unstated mode are stated once."),
            ),
            Check(
                condition=Q(mode__isnull=False) | Q(per_year__isnull=False),
                name="rhythm_states_something",
                violation_error_message=_("State the mode, the number of meetings a year, or both."),
            ),
            Check(
                condition=Q(per_year__isnull=True) | Q(per_year__range=(1, 366)),
                name="rhythm_per_year_is_plausible",
                violation_error_message=_("Write a number between 1 and 366."),
            ),
        ]

    def __str__(self):
        return f"{self.network}: {self.per_year or '?'} × {self.get_mode_display() or '?'}"

    def networks_shown_differently(self) -> set[int]:
        return {self.network_id}


class Source(models.Model):
    """A page that a network's entry rests on, and that page's own date as far as it states one."""

    is_public = True

    network = models.ForeignKey(Network, models.CASCADE, related_name="sources", verbose_name=_("network"))
    url = models.URLField(_("address"), max_length=500)
    page_date = PartialDateField(_("date of the page"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-page_date", "url"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "url"], name="source_is_named_once", violation_error_message=_("This source is already named.")
            )
        ]

    def __str__(self):
        return self.url

    @property
    def host(self) -> str:
        return site_host(self.url)

    def networks_shown_differently(self) -> set[int]:
        """None: sources stand on the network's own page only."""
        return set()
