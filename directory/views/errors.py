"""The pages for when something is wrong. They say what happened, keep what was typed, and need no database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory.forms.registrations import RegistrationForm

NOT_GIVEN_BACK = {"csrfmiddlewaretoken", "password"}
HIDDEN = {"token", "started", "step"}
RETRY_AFTER_SECONDS = 30


def bad_request(request, exception=None, reason="", status=400):
    """400, and with a ``reason`` the other refusals of a request: 413, 414, 429."""
    return render(request, "400.html", {"reason": reason}, status=status)


def forbidden(request, exception=None):
    return render(request, "403.html", {"typed": []}, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    return render(request, "500.html", status=500)


def csrf_failure(request, reason=""):
    """Say what to do when a form's protection is missing or stale, and give back what was typed in it."""
    return render(request, "403.html", {"typed": typed(request), "action": request.path}, status=403)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 while the database cannot answer, with what was typed so that it can be sent again."""
    context = {"typed": typed(request), "action": request.path}
    response = render(request, "503.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def typed(request: HttpRequest) -> list[dict]:
    """Return ``[{"name", "label", "value", "is_hidden"}]`` for all that was in the form the visitor sent."""
    if request.method != "POST":
        return []
    return [
        {"name": name, "label": _label(name), "value": value, "is_hidden": name in HIDDEN}
        for name, values in request.POST.lists()
        if name not in NOT_GIVEN_BACK
        for value in values
        if value
    ]


def _label(name: str) -> str:
    field = RegistrationForm.base_fields.get(name)
    return field.label if field else name
