"""Who may sign in: anybody who reads the address they give, known by it and by nothing else."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

NO_PASSWORD = UNUSABLE_PASSWORD_PREFIX


def of_address(email: str) -> QuerySet[User]:
    """Return all users who are known by this address."""
    return User.objects.filter(Q(email__iexact=email) | Q(username__iexact=email))


def user_of(email: str) -> User:
    """Return the user who is known by this address in lower case, a new one without a password if there is none."""
    known = User.objects.filter(email__iexact=email, is_active=True).order_by("-last_login").first()
    return known or User.objects.get_or_create(username=email, defaults={"email": email, "password": NO_PASSWORD})[0]
