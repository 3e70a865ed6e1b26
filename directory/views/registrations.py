"""Registering a network: fill in, look at the page as it will be, send, get a reference."""

import time

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from directory.forms.registrations import RegistrationForm
from directory.models import Registration
from directory.services.register import (
    TooManySent,
    as_if_published,
    judge,
    look_alikes,
    register,
    spend_allowance,
)
from directory.views.networks import network_page
from directory.views.visitors import address_of


@method_decorator(never_cache, name="dispatch")
class RegisterView(View):
    """The form. ``step`` is the button pressed: look at a preview, go back to writing, or send."""

    def get(self, request):
        return self._page(RegistrationForm.blank(get_language()))

    def post(self, request):
        form = RegistrationForm(request.POST)
        step = request.POST.get("step", "send")
        if step == "back":
            return self._page(RegistrationForm(initial=_as_initial(request.POST)))
        if not form.is_valid():
            form.renew_token()
            return self._page(form, status=422)
        if Registration.objects.filter(token=form.cleaned_data["token"]).exists():
            return _thanks(Registration.objects.get(token=form.cleaned_data["token"]))
        alike = look_alikes(form.network())
        if alike and not form.cleaned_data["not_a_duplicate"]:
            return self._page(form, alike=alike, status=422)
        return self._preview(form) if step == "preview" else self._send(form)

    def _page(self, form, alike=(), status=200) -> HttpResponse:
        return render(
            self.request,
            "directory/register.html",
            {"form": form, "alike": alike, "privacy": reverse("directory:privacy")},
            status=status,
        )

    def _preview(self, form) -> HttpResponse:
        page = preview(form, self.request)
        return render(self.request, "directory/register_preview.html", {"form": form, "preview": page})

    def _send(self, form) -> HttpResponse:
        try:
            spend_allowance(address_of(self.request))
        except TooManySent as refused:
            return self._too_many(form, refused.retry_after)
        told = form.cleaned_data
        network = form.network()
        state, warnings = judge(
            network=network,
            told=[network.purpose, network.how_to_join, network.origin, network.rhythm_note, told["message"]],
            trap=told["homepage"],
            seconds_spent=_seconds_since(told["started"]),
        )
        registration = Registration(
            token=told["token"],
            state=state,
            sender_email=told["sender_email"],
            language=get_language(),
            message=told["message"],
            member_names="\n".join(told["member_names"]),
            warnings="\n".join(warnings),
        )
        return _thanks(register(network=network, lists=form.lists(), rhythms=form.rhythms(), registration=registration))

    def _too_many(self, form, seconds: int) -> HttpResponse:
        form.add_error(
            None, _("Many registrations came from your network just now. Yours is kept here: send it again in a while.")
        )
        response = self._page(form, status=429)
        response["Retry-After"] = str(seconds)
        return response


class RegisterDoneView(TemplateView):
    """The thank-you page. It tells nothing but the reference in its own address."""

    template_name = "directory/register_done.html"


def preview(form: RegistrationForm, request) -> str:
    """Return the network's page exactly as it will be, as HTML."""
    told = {"network": form.network(), "lists": form.lists(), "rhythms": form.rhythms()}
    with as_if_published(**told, member_names=form.cleaned_data["member_names"]) as network:
        context = network_page(network) | {"is_preview": True, "similar": []}
        return render_to_string("directory/_network_page.html", context, request)


def _thanks(registration: Registration) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("directory:register-done", args=[registration.reference]))


def _as_initial(posted) -> dict:
    """Return what was posted as a form's starting values, so that "back" shows no errors."""
    several = {"focus_areas", "exchanges", "counties", "admits"}
    return {name: posted.getlist(name) if name in several else posted.get(name) for name in posted}


def _seconds_since(started: str) -> int | None:
    """Return the seconds since the form was made; None when the form does not say."""
    return int(time.time()) - int(started) if started.isdecimal() and len(started) < 12 else None
