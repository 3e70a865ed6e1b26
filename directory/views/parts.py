"""Where coordinators write what belongs to their network: meetings and their topics, material, visits, channels."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.decorators.cache import never_cache

from directory.forms.parts import (
    AgendaItemForm,
    ChannelForm,
    MaterialForm,
    MeetingForm,
    PartForm,
    PlannedFormSet,
    RhythmForm,
    VisitForm,
)
from directory.models import AgendaItem, Meeting
from directory.planning import suggested_meetings
from directory.services.host import wheel
from directory.services.parts import ChangedMeanwhile, add_parts, remove_part, save_part, version_of
from directory.views.own_network import OwnNetworkMixin

NOT_COPIED = ("starts_on", "ends_on", "precision", "state", "host")


@dataclass(frozen=True)
class Kind:
    """A kind of row that coordinators write: its form, and what its pages are called."""

    form: type[PartForm]
    new: Promise
    change: Promise

    @property
    def model(self) -> type[models.Model]:
        return self.form._meta.model


KINDS = {
    "meeting": Kind(MeetingForm, gettext_lazy("A new meeting"), gettext_lazy("Change a meeting")),
    "topic": Kind(AgendaItemForm, gettext_lazy("A new topic"), gettext_lazy("Change a topic")),
    "material": Kind(MaterialForm, gettext_lazy("Share material"), gettext_lazy("Change shared material")),
    "visit": Kind(VisitForm, gettext_lazy("A visit to a workplace"), gettext_lazy("Change a visit")),
    "channel": Kind(ChannelForm, gettext_lazy("Where you talk"), gettext_lazy("Change where you talk")),
}


@method_decorator(never_cache, name="dispatch")
class PartsView(OwnNetworkMixin, View):
    """All that belongs to one's network, with the ways to write it."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        today = timezone.localdate()
        meetings = self.network.meetings.select_related("host").prefetch_related("agenda")
        coming = [meeting for meeting in meetings if meeting.is_coming(today)]
        told = {
            "network": self.network,
            "coming": coming[::-1],
            "past": [meeting for meeting in meetings if not meeting.is_coming(today)],
            "materials": self.network.materials.all(),
            "visits": self.network.visits.all(),
            "channels": self.network.channels.all(),
        }
        return render(request, "directory/network_parts.html", told)


@method_decorator(never_cache, name="dispatch")
class PartView(OwnNetworkMixin, View):
    """The form of one row, new or written before. Pressing ``remove`` takes it away."""

    def get(self, request: HttpRequest, slug: str, kind: str, pk: int | None = None) -> HttpResponse:
        row = self._row(kind, pk)
        initial = self._copied() if kind == "meeting" and pk is None else {}
        return self._page(kind, KINDS[kind].form(instance=row, initial={"opened": version_of(row), **initial}))

    def post(self, request: HttpRequest, slug: str, kind: str, pk: int | None = None) -> HttpResponse:
        try:
            row = self._row(kind, pk)
        except Http404:
            return self._gone(kind, pk)
        form = KINDS[kind].form(request.POST, instance=row)
        try:
            if pk and request.POST.get("step") == "remove":
                remove_part(row, opened=request.POST.get("opened", ""), by=request.user)
                return self._done(_("It is removed. A curator can bring it back."))
            if not form.is_valid():
                return self._page(kind, form, status=422)
            save_part(form.instance, opened=form.cleaned_data["opened"], by=request.user)
        except ChangedMeanwhile as changed:
            return self._changed_meanwhile(kind, changed.now)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._page(kind, form, status=422)
        return self._done(_("It is on the page now."))

    def _row(self, kind: str, pk: int | None) -> models.Model:
        """Return the row that is asked for, or a new one of the network; a topic's meeting is named in the address."""
        if kind not in KINDS:
            raise Http404
        model = KINDS[kind].model
        if pk is not None:
            return get_object_or_404(model, network=self.network, pk=pk)
        if model is AgendaItem:
            meeting = self._named_in_address("meeting") or _not_found()
            return AgendaItem(network=self.network, meeting=meeting, position=meeting.agenda.count() + 1)
        return model(network=self.network)

    def _copied(self) -> dict:
        """Return what a new meeting takes over from the one that the address names, if it names one."""
        meeting = self._named_in_address("copy")
        if meeting is None:
            return {}
        return {name: getattr(meeting, name) for name in MeetingForm._meta.fields if name not in NOT_COPIED}

    def _named_in_address(self, name: str) -> Meeting | None:
        key = self.request.GET.get(name, "")
        return self.network.meetings.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None

    def _gone(self, kind: str, pk: int | None) -> HttpResponse:
        """Give back what was typed of a row that somebody else has removed, in a form that writes it anew."""
        latest = KINDS[kind].model.history.filter(id=pk, network=self.network.pk).first() if kind in KINDS and pk else None
        if latest is None:
            raise Http404
        row = latest.instance
        row.pk, row._state.adding = None, True
        action = reverse("directory:network-part-new", args=[self.network.slug, kind])
        if kind == "topic":
            if not self.network.meetings.filter(pk=row.meeting_id).exists():
                messages.warning(self.request, _("Somebody else has removed the meeting meanwhile."))
                return HttpResponseRedirect(self._overview)
            action += f"?meeting={row.meeting_id}"
        typed = self.request.POST.copy()
        typed["opened"] = ""
        form = KINDS[kind].form(typed, instance=row)
        form.add_error(None, _("Somebody else has removed it meanwhile. Save it, and it is written anew."))
        return self._page(kind, form, status=409, action=action)

    def _changed_meanwhile(self, kind: str, now: models.Model | None) -> HttpResponse:
        """Show what was typed beside what somebody else wrote; sent once more, what was typed stands."""
        if now is None:
            return self._gone(kind, self.kwargs["pk"])
        typed = self.request.POST.copy()
        typed["opened"] = version_of(now)
        form = KINDS[kind].form(typed, instance=now)
        form.is_valid()
        form.tell_what_stands(type(now).objects.get(pk=now.pk))
        return self._page(kind, form, status=409, is_changed_meanwhile=True)

    def _done(self, message: str) -> HttpResponse:
        messages.success(self.request, message)
        return HttpResponseRedirect(self._overview)

    @property
    def _overview(self) -> str:
        return reverse("directory:network-parts", args=[self.network.slug])

    def _page(self, kind: str, form: PartForm, status: int = 200, **told) -> HttpResponse:
        row = form.instance
        title = KINDS[kind].change if row.pk else KINDS[kind].new
        told |= {"network": self.network, "form": form, "row": row, "title": title}
        return render(self.request, "directory/network_part.html", told, status=status)


@method_decorator(never_cache, name="dispatch")
class PlanView(OwnNetworkMixin, View):
    """A year of meetings: first the rhythm, then the days that are suggested, then what the coordinator makes of them."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        if "year" not in request.GET:
            return self._page(RhythmForm.of(self.network))
        rhythm = RhythmForm(request.GET)
        if not rhythm.is_valid():
            return self._page(rhythm, status=422)
        return self._page(rhythm, planned=PlannedFormSet(initial=self._suggested(rhythm), form_kwargs={"network": self.network}))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        planned = PlannedFormSet(request.POST, form_kwargs={"network": self.network})
        if not planned.is_valid():
            return self._page(RhythmForm.of(self.network), planned=planned, status=422)
        meetings = [form.instance for form in planned if not form.is_left_out]
        add_parts(meetings, by=request.user)
        count = len(meetings)
        phrase = ngettext("%(count)d meeting is planned.", "%(count)d meetings are planned.", count)
        messages.success(request, phrase % {"count": count})
        return HttpResponseRedirect(reverse("directory:network-parts", args=[slug]))

    def _suggested(self, rhythm: RhythmForm) -> list[dict]:
        """Return what stands in the form of each meeting to begin with: a day, a mode, and whose turn it is to host."""
        asked = rhythm.cleaned_data
        days = suggested_meetings(asked["year"], rhythm.how_many, avoid=asked["avoid"], after=timezone.localdate())
        hosts = [turn.agency.pk for turn in wheel(self.network).turns if not turn.planned]
        return [
            {
                "starts_on": day,
                "mode": mode,
                "title": _("Meeting %(number)d, %(year)d") % {"number": number, "year": asked["year"]},
                "host": hosts[(number - 1) % len(hosts)] if hosts else None,
            }
            for number, (day, mode) in enumerate(days, 1)
        ]

    def _page(self, rhythm: RhythmForm, planned=None, status: int = 200) -> HttpResponse:
        told = {"network": self.network, "form": rhythm, "planned": planned}
        return render(self.request, "directory/network_plan.html", told, status=status)


def _not_found() -> Meeting:
    raise Http404
