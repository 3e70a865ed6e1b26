"""Registering a network: fill in, look at the page as it will be, send, get a reference."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from directory.forms.registrations import RegistrationForm
from directory.models import Registration
from directory.services.drafts import save_draft
from directory.services.receive import Sending, TooManySent
from directory.services.register import (
    LooksKnown,
    agencies_named,
    alike_unless,
    as_if_published,
    register,
    registered_with,
)
from directory.services.senders import ask_again
from directory.views.networks import network_page
from directory.views.visitors import address_of, held_back

PROPOSED_LISTS = {"focus": "focus_areas", "county": "counties", "who": "admits"}
"""What an address may propose to a new registration, as the list calls it and as the form does."""


@method_decorator(never_cache, name="dispatch")
class RegisterView(View):
    """The form. ``step`` is the button pressed: look at a preview, go back to writing, save for later, or send.

    It is the last word of the form and only the whole word sends: a body that was cut short on its way is previewed.
    """

    def get(self, request):
        proposed = {field: request.GET.getlist(name) for name, field in PROPOSED_LISTS.items()}
        return self._page(RegistrationForm.blank(language=get_language(), life=request.GET.get("life"), **proposed))

    def post(self, request):
        step = request.POST.get("step")
        if step == "back":
            return self._page(RegistrationForm(initial=RegistrationForm.as_initial(request.POST)))
        form = RegistrationForm(request.POST)
        if step == "save":
            form.leave_faults_for_later()
        if form.errors:
            form.renew_token()
            return self._page(form, status=422)
        try:
            earlier = registered_with(form.cleaned_data["token"])
            if earlier:
                return _thanks(earlier)
            steps = {"send": self._send, "save": self._save}
            return steps.get(step, self._preview)(form)
        except LooksKnown as refused:
            return self._page(form, alike=refused.alike, status=422)
        except TooManySent as refused:
            return held_back(form, self._page, refused.retry_after)

    def _page(self, form, alike=(), status=200) -> HttpResponse:
        return register_page(self.request, form, status, alike=alike)

    def _preview(self, form) -> HttpResponse:
        alike_unless(form.cleaned_data["kinship"] is not None, form.network())
        context = network_page(as_if_published(**form.told())) | {
            "members": agencies_named(form.cleaned_data["member_names"]),
            "form": form,
            "is_preview": True,
        }
        return render(self.request, "directory/register_preview.html", context)

    def _send(self, form) -> HttpResponse:
        told, kinship = form.cleaned_data, form.cleaned_data["kinship"]
        registration = Registration(
            token=told["token"],
            sender_email=told["sender_email"],
            language=get_language(),
            message=told["message"],
            member_names="\n".join(told["member_names"]),
            **(asdict(kinship) if kinship else {}),
        )
        is_new = kinship is not None
        return _thanks(register(**form.told(), registration=registration, sending=self._sending(form), is_new=is_new))

    def _save(self, form) -> HttpResponse:
        told = form.cleaned_data
        save_draft(
            token=told["token"],
            email=told["sender_email"],
            answers=form.answers,
            language=get_language(),
            sending=self._sending(form),
        )
        return HttpResponseRedirect(reverse("directory:register-saved"))

    def _sending(self, form) -> Sending:
        trap = self.request.POST.get("homepage", "").strip()
        return Sending(sender=address_of(self.request), trap=trap, seconds_spent=form.seconds_spent)


def register_page(request: HttpRequest, form: RegistrationForm, status: int = 200, **told) -> HttpResponse:
    """Return the page of the form, with what is ``told`` of it: look-alikes, or the draft it was saved as."""
    return render(
        request, "directory/register.html", told | {"form": form, "privacy": reverse("directory:privacy")}, status=status
    )


@method_decorator(never_cache, name="dispatch")
class RegisterDoneView(TemplateView):
    """The thank-you page. It tells nothing but the reference in its own address, and writes again to whoever it belongs to."""

    template_name = "directory/register_done.html"

    def post(self, request, reference):
        ask_again(reference)
        messages.success(request, _("If it is not confirmed and no mail went out today, there is a new one on its way."))
        return HttpResponseRedirect(request.path)


def _thanks(registration: Registration) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("directory:register-done", args=[registration.reference]))
