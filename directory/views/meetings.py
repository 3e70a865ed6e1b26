"""The list of meetings over all networks."""

from directory.filters import MeetingFilter
from directory.views.lists import FilteredListView


class MeetingListView(FilteredListView):
    template_name = "directory/meeting_list.html"
    filterset_class = MeetingFilter
    per_page = 50
