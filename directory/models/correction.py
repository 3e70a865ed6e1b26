"""What anybody says is wrong on a page of the map, and what has become of it. Private: it holds senders' addresses."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models.agency import Agency
from directory.models.fields import Check, one_of
from directory.models.network import ContentLanguage, Network
from directory.models.submission import in_words, new_reference

PLAIN_FACTS = {
    Network: (
        "short_name", "kind", "organiser", "level", "area", "openness", "admission_note", "how_to_join", "contact_email",
        "website", "linkedin", "life", "founded_year", "ended_year", "stated_size", "rhythm_note",
    ),
    Agency: ("kind", "county", "organisation_number"),
}  # fmt: skip
"""The facts that a correction can give a value of; what a network is called and is for is more than a fact."""


class CorrectionKind(models.TextChoices):
    """What somebody says of a page."""

    WRONG = "wrong", _("Something is wrong or missing")
    DEAD_LINK = "dead_link", _("A link does not work")
    DOUBLE = "double", _("It is on the map twice")
    ENDED = "ended", _("It has ended")
    MINE = "mine", _("It is mine: I coordinate it or work there")


class CorrectionState(models.TextChoices):
    """What has become of a correction."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Put right")
    DECLINED = "declined", _("Left as it is")
    SPAM = "spam", _("Spam")


class Reason(models.TextChoices):
    """What curators often answer; the labels are what the sender reads, in their language."""

    THANKS = "thanks", _("You were right, and we have put it right. Thank you for helping to keep the map true.")
    NO_SOURCE = "no_source", _("We have found no page that says so. Do you know of one? Then send us its address.")
    NOT_PUBLIC = "not_public", _("The map holds public facts about organisations only, never about persons.")
    AS_STATED = "as_stated", _("The network itself says what stands on the map. Ask its coordinator to change it first.")
    TWO_NETWORKS = "two_networks", _("They are two networks, though their names are alike.")


class CorrectionQuerySet(models.QuerySet):
    def waiting(self):
        """Corrections that a curator should see to."""
        return self.filter(state=CorrectionState.WAITING)

    def unconfirmed(self):
        """Corrections whose sender has asked for an answer but not yet confirmed the address it goes to."""
        return self.exclude(sender_email="").exclude(state=CorrectionState.SPAM).filter(email_confirmed_at__isnull=True)


class Correction(models.Model):
    """What is said to be wrong about a network or an agency, in words and, for a plain fact, as the right ``value``.

    ``value`` is kept as the fact's field stores it. Nothing is written to ``sender_email`` until its reader has confirmed.
    """

    is_public = False

    token = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=8, unique=True, default=new_reference, editable=False)
    network = models.ForeignKey(
        Network, models.SET_NULL, null=True, editable=False, related_name="corrections", verbose_name=_("network")
    )
    agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, editable=False, related_name="corrections", verbose_name=_("agency")
    )
    kind = models.CharField(_("what is wrong"), max_length=20, choices=CorrectionKind)
    message = models.TextField(_("in the sender's words"), blank=True)
    double_of = models.CharField(_("the other one"), max_length=300, blank=True)
    field = models.CharField(_("fact"), max_length=40, blank=True)
    value = models.TextField(_("right value"), blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    sender_email = models.EmailField(_("sender's address"), blank=True)
    language = models.CharField(_("sender's language"), max_length=2, choices=ContentLanguage)
    email_confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True, editable=False)
    warnings = models.TextField(_("worth a second look"), blank=True, editable=False)
    state = models.CharField(_("decision"), max_length=20, choices=CorrectionState, default=CorrectionState.WAITING)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("taken by")
    )
    reason = models.CharField(_("answer"), max_length=20, choices=Reason, blank=True)
    reply = models.TextField(_("and in your own words"), blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            one_of("kind", CorrectionKind, "correction"),
            one_of("state", CorrectionState, "correction"),
            Check(condition=Q(network__isnull=True) | Q(agency__isnull=True), name="correction_is_about_one_thing"),
            Check(
                condition=Q(state=CorrectionState.WAITING, decided_at__isnull=True)
                | ~Q(state=CorrectionState.WAITING) & Q(decided_at__isnull=False),
                name="correction_waiting_is_undecided",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.reference

    @property
    def about(self) -> Network | Agency | None:
        """What it is about; None when that has been deleted."""
        return self.network or self.agency

    @property
    def is_decidable(self) -> bool:
        """Whether it waits for a decision, or was taken for spam and may be decided otherwise."""
        return self.state in (CorrectionState.WAITING, CorrectionState.SPAM)

    @property
    def fact(self) -> models.Field | None:
        """The field of the plain fact that it gives a value of, if it does."""
        return self.about._meta.get_field(self.field) if self.field and self.about else None

    @property
    def answer(self) -> str:
        """What its sender is told, in the language that is active."""
        return in_words(self)
