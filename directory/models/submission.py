"""What the public sends in. Private: it holds senders' addresses and is never shown, fed or exported."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.fields import Check, one_of
from directory.models.network import ContentLanguage, Network
from directory.models.relation import RelationKind
from directory.text import lines

REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Return a short name for a submission that can be read over the telephone: no 0/O, no 1/I."""
    return "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))


class RegistrationState(models.TextChoices):
    """What has become of a registration: it waits for its sender to confirm it, then for the curators to decide."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    WAITING = "waiting", _("Waiting")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    SPAM = "spam", _("Spam")


class RegistrationReason(models.TextChoices):
    """Why curators often decline a registration; the labels are what the sender reads, in their language."""

    KNOWN = "known", _("The network is on the map already. You are welcome to say there that it is yours, and to keep it true.")
    NO_NETWORK = "no_network", _("The map holds networks in which public buyers learn from each other or buy together.")
    NO_SOURCE = "no_source", _("We have found no page that tells of the network. Do you know of one? Then send us its address.")
    TOO_LITTLE = "too_little", _("It does not tell what the network is for, or for whom. Write a few sentences more.")


UNDECIDED = (RegistrationState.UNCONFIRMED, RegistrationState.WAITING)


class Registration(models.Model):
    """That somebody registered a network: who, what they told the curators, and what was decided.

    ``token`` is made with the form, so one form sent twice is one registration. ``member_names`` stay text until a
    curator publishes, so that nobody can fill the list of agencies from outside.
    """

    is_public = False

    token = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=8, unique=True, default=new_reference, editable=False)
    network = models.OneToOneField(
        Network, models.SET_NULL, null=True, editable=False, related_name="registration", verbose_name=_("network")
    )
    state = models.CharField(_("decision"), max_length=20, choices=RegistrationState, default=RegistrationState.UNCONFIRMED)
    sender_email = models.EmailField(_("sender's address"))
    language = models.CharField(_("sender's language"), max_length=2, choices=ContentLanguage)
    message = models.TextField(_("message to the curators"), blank=True)
    member_names = models.TextField(_("members, as written"), blank=True, help_text=_("One on each line."))
    relation_kind = models.CharField(_("relation"), max_length=20, choices=RelationKind, blank=True)
    related_network = models.ForeignKey(
        Network, models.SET_NULL, null=True, editable=False, related_name="akin_registrations", verbose_name=_("other network")
    )
    alike = models.TextField(_("similar entries when it was sent"), blank=True, editable=False)
    warnings = models.TextField(_("worth a second look"), blank=True, editable=False)
    reason = models.CharField(_("answer"), max_length=20, choices=RegistrationReason, blank=True)
    reply = models.TextField(
        _("answer to the sender"), blank=True, help_text=_("Sent with the decision. To decline you must write why.")
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed by its sender"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            one_of("state", RegistrationState, "registration"),
            Check(
                condition=models.Q(state__in=UNDECIDED, decided_at__isnull=True) | ~models.Q(state__in=UNDECIDED),
                name="registration_waiting_is_undecided",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_waiting(self) -> bool:
        """Whether a curator should decide it now."""
        return self.state == RegistrationState.WAITING

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @property
    def answer(self) -> str:
        """What the sender is told, in the language that is active."""
        return in_words(self)

    @property
    def member_name_list(self) -> list[str]:
        return lines(self.member_names)


def in_words(decided) -> str:
    """Return what whoever asked is told: the reason a curator chose, in the language that is active, and their own words."""
    return "\n\n".join(filter(None, (str(decided.get_reason_display()) if decided.reason else "", decided.reply.strip())))


class Allowance(models.Model):
    """How many submissions one sender may still make: a token bucket, by a hash that changes every day.

    In the database, so that it holds over all workers and hosts.
    """

    is_public = False

    key = models.CharField(max_length=64, unique=True)
    tokens = models.FloatField()
    refilled_at = models.DateTimeField()

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")

    def __str__(self):
        return self.key[:8]
