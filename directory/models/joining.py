"""Who asks to join a network, what they answer to its questions, and what becomes of it. Private."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models.confirmation import MailedLink
from directory.models.fields import Check, one_of
from directory.models.network import ContentLanguage, Network
from directory.models.submission import new_reference


class JoinState(models.TextChoices):
    """What has become of it: it waits for its sender to confirm it, then for the network's coordinators."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Welcome")
    DECLINED = "declined", _("Declined")


UNANSWERED = (JoinState.UNCONFIRMED, JoinState.WAITING)


class JoinRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Requests that a coordinator should answer."""
        return self.filter(state=JoinState.WAITING)

    def unconfirmed(self):
        return self.filter(state=JoinState.UNCONFIRMED)


class JoinRequest(models.Model):
    """That somebody at an organisation asks to join a network; ``answers`` are pairs of a question and what was answered."""

    is_public = False

    reference = models.CharField(_("reference"), max_length=8, unique=True, default=new_reference, editable=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="join_requests", verbose_name=_("network"))
    organisation = models.CharField(_("organisation"), max_length=200)
    sender_email = models.EmailField(_("sender's address"))
    language = models.CharField(_("sender's language"), max_length=2, choices=ContentLanguage)
    message = models.TextField(_("in the sender's words"), blank=True)
    answers = models.JSONField(_("answers"), default=list)
    state = models.CharField(_("decision"), max_length=20, choices=JoinState, default=JoinState.UNCONFIRMED)
    reply = models.TextField(_("answer to the sender"), blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed by its sender"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = [
            one_of("state", JoinState, "joinrequest"),
            models.UniqueConstraint(
                fields=["network", "sender_email"], condition=Q(state__in=UNANSWERED), name="joinrequest_waits_once"
            ),
            Check(
                condition=Q(state__in=UNANSWERED, decided_at__isnull=True)
                | ~Q(state__in=UNANSWERED) & Q(decided_at__isnull=False),
                name="joinrequest_waiting_is_undecided",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_waiting(self) -> bool:
        return self.state == JoinState.WAITING


class JoinLink(MailedLink):
    """A link by which whoever asks to join sees what becomes of it, as long as it is kept."""

    VALID = datetime.timedelta(days=365)

    join_request = models.ForeignKey(JoinRequest, models.CASCADE, related_name="links")

    class Meta(MailedLink.Meta):
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")

    def __str__(self):
        return str(self.join_request)
