"""Editing a network as one of its coordinators: write, look at the page as it will be, save."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from directory.forms.edits import LISTS, EditForm
from directory.models import Proposal
from directory.services.edit import ChangedMeanwhile, as_if_edited, edit, facts_of
from directory.views.networks import network_page
from directory.views.own_network import OwnNetworkMixin


@method_decorator(never_cache, name="dispatch")
class EditView(OwnNetworkMixin, View):
    """The form. ``step`` is the button pressed: look at a preview, go back to writing, or save; only the whole word saves."""

    def get(self, request, slug):
        return self._page(EditForm.of(facts_of(self.network)))

    def post(self, request, slug):
        form, step = EditForm(request.POST), request.POST.get("step")
        if step == "back":
            typed = {name: request.POST.getlist(name) if name in LISTS else request.POST.get(name) for name in request.POST}
            return self._page(EditForm(initial=typed))
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            return self._save(form) if step == "save" else self._preview(form)
        except ChangedMeanwhile as changed:
            return self._changed_meanwhile(form, changed)
        except ValidationError as error:
            _tell_at_fields(form, error)
            return self._page(form, status=422)

    def _preview(self, form) -> HttpResponse:
        page = as_if_edited(network=self.network, facts=form.facts(), opened=form.cleaned_data["opened"])
        return render(
            self.request, "directory/network_edit_preview.html", network_page(page) | {"form": form, "is_preview": True}
        )

    def _save(self, form) -> HttpResponse:
        edited = edit(network=self.network, facts=form.facts(), opened=form.cleaned_data["opened"], by=self.request.user)
        if edited.written:
            messages.success(self.request, _("Your changes are on the page now."))
        if edited.proposed:
            messages.info(self.request, _("A curator looks first at names, purpose, relatives and new members."))
        if not edited.written and not edited.proposed:
            messages.info(self.request, _("Nothing was changed."))
        return HttpResponseRedirect(reverse("directory:my-networks"))

    def _changed_meanwhile(self, form, changed: ChangedMeanwhile) -> HttpResponse:
        """Show both versions of what two have changed, and let the form, sent once more, count from how it is now."""
        for name in changed.names:
            stands = _in_words(form, name, changed.facts[name])
            form.add_error(name, _("Changed meanwhile by somebody else, to: %(stands)s") % {"stands": stands})
        form.reseal(changed.facts)
        return self._page(form, status=409, is_changed_meanwhile=True)

    def _page(self, form, status=200, **told) -> HttpResponse:
        waiting = Proposal.objects.waiting().filter(network=self.network, user=self.request.user).first()
        told |= {"form": form, "network": self.network, "waiting": waiting}
        return render(self.request, "directory/network_edit.html", told, status=status)


def _in_words(form: EditForm, name: str, value) -> str:
    """Return how a fact stands, as a reader would say it."""
    field = form.fields[name]
    if name in LISTS:
        return ", ".join(str(term) for term in field.queryset.filter(pk__in=value)) or _("Not stated")
    if isinstance(value, list):
        return ", ".join(value) or _("Not stated")
    return str(dict(getattr(field, "choices", ())).get(value, value) or _("Not stated"))


def _tell_at_fields(form: EditForm, error: ValidationError) -> None:
    """Tell at each field what does not go together; what concerns no field of the form, at the top."""
    for name, told in (error.message_dict if hasattr(error, "error_dict") else {None: error.messages}).items():
        form.add_error(name if name in form.fields else None, told)
