"""The pages for when something is wrong. They say what happened, keep what was typed, and need no database."""

import sys

from django.db import InterfaceError, OperationalError
from django.forms import BooleanField, ChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.forms.corrections import CorrectionForm
from directory.forms.interests import InterestForm
from directory.forms.registrations import RegistrationForm

NOT_GIVEN_BACK = ("csrfmiddlewaretoken", "password")
RETRY_AFTER_SECONDS = 30
FIELDS = CorrectionForm.base_fields | InterestForm.base_fields | RegistrationForm.base_fields


def bad_request(request: HttpRequest, exception: Exception | None = None, reason: str = "", status: int = 400) -> HttpResponse:
    """400, and with a ``reason`` the other refusals of a request: 405, 411, 413, 414."""
    return render(request, "400.html", {"reason": reason}, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when a form's protection is missing or stale: what to do about it, and what was typed."""
    return render(request, "403.html", given_back(request), status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it is the database that could not answer, wherever in the request; with what was typed."""
    if not isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return render(request, "500.html", given_back(request), status=500)
    response = render(request, "503.html", given_back(request), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def given_back(request: HttpRequest) -> dict:
    """Return the form that the visitor sent so that it can be sent again: ``typed``, and the ``action`` it goes to."""
    typed = [_typed(name, value) for name, values in request.POST.lists() if _is_given_back(name) for value in values]
    return {"typed": typed, "action": request.path}


def _is_given_back(name: str) -> bool:
    return not any(secret in name for secret in NOT_GIVEN_BACK)


def _typed(name: str, value: str) -> dict:
    """Return one answer of the form; only texts are shown, what was chosen and the form's own marks go along unseen."""
    field = FIELDS.get(name)
    is_text = name != "step" and not isinstance(field, (ChoiceField, BooleanField)) and not (field and field.widget.is_hidden)
    return {"name": name, "label": field.label if field else name, "value": value, "is_hidden": not (value and is_text)}
