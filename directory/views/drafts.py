"""The link that is mailed when a registration is saved: what was saved with the address, opened or erased."""

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from directory.forms.registrations import RegistrationForm
from directory.services.drafts import drafts_by
from directory.views.registrations import register_page


@method_decorator(never_cache, name="dispatch")
class DraftsView(View):
    """All that the link leads to. The button beside each erases it."""

    def get(self, request, token):
        drafts = list(drafts_by(token))
        template = "directory/register_continue.html" if drafts else "directory/draft_no_link.html"
        return render(request, template, {"drafts": drafts, "token": token}, status=200 if drafts else 404)

    def post(self, request, token):
        reference = request.POST.get("erase", "")
        if "\x00" not in reference:
            drafts_by(token).filter(reference=reference).delete()
        return HttpResponseRedirect(request.path)


@method_decorator(never_cache, name="dispatch")
class DraftView(View):
    """The form of a registration with all that was saved of it. It is sent, or saved again, like any other."""

    def get(self, request, token, reference) -> HttpResponse:
        draft = get_object_or_404(drafts_by(token), reference=reference)
        return register_page(
            request, RegistrationForm(initial=RegistrationForm.as_initial(QueryDict(draft.answers))), draft=draft
        )
