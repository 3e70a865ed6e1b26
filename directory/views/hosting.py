"""Where coordinators see whose turn it is to host, and swap turns or let one pass."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from directory.forms.hosting import TurnForm
from directory.models import TurnChangeKind
from directory.services.host import pass_turn, swap, wheel
from directory.views.own_network import OwnNetworkMixin


@method_decorator(never_cache, name="dispatch")
class HostingView(OwnNetworkMixin, View):
    def get(self, request, slug):
        return self._page(TurnForm(wheel(self.network)))

    def post(self, request, slug):
        form = TurnForm(wheel(self.network), request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        told = {"network": self.network, "by": request.user}
        told |= {name: form.cleaned_data[name] for name in ("agency", "reason")}
        try:
            if form.cleaned_data["kind"] == TurnChangeKind.SWAPPED:
                swap(other=form.cleaned_data["other"], **told)
            else:
                pass_turn(**told)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(form, status=422)
        messages.success(request, _("The order is changed."))
        return HttpResponseRedirect(request.path)

    def _page(self, form: TurnForm, status: int = 200) -> HttpResponse:
        told = {"network": self.network, "wheel": wheel(self.network), "form": form}
        return render(self.request, "directory/network_hosting.html", told, status=status)
