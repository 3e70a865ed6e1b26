"""A calendar of the networks that somebody coordinates, at an address that only they know and can change."""

import secrets

from django.contrib.auth.models import User
from django.core import signing

from directory.models import PrivateCalendar

SIGNED_AS = "private calendar"


def token_of(user: User) -> str | None:
    """Return the token of the user's calendar address; None when there is none yet."""
    calendar = PrivateCalendar.objects.filter(user=user).first()
    return calendar and signing.Signer(salt=SIGNED_AS).sign(calendar.key)


def change_token(user: User) -> None:
    """Give the user's calendar its first address or another; an old one leads nowhere from now on."""
    PrivateCalendar.objects.update_or_create(user=user, defaults={"key": secrets.token_urlsafe()})


def owner_of(token: str) -> User | None:
    """Return whose calendar the token leads to; None when it leads to nobody's."""
    try:
        key = signing.Signer(salt=SIGNED_AS).unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(private_calendar__key=key, is_active=True).first()
