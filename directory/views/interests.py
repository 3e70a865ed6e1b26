"""Interest before there is a network: the page of a topic, noting an interest, and the links of its mail."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from directory.finding import LIVING, NATIONAL, Criteria, Spot, TopicEntry, find, topics_waited_for
from directory.forms.interests import InterestForm
from directory.forms.topics import TopicForm
from directory.services.forget import KEPT
from directory.services.interest import confirm_interest, find_interest, note_interest, withdraw_interest
from directory.services.receive import Sending, TooManySent
from directory.views.editions import EditionMixin
from directory.views.visitors import address_of, held_back

CARDS = 4


class TopicView(EditionMixin, TemplateView):
    """A topic: which networks there are, how many wait for one; without a topic, all that somebody waits for."""

    template_name = "directory/topic.html"

    def get_context_data(self, **kwargs):
        form = TopicForm(self.request.GET, self.snapshot)
        told = {"form": form, "topic": form.topic, "today": self.today}
        more = self._networks(form.topic) if form.topic else {"waited_for": topics_waited_for(self.snapshot)}
        return super().get_context_data(**kwargs) | told | more

    def _networks(self, topic: TopicEntry) -> dict:
        """Return the living networks about the topic; when there are none, the national ones that come nearest."""
        about = self._living(**topic.chosen)
        nearest = [] if about else self._living(focus=topic.area.key, **NATIONAL)
        spot = Spot(len(about), topic.chosen | {"life": LIVING}, topic)
        return {"spot": spot, "cards": [*about[:CARDS], *nearest[:CARDS]]}

    def _living(self, **chosen: str):
        asked = {name: frozenset([key]) for name, key in chosen.items()}
        return find(self.snapshot, Criteria(life=frozenset(LIVING), today=self.today, **asked)).networks


@method_decorator(never_cache, name="dispatch")
class NoteInterestView(View):
    """The form. Its answer is the same whatever is known of the address."""

    def get(self, request):
        return self._page(InterestForm.blank(**{name: request.GET.get(name) for name in ("focus", "county", "who")}))

    def post(self, request):
        form = InterestForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        told = form.cleaned_data
        try:
            note_interest(
                focus_area=told["focus"],
                county=told["county"],
                agency_kind=told["who"],
                email=told["email"],
                employer=told["employer"],
                language=get_language(),
                sending=Sending(sender=address_of(request), trap=told["homepage"], seconds_spent=form.seconds_spent),
            )
        except TooManySent as refused:
            return held_back(form, self._page, refused.retry_after)
        return HttpResponseRedirect(reverse("directory:interest-thanks"))

    def _page(self, form: InterestForm, status: int = 200) -> HttpResponse:
        return render(self.request, "directory/interest_note.html", {"form": form}, status=status)


@method_decorator(never_cache, name="dispatch")
class ConfirmInterestView(View):
    """The link of a mail. Looking at it changes nothing; only the button uses it, and then it tells what is noted."""

    def get(self, request, token):
        link = find_interest(token)
        if link is None or not (link.is_usable or link.interest.confirmed_at):
            return _no_such_link(request)
        told = {"link": link, "interest": link.interest, "token": token}
        if link.interest.confirmed_at:
            told["kept_until"] = link.interest.confirmed_at + KEPT["interest"]
        return render(request, "directory/interest_confirm.html", told)

    def post(self, request, token):
        return HttpResponseRedirect(request.path) if confirm_interest(token) else self.get(request, token)


@method_decorator(never_cache, name="dispatch")
class WithdrawInterestView(View):
    """The other link of the mail: the button erases the interest, however old the link."""

    def get(self, request, token):
        link = find_interest(token)
        if link is None:
            return _no_such_link(request)
        return render(request, "directory/interest_withdraw.html", {"interest": link.interest})

    def post(self, request, token):
        if withdraw_interest(token) is None:
            return _no_such_link(request)
        return HttpResponseRedirect(reverse("directory:interest-withdrawn"))


def _no_such_link(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/interest_no_link.html", status=404)
