"""Saying what is wrong on the page of a network or an agency."""

from functools import partial

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views import View
from django.views.decorators.cache import never_cache

from directory.forms.corrections import AgencyCorrectionForm, CorrectionForm, NetworkCorrectionForm
from directory.models import Agency, Correction, Network
from directory.services.correct import correct
from directory.services.receive import Sending, TooManySent
from directory.views.visitors import address_of, held_back


@method_decorator(never_cache, name="dispatch")
class CorrectView(View):
    """The form, about one page that readers see. ``kind`` in the address proposes what it is about."""

    form_class: type[CorrectionForm]
    owner: str

    def get_queryset(self) -> QuerySet:
        raise NotImplementedError

    def get(self, request, slug):
        about = get_object_or_404(self.get_queryset(), slug=slug)
        return self._page(about, self.form_class.blank(kind=request.GET.get("kind")))

    def post(self, request, slug):
        about = get_object_or_404(self.get_queryset(), slug=slug)
        form = self.form_class(request.POST)
        if not form.is_valid():
            form.renew_token()
            return self._page(about, form, status=422)
        try:
            return self._thanks(correct(correction=self._correction(about, form), sending=self._sending(form)))
        except TooManySent as refused:
            return held_back(form, partial(self._page, about), refused.retry_after)

    def _correction(self, about: Network | Agency, form: CorrectionForm) -> Correction:
        told = ("token", "kind", "message", "double_of", "field", "value", "source_url", "sender_email")
        return Correction(**{name: form.cleaned_data[name] for name in told}, **{self.owner: about}, language=get_language())

    def _sending(self, form: CorrectionForm) -> Sending:
        trap = form.cleaned_data["homepage"]
        return Sending(sender=address_of(self.request), trap=trap, seconds_spent=form.seconds_spent)

    def _page(self, about: Network | Agency, form: CorrectionForm, status: int = 200) -> HttpResponse:
        return render(self.request, "directory/correct.html", {"about": about, "form": form}, status=status)

    def _thanks(self, correction: Correction) -> HttpResponse:
        return HttpResponseRedirect(reverse("directory:correct-done", args=[correction.reference]))


class CorrectNetworkView(CorrectView):
    form_class, owner = NetworkCorrectionForm, "network"

    def get_queryset(self):
        return Network.objects.published()


class CorrectAgencyView(CorrectView):
    form_class, owner = AgencyCorrectionForm, "agency"

    def get_queryset(self):
        return Agency.objects.in_published_networks()
