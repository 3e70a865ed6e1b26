"""Who may edit which network, and what they ask for. Private: readers see a function mailbox, never coordinators."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models.correction import Reason
from directory.models.fields import Check, one_of
from directory.models.network import ContentLanguage, Network
from directory.models.submission import in_words, new_reference


class CoordinatorQuerySet(models.QuerySet):
    def reachable(self):
        """Those that mail can be written to, with their addresses at hand."""
        return self.filter(user__is_active=True).exclude(user__email="").select_related("user")


class Coordinator(models.Model):
    """That somebody coordinates a network, and may edit what the map says of it; a network may have several."""

    is_public = False

    network = models.ForeignKey(Network, models.CASCADE, related_name="coordinators", verbose_name=_("network"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coordinated", verbose_name=_("who"))
    since = models.DateTimeField(_("since"), auto_now_add=True)

    objects = CoordinatorQuerySet.as_manager()

    class Meta:
        ordering = ["since"]
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        constraints = [models.UniqueConstraint(fields=["network", "user"], name="coordinator_is_named_once")]

    def __str__(self):
        return f"{self.network}: {self.user}"


class AskedState(models.TextChoices):
    """What has become of what a coordinator, or somebody who would be one, has asked for."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class AskedQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=AskedState.WAITING)


class Asked(models.Model):
    """What somebody who has signed in asks of one network, and the answer; one of a kind waits for each at a time."""

    is_public = False

    reference = models.CharField(_("reference"), max_length=8, unique=True, default=new_reference, editable=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="%(class)ss", verbose_name=_("network"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="%(class)ss", verbose_name=_("who"))
    language = models.CharField(_("sender's language"), max_length=2, choices=ContentLanguage)
    state = models.CharField(_("decision"), max_length=20, choices=AskedState, default=AskedState.WAITING)
    reason = models.CharField(_("answer"), max_length=20, choices=Reason, blank=True)
    reply = models.TextField(_("and in your own words"), blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    objects = AskedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-received_at"]

    def __str__(self):
        return self.reference

    @property
    def is_waiting(self) -> bool:
        return self.state == AskedState.WAITING

    @property
    def answer(self) -> str:
        """What whoever asked is told, in the language that is active."""
        return in_words(self)


def _rules(model: str) -> list[models.BaseConstraint]:
    waits, is_undecided = Q(state=AskedState.WAITING), Q(decided_at__isnull=True)
    return [
        one_of("state", AskedState, model),
        Check(condition=waits & is_undecided | ~waits & ~is_undecided, name=f"{model}_waiting_is_undecided"),
        models.UniqueConstraint(fields=["network", "user"], condition=waits, name=f"{model}_waits_once"),
    ]


class Proposal(Asked):
    """What a coordinator would have a network called or said to be, which a curator looks at first.

    ``facts`` are the new values by the name of each fact, as ``services.edit`` tells them.
    """

    facts = models.JSONField(_("proposed"), default=dict)

    class Meta(Asked.Meta):
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = _rules("proposal")


class Claim(Asked):
    """That somebody says they coordinate a network, and would tend its page."""

    message = models.TextField(_("in the sender's words"), blank=True)

    class Meta(Asked.Meta):
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = _rules("claim")
