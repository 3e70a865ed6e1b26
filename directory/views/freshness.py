"""The links of the yearly mail, by which a coordinator says that a network's page is still right or that it has ended."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from directory.services.freshness import find_freshness, no_longer_there, still_right

ANSWERS = {"right": still_right, "ended": no_longer_there}


@method_decorator(never_cache, name="dispatch")
class StillRightView(View):
    """Looking at it changes nothing; each of its two buttons uses the link, and then it tells what is noted."""

    def get(self, request, token, status=200) -> HttpResponse:
        link = find_freshness(token)
        if link is None or not (link.is_usable or link.used_at):
            return render(request, "directory/still_right_no_link.html", status=404)
        return render(request, "directory/still_right.html", {"link": link, "network": link.coordinator.network}, status=status)

    def post(self, request, token) -> HttpResponse:
        answer = ANSWERS.get(request.POST.get("step"))
        if answer is None:
            return self.get(request, token, status=422)
        return HttpResponseRedirect(request.path) if answer(token) else self.get(request, token)
