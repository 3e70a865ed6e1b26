"""The link by which a sender says which of all that was sent with an address is theirs."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from directory.services.senders import confirm_sent, find_sender, unconfirmed_of


@method_decorator(never_cache, name="dispatch")
class ConfirmSentView(View):
    """Looking at it changes nothing; only the button uses the link, with at least one thing chosen."""

    def get(self, request, token):
        return self._page(request, token)

    def post(self, request, token):
        if confirm_sent(token, request.POST.getlist("sent")):
            return HttpResponseRedirect(request.path)
        return self._page(request, token, nothing_chosen=True)

    def _page(self, request: HttpRequest, token: str, *, nothing_chosen: bool = False) -> HttpResponse:
        link = find_sender(token)
        unconfirmed = link and link.is_usable and unconfirmed_of(link.email)
        if link is None or (link.is_usable and not unconfirmed):
            return render(request, "directory/sent_no_link.html", status=404)
        told = {"unconfirmed": unconfirmed, "nothing_chosen": nothing_chosen and link.is_usable}
        return render(request, "directory/sent_confirm.html", told, status=422 if told["nothing_chosen"] else 200)
