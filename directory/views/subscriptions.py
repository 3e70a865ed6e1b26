"""Calendars and feeds: the lists as other programs read them, each at an address that asks what a page asks."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from directory.feeds import FeedItem, atom, calendar
from directory.filters import MeetingFilter, NetworkFilter
from directory.finding import MeetingEntry
from directory.models import Network
from directory.services.changes import PublicChange, latest_changes
from directory.services.private_calendar import owner_of
from directory.templatetags.directory import rhythm_sentence
from directory.views.editions import EditionMixin

MOST_ITEMS = 50


class SubscriptionView(EditionMixin, View):
    """One address that programs ask again and again. An answer that would be the same is not made."""

    content_type: str
    page_name: str

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return HttpResponse(self.content(**kwargs), content_type=f"{self.content_type}; charset=utf-8")

    def content(self, **kwargs) -> bytes:
        raise NotImplementedError

    @property
    def source(self) -> str:
        return self.request.path + self._query

    def page(self, *args) -> str:
        """Return the address of the page that shows the same, with the same questions."""
        return reverse(f"directory:{self.page_name}", args=args) + self._query

    @property
    def _query(self) -> str:
        """The questions as they were understood, cleaned of what no address should hold."""
        return f"?{self.request.GET.urlencode()}" if self.request.GET else ""


class CalendarView(SubscriptionView):
    content_type, page_name = "text/calendar", "meeting-list"

    def content(self):
        asked = MeetingFilter(self.request.GET, self.snapshot)
        return calendar(asked.rows, name=_named(_("Meetings"), asked), page=self.page(), source=self.source)


class NetworkCalendarView(SubscriptionView):
    content_type, page_name = "text/calendar", "network-detail"

    def get(self, request, slug):
        """Answer, also at an address that the network once had."""
        if slug in self.snapshot.network_by_slug:
            return super().get(request, slug=slug)
        moved = get_object_or_404(Network.objects.published(), former_addresses__slug=slug)
        return HttpResponsePermanentRedirect(reverse("directory:network-calendar", args=[moved.slug]))

    def content(self, slug):
        network = self.snapshot.network_by_slug[slug]
        return calendar(network.meetings, name=network.name, page=self.page(slug), source=self.source)


class AgencyCalendarView(SubscriptionView):
    """The meetings of the networks an agency is in, and those it is the host of."""

    content_type, page_name = "text/calendar", "agency-detail"

    def content(self, slug):
        agency = next((agency for agency in self.snapshot.agencies if agency.slug == slug), None)
        if agency is None:
            raise Http404
        own = {network.slug for network in self.snapshot.networks_of(agency)}
        meetings = [m for m in self.snapshot.meetings if m.network_slug in own or m.host_slug == slug]
        return calendar(meetings, name=agency.name, page=self.page(slug), source=self.source)


class PrivateCalendarView(SubscriptionView):
    """The meetings of the networks that whoever has the address coordinates."""

    content_type, page_name = "text/calendar", "my-networks"

    def may_be_shared(self):
        return False

    def state(self) -> str:
        return f"{super().state()}.{sorted(self._own)}"

    def content(self, token):
        meetings = [m for m in self.snapshot.meetings if m.network_slug in self._own]
        return calendar(meetings, name=_("My networks"), page=self.page(), source=self.source)

    @cached_property
    def _own(self) -> set[str]:
        owner = owner_of(self.kwargs["token"])
        if owner is None:
            raise Http404
        return set(Network.objects.editable_by(owner).values_list("slug", flat=True))


class NetworkFeedView(SubscriptionView):
    content_type, page_name = "application/atom+xml", "network-list"

    def content(self):
        asked = NetworkFilter(self.request.GET, self.snapshot)
        newest = sorted(asked.rows, key=lambda network: (network.published_at, network.id), reverse=True)[:MOST_ITEMS]
        items = [
            FeedItem(
                key=f"network-{network.id}",
                title=network.name,
                summary="\n".join(filter(None, (network.purpose, rhythm_sentence(network.rhythms)))),
                page=network.url,
                published=network.published_at,
                updated=network.published_at,
            )
            for network in newest
        ]
        return atom(items, name=_named(_("Networks"), asked), page=self.page(), source=self.source)


class MeetingFeedView(SubscriptionView):
    content_type, page_name = "application/atom+xml", "meeting-list"

    def content(self):
        asked = MeetingFilter(self.request.GET, self.snapshot)
        latest = sorted(asked.rows, key=lambda meeting: (meeting.changed_at, meeting.uid), reverse=True)[:MOST_ITEMS]
        items = [
            FeedItem(
                key=f"meeting-{meeting.uid}",
                title=f"{meeting.network_name}: {meeting.title}",
                summary=_when_and_where(meeting),
                page=meeting.network_url,
                published=meeting.changed_at,
                updated=meeting.changed_at,
            )
            for meeting in latest
        ]
        return atom(items, name=_named(_("Meetings"), asked), page=self.page(), source=self.source)


class ChangesFeedView(SubscriptionView):
    """What has changed on the whole map."""

    content_type, page_name = "application/atom+xml", "home"

    def content(self):
        items = map(_told, latest_changes(MOST_ITEMS))
        return atom(items, name=_("Changes on the map"), page=self.page(), source=self.source)


class NetworkChangesFeedView(SubscriptionView):
    content_type, page_name = "application/atom+xml", "network-detail"

    def content(self, slug):
        network = get_object_or_404(Network.objects.published(), slug=slug)
        name = _("Changes of %(network)s") % {"network": network}
        return atom(map(_told, latest_changes(MOST_ITEMS, network)), name=name, page=self.page(slug), source=self.source)


def _named(what: str, asked: MeetingFilter | NetworkFilter) -> str:
    """Return what a list of these choices is called in somebody's program."""
    chosen = ", ".join(asked.choices_named)
    return f"Nätverkskartan: {what} ({chosen})" if chosen else f"Nätverkskartan: {what}"


def _when_and_where(meeting: MeetingEntry) -> str:
    when = date_format(meeting.starts_on, "j F Y") if meeting.is_known_to_the_day else ""
    cancelled = _("Cancelled") if meeting.is_cancelled else ""
    return " · ".join(filter(None, (cancelled, when, meeting.place, meeting.mode_label)))


def _told(change: PublicChange) -> FeedItem:
    facts = ", ".join(change.facts)
    told = facts or _("New on the map")
    return FeedItem(
        key=f"change-{change.network.pk}-{change.moment.isoformat()}",
        title=f"{change.network}: {told}",
        summary=_("Changed: %(facts)s") % {"facts": facts} if facts else change.network.purpose,
        page=change.network.get_absolute_url(),
        published=change.moment,
        updated=change.moment,
    )
