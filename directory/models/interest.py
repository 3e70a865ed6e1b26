"""Interest before there is a network: which topics, and, private, who waits for them."""

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.confirmation import MailedLink
from directory.models.network import ContentLanguage
from directory.models.taxonomy import AgencyKind, County, FocusArea


class TopicQuerySet(models.QuerySet):
    def with_waiting(self):
        """Count in ``waiting`` the confirmed interests of each topic."""
        return self.annotate(waiting=Count("interests", filter=Q(interests__confirmed_at__isnull=False)))

    def unattended(self):
        """Topics that have had enough who wait, and that no curator has seen to yet."""
        return self.filter(ripe_at__isnull=False, attended_at__isnull=True)


class Topic(models.Model):
    """What a network might be about: a focus area, and where or among whom, if that is said.

    ``ripe_at`` is when so many waited that the curators were told, once; ``attended_at`` when one of them saw to it.
    """

    is_public = False
    RIPE = 3
    """How many must wait before the curators are told."""

    focus_area = models.ForeignKey(FocusArea, models.CASCADE, verbose_name=_("focus area"), related_name="topics")
    county = models.ForeignKey(County, models.CASCADE, null=True, blank=True, verbose_name=_("county"), related_name="topics")
    agency_kind = models.ForeignKey(
        AgencyKind, models.CASCADE, null=True, blank=True, verbose_name=_("kind of agency"), related_name="topics"
    )
    ripe_at = models.DateTimeField(_("enough wait since"), null=True, blank=True, editable=False)
    attended_at = models.DateTimeField(_("seen to"), null=True, blank=True, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["focus_area", "county", "agency_kind"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.UniqueConstraint(
                "focus_area", Coalesce("county", 0), Coalesce("agency_kind", 0), name="topic_is_known_once"
            ),
        ]  # fmt: skip

    def __str__(self):
        among = self.agency_kind and self.agency_kind.name_plural
        return ", ".join(str(part) for part in (self.focus_area, self.county, among) if part)


class InterestQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)


class Interest(models.Model):
    """That somebody at an agency waits for a network about a topic. Who they are is private; how many they are is public.

    An address waits for a topic once. Unconfirmed, it counts for nothing.
    """

    is_public = False

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="interests", verbose_name=_("topic"))
    email = models.EmailField(_("e-mail address"))
    employer = models.CharField(_("employer"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=ContentLanguage)
    noted_at = models.DateTimeField(_("noted"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at"]
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        constraints = [models.UniqueConstraint(fields=["topic", "email"], name="interest_is_noted_once")]

    def __str__(self):
        return f"{self.email}: {self.topic}"


class InterestLink(MailedLink):
    """A link by which an interest is confirmed or renewed, and at any time withdrawn."""

    interest = models.ForeignKey(Interest, models.CASCADE, related_name="links")

    class Meta(MailedLink.Meta):
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")

    def __str__(self):
        return str(self.interest)
