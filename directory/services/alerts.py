"""Alerts: asked for, confirmed by mail, told of what is new, and ended with one press."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from directory.models import Alert, AlertLink, OutgoingMail, Revision
from directory.models.revision import one_step
from directory.services.confirm import find_link, send_link, use_link
from directory.services.mail import write
from directory.services.receive import Sending, spend_allowance

MOST_MAILS_A_DAY = 5
MOST_TOLD = 50
"""How many of what is new stand in one mail; the others are counted."""
SIGNED_AS = "end of an alert"


@dataclass(frozen=True)
class Fitting:
    """Something that fits an alert, as its mail tells it: its name, a line about it, and the path of its page."""

    name: str
    line: str
    path: str


Look = Callable[[Alert], Mapping[str, Fitting]]
"""What returns all that fits an alert now, by keys that stay the same."""


def ask_for_alert(*, about: str, query: str, rhythm: str, email: str, language: str, sending: Sending) -> None:
    """Note an alert that begins once its address has confirmed it, and write to the address, once a day for each alert.

    What the sender is told must not depend on what is known of the address. Raises ``TooManySent``; then nothing is stored.
    """
    if sending.trap:
        return
    with one_step():
        spend_allowance(sending, "alert")
        told = {"rhythm": rhythm, "language": language}
        alert, _is_new = Alert.objects.get_or_create(email=email, about=about, query=query, defaults=told)
        if alert.confirmed_at is None:
            Alert.objects.filter(pk=alert.pk).update(**told)
            alert.refresh_from_db()
        today = AlertLink.objects.sent_today().filter(alert__email=email)
        if not today.filter(alert=alert).exists() and today.count() < MOST_MAILS_A_DAY:
            with override(language):
                path, days = end_path(alert), AlertLink.VALID.days
                subject = _("Confirm your alert")
                send_link(AlertLink(alert=alert), "confirm_alert", to=email, subject=subject, alert=alert, end=path, days=days)


def find_alert(token: str) -> AlertLink | None:
    """Return the link with this token, its alert with it; None when there is none."""
    return find_link(AlertLink.objects.select_related("alert"), token)


def confirm_alert(token: str, look: Look) -> Alert | None:
    """Let the alert begin: what fits now is known, so only what comes later is told. None when the link is not usable."""
    with one_step():
        link = use_link(AlertLink.objects.select_related("alert"), token)
        if link is None:
            return None
        alert = link.alert
        if alert.confirmed_at is None:
            alert.confirmed_at = timezone.now()
            _remember(alert, look(alert))
        return alert


def tell_next(look: Look) -> bool:
    """Look at the alert that has waited longest, if one is due, and tell whether there was one.

    Its reader is written to of what is new. Of several workers one looks at each.
    """
    edition = Revision.current()
    due = Alert.objects.due(edition.stamp).order_by("looked_at", "pk").values_list("pk", flat=True).first()
    if due is None:
        return False
    with one_step():
        alert = Alert.objects.due(edition.stamp).filter(pk=due).first()
        if alert and (new := _remember(alert, look(alert))):
            _write_of(alert, new)
    return True


def alert_of(token: str) -> Alert | None:
    """Return the alert that the link of a mail ends; None when it has ended or the link is no such link."""
    try:
        return Alert.objects.filter(pk=signing.Signer(salt=SIGNED_AS).unsign(token)).first()
    except signing.BadSignature:
        return None


def end_alert(token: str) -> bool:
    """Erase the alert and the mail about it that has not been sent, and tell whether there was one."""
    with one_step():
        alert = alert_of(token)
        if alert is None:
            return False
        OutgoingMail.objects.filter(ends_by=end_path(alert), sent_at__isnull=True).delete()
        alert.delete()
        return True


def end_path(alert: Alert) -> str:
    """Return the path by which whoever has it ends the alert; it stays the same."""
    with override(alert.language):
        return reverse("directory:alert-end", args=[signing.Signer(salt=SIGNED_AS).sign(str(alert.pk))])


def unconfirmed(now) -> QuerySet[Alert]:
    """Return the alerts that nobody has confirmed in time."""
    asked_lately = AlertLink.objects.filter(sent_at__gte=now - AlertLink.VALID).values("alert")
    return Alert.objects.filter(confirmed_at__isnull=True, noted_at__lt=now - AlertLink.VALID).exclude(pk__in=asked_lately)


def _remember(alert: Alert, found: Mapping[str, Fitting]) -> list[Fitting]:
    """Note that the alert was looked at and what fitted, and return what of it was not known before."""
    known = set(alert.known)
    new = {key: one for key, one in found.items() if key not in known}
    alert.known = [*alert.known, *new]
    alert.looked_at, alert.stamp = timezone.now(), Revision.current().stamp
    alert.save()
    return list(new.values())


def _write_of(alert: Alert, new: list[Fitting]) -> None:
    with override(alert.language):
        count, end = len(new), end_path(alert)
        phrase = ngettext("%(count)d new: %(name)s", "%(count)d new: %(name)s and more", count)
        told = {"alert": alert, "new": new[:MOST_TOLD], "more": max(0, count - MOST_TOLD), "end": end}
        subject = phrase % {"count": count, "name": new[0].name}
        write("alert", to=alert.email, subject=subject, ends_by=end, is_for_receiver_alone=True, **told)
