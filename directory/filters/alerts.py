"""What fits an alert: the list that it watches, asked as its reader asked."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from directory.filters.lists import DirectoryFilter, MeetingFilter, NetworkFilter
from directory.finding import MeetingEntry, current_snapshot
from directory.models import Alert, AlertAbout
from directory.services.alerts import Fitting

FILTERS = {AlertAbout.NETWORKS: NetworkFilter, AlertAbout.MEETINGS: MeetingFilter}
LISTS = {AlertAbout.NETWORKS: "network-list", AlertAbout.MEETINGS: "meeting-list"}


def asked(about: str, query: str) -> DirectoryFilter:
    """Return the filter of a list, asked with a query string."""
    return FILTERS[about](QueryDict(query), current_snapshot())


def fitting(alert: Alert) -> dict[str, Fitting]:
    """Return all that fits the alert now by its key: networks, or meetings that are coming and not cancelled."""
    with override(alert.language):
        one = asked(alert.about, alert.query)
        if alert.about == AlertAbout.NETWORKS:
            return {f"network {network.id}": Fitting(network.name, network.purpose, network.url) for network in one.rows}
        coming = [meeting for meeting in one.rows if meeting.is_coming(one.today) and not meeting.is_cancelled]
        return {f"meeting {meeting.uid}": _of_meeting(meeting) for meeting in coming}


def list_path(about: str, query: str) -> str:
    """Return the path of the list that an alert watches."""
    return reverse(f"directory:{LISTS[about]}") + (f"?{query}" if query else "")


def _of_meeting(meeting: MeetingEntry) -> Fitting:
    line = ", ".join(filter(None, (meeting.first_day, meeting.place, meeting.mode_label)))
    return Fitting(f"{meeting.network_name}: {meeting.title}", line, meeting.network_url)
