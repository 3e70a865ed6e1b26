"""Alerts: asking to be told of what is new in a list, and the links of their mail."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from directory.filters.alerts import FILTERS, asked, fitting, list_path
from directory.forms.alerts import AlertForm
from directory.models import Alert, AlertRhythm
from directory.services.alerts import alert_of, ask_for_alert, confirm_alert, end_alert, end_path, find_alert
from directory.services.receive import Sending, TooManySent
from directory.views.visitors import address_of, held_back


@method_decorator(never_cache, name="dispatch")
class AlertView(View):
    """The form. What is watched is what its own address asks, but for which list. Its answer tells nothing of the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        about = request.GET.get("about")
        if about not in FILTERS:
            raise Http404
        others = request.GET.copy()
        for name in ("about", "page"):
            others.pop(name, None)
        return self._page(AlertForm.blank(about=about, query=others.urlencode(), rhythm=AlertRhythm.WEEKLY))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AlertForm(request.POST)
        if form.is_valid() and not asked(form.cleaned_data["about"], form.cleaned_data["query"]).is_valid():
            form.add_error(None, _("What you ask for is no list that we know. Go back to the list and choose again."))
        if not form.is_valid():
            return self._page(form, status=422)
        told = {name: form.cleaned_data[name] for name in ("about", "query", "rhythm", "email")}
        sending = Sending(address_of(request), form.cleaned_data["homepage"], form.seconds_spent)
        try:
            ask_for_alert(language=get_language(), sending=sending, **told)
        except TooManySent as refused:
            return held_back(form, self._page, refused.retry_after)
        return HttpResponseRedirect(reverse("directory:alert-asked"))

    def _page(self, form: AlertForm, status: int = 200) -> HttpResponse:
        about, query = form["about"].value(), form["query"].value() or ""
        if about not in FILTERS:
            raise Http404
        told = {"form": form, "asked": asked(about, query), "about": about, "list": list_path(about, query)}
        return render(self.request, "directory/alert.html", told, status=status)


@method_decorator(never_cache, name="dispatch")
class ConfirmAlertView(View):
    """The link of a mail. Looking at it changes nothing; only the button lets the alert begin, and then it tells so."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        link = find_alert(token)
        if link is None or not (link.is_usable or link.alert.confirmed_at):
            return render(request, "directory/alert_no_link.html", status=404)
        return render(request, "directory/alert_confirm.html", {"link": link, "end": end_path(link.alert), **_told(link.alert)})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return HttpResponseRedirect(request.path) if confirm_alert(token, fitting) else self.get(request, token)


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class EndAlertView(View):
    """Where each mail ends its alert. Mail programs press the button themselves (RFC 8058), from wherever they are."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        alert = alert_of(token)
        told = _told(alert) if alert else {}
        return render(request, "directory/alert_end.html", told | {"alert": alert})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        end_alert(token)
        return render(request, "directory/alert_end.html", {"alert": None})


def _told(alert: Alert) -> dict:
    with override(alert.language):
        return {"alert": alert, "asked": asked(alert.about, alert.query), "list": list_path(alert.about, alert.query)}
