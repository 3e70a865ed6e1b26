"""Asking to join a network, the link that tells what becomes of it, and the page where coordinators answer."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from directory.forms.joining import AnswerForm, JoinForm
from directory.models import JoinRequest, Network
from directory.services.decide import CannotDecide
from directory.services.join import accept, ask_to_join, decline, find_request
from directory.services.receive import Sending, TooManySent
from directory.views.own_network import OwnNetworkMixin
from directory.views.visitors import address_of, held_back


@method_decorator(never_cache, name="dispatch")
class JoinView(View):
    """The form. Where nobody coordinates the network it says so instead, and invites whoever does."""

    def dispatch(self, request, *args, slug, **kwargs):
        self.network = get_object_or_404(Network.objects.published(), slug=slug)
        self.can_be_asked = self.network.can_be_asked
        return super().dispatch(request, *args, slug=slug, **kwargs)

    def get(self, request, slug):
        return self._page(JoinForm.blank(self.network))

    def post(self, request, slug):
        form = JoinForm(self.network, request.POST)
        if not self.can_be_asked or not form.is_valid():
            return self._page(form, status=422)
        told = form.cleaned_data
        try:
            ask_to_join(
                network=self.network,
                email=told["sender_email"],
                organisation=told["organisation"],
                message=told["message"],
                answers=form.answers,
                language=get_language(),
                sending=Sending(sender=address_of(request), trap=told["homepage"], seconds_spent=form.seconds_spent),
            )
        except TooManySent as refused:
            return held_back(form, self._page, refused.retry_after)
        return render(request, "directory/network_join_sent.html", {"network": self.network})

    def _page(self, form: JoinForm, status: int = 200) -> HttpResponse:
        told = {"network": self.network, "form": form, "can_be_asked": self.can_be_asked}
        return render(self.request, "directory/network_join.html", told, status=status)


@method_decorator(never_cache, name="dispatch")
class JoinStateView(View):
    """What has become of a request, for whoever has the link of its mail."""

    def get(self, request, token):
        asked = find_request(token)
        if asked is None:
            return render(request, "directory/join_no_link.html", status=404)
        return render(request, "directory/join_state.html", {"asked": asked, "network": asked.network})


@method_decorator(never_cache, name="dispatch")
class JoinRequestsView(OwnNetworkMixin, View):
    """Where coordinators read who asks to join, and answer."""

    def get(self, request, slug):
        return self._page()

    def post(self, request, slug):
        step = {"accept": accept, "decline": decline}.get(request.POST.get("step"))
        form = AnswerForm(request.POST)
        if step is None or not form.is_valid():
            return self._page(form, status=422)
        asked = get_object_or_404(JoinRequest, network=self.network, reference=request.POST.get("asked", "")[:8])
        try:
            step(asked=asked, reply=form.cleaned_data["reply"], by=request.user)
        except CannotDecide as error:
            form.add_error("reply", str(error))
            return self._page(form, answered=asked, status=422)
        messages.success(request, _("%(organisation)s has got your answer.") % {"organisation": asked.organisation})
        return HttpResponseRedirect(request.path)

    def _page(self, form: AnswerForm | None = None, status: int = 200, **told) -> HttpResponse:
        told |= {
            "network": self.network,
            "waiting": self.network.join_requests.waiting(),
            "answered_before": self.network.join_requests.exclude(decided_at=None)[:20],
            "form": form or AnswerForm(),
        }
        return render(self.request, "directory/network_join_requests.html", told, status=status)
