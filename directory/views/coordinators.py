"""Who coordinates a network: one's own networks, asking to coordinate one, and letting others in or out."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from directory.forms.edits import ClaimForm, DeclineForm, InviteForm
from directory.models import Claim, Network, Role
from directory.services.coordinate import TooMany, accept, claim, decline, dismiss, invite
from directory.services.decide import CannotDecide
from directory.services.freshness import confirm
from directory.services.private_calendar import change_token, token_of
from directory.views.own_network import OwnNetworkMixin


@method_decorator(never_cache, name="dispatch")
class MyNetworksView(LoginRequiredMixin, View):
    """The networks one coordinates, what waits for each, and what one has asked for; and vouching for one of them."""

    def get(self, request):
        networks = Network.objects.editable_by(request.user).prefetch_related("claims", "proposals", "join_requests")
        waiting = {
            "networks": [
                {
                    "network": one,
                    "claims": sum(c.is_waiting for c in one.claims.all()),
                    "proposed": _waits(one, request.user),
                    "asking": sum(asked.is_waiting for asked in one.join_requests.all()),
                }
                for one in networks
            ],
            "claims": Claim.objects.waiting().filter(user=request.user).select_related("network"),
            "calendar_token": token_of(request.user),
        }
        return render(request, "directory/my_networks.html", waiting)

    def post(self, request):
        if request.POST.get("step") == "change-calendar":
            change_token(request.user)
            messages.success(request, _("Your calendar has a new address. An old one leads nowhere from now on."))
            return HttpResponseRedirect(reverse("directory:my-networks"))
        network = get_object_or_404(Network.objects.editable_by(request.user), pk=_number(request.POST.get("network")))
        confirm(network=network, by=request.user, role=Role.COORDINATOR)
        messages.success(request, _("The page of %(network)s now says that you confirmed it today.") % {"network": network})
        return HttpResponseRedirect(reverse("directory:my-networks"))


@method_decorator(never_cache, name="dispatch")
class ClaimView(LoginRequiredMixin, View):
    """Where somebody says that they coordinate a network, and would tend its page."""

    def dispatch(self, request, *args, slug, **kwargs):
        self.network = get_object_or_404(Network.objects.published(), slug=slug)
        return super().dispatch(request, *args, slug=slug, **kwargs)

    def get(self, request, slug):
        if Network.objects.editable_by(request.user).filter(pk=self.network.pk).exists():
            return HttpResponseRedirect(reverse("directory:network-edit", args=[slug]))
        return self._page(ClaimForm())

    def post(self, request, slug):
        form = ClaimForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        claim(network=self.network, user=request.user, message=form.cleaned_data["message"])
        messages.success(request, _("Thank you. You get a mail when it has been decided."))
        return HttpResponseRedirect(reverse("directory:my-networks"))

    def _page(self, form, status=200) -> HttpResponse:
        told = {"form": form, "network": self.network, "is_tended": self.network.coordinators.exists()}
        return render(self.request, "directory/network_claim.html", told, status=status)


@method_decorator(never_cache, name="dispatch")
class CoordinatorsView(OwnNetworkMixin, View):
    """Who coordinates the network besides oneself, who asks to, and whom one invites."""

    def get(self, request, slug):
        return self._page()

    def post(self, request, slug):
        steps = {"invite": self._invite, "dismiss": self._dismiss, "accept": self._accept, "decline": self._decline}
        step = steps.get(request.POST.get("step"))
        if step is None:
            return self._page(status=422)
        try:
            return step()
        except TooMany:
            messages.error(request, _("A network has ten coordinators at most."))
        except CannotDecide as error:
            messages.error(request, str(error))
        return self._back()

    def _invite(self) -> HttpResponse:
        form = InviteForm(self.request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        invite(network=self.network, email=form.cleaned_data["email"], by=self.request.user)
        messages.success(self.request, _("They can edit the network now, and get a mail that tells how."))
        return self._back()

    def _dismiss(self) -> HttpResponse:
        coordinator = get_object_or_404(self.network.coordinators, pk=_number(self.request.POST.get("who")))
        dismiss(coordinator=coordinator, by=self.request.user)
        if coordinator.user == self.request.user:
            messages.success(self.request, _("You no longer coordinate %(network)s.") % {"network": self.network})
            return HttpResponseRedirect(reverse("directory:my-networks"))
        messages.success(self.request, _("They no longer coordinate the network."))
        return self._back()

    def _accept(self) -> HttpResponse:
        accept(claim=self._claim(), by=self.request.user)
        messages.success(self.request, _("They can edit the network now, and get a mail that tells how."))
        return self._back()

    def _decline(self) -> HttpResponse:
        form, asked = DeclineForm(self.request.POST), self._claim()
        if not form.is_valid():
            return self._page(decline_form=form, declined=asked, status=422)
        asked.reply = form.cleaned_data["reply"]
        decline(claim=asked, by=self.request.user)
        messages.success(self.request, _("They are told why."))
        return self._back()

    def _claim(self) -> Claim:
        return get_object_or_404(self.network.claims, pk=_number(self.request.POST.get("claim")))

    def _page(self, form=None, status=200, **told) -> HttpResponse:
        told |= {
            "network": self.network,
            "coordinators": self.network.coordinators.select_related("user"),
            "claims": self.network.claims.waiting().select_related("user"),
            "form": form or InviteForm(),
        }
        return render(self.request, "directory/network_coordinators.html", told, status=status)

    def _back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("directory:network-coordinators", args=[self.network.slug]))


def _waits(network: Network, user) -> bool:
    return any(proposal.is_waiting and proposal.user_id == user.pk for proposal in network.proposals.all())


def _number(text: str | None) -> int:
    if not (text or "").isascii() or not (text or "").isdecimal() or len(text) > 18:
        raise Http404
    return int(text)
