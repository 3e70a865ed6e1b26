"""Who a request comes from, as far as limits need to know, and the answer when too much came from there."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _


def address_of(request: HttpRequest) -> str:
    """Return the visitor's IP address.

    ``X-Forwarded-For`` is believed only as far from its right end as TRUSTED_PROXIES says there are proxies of our own.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = settings.TRUSTED_PROXIES
    if hops and len(forwarded) >= hops and forwarded[-hops].strip():
        return forwarded[-hops].strip()
    return request.META.get("REMOTE_ADDR", "")


def held_back(form: forms.Form, page: Callable[..., HttpResponse], retry_after: int) -> HttpResponse:
    """Return the ``page`` of a form with what was typed, and say that it may be sent again after so many seconds."""
    form.add_error(None, _("Much came from your network just now. What you wrote is kept here: send it again in a while."))
    response = page(form, status=429)
    response["Retry-After"] = str(retry_after)
    return response
