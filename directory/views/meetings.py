"""The list of meetings over all networks."""

from django.utils.translation import gettext as _

from directory.filters import MeetingFilter
from directory.views.lists import FilteredListView


class MeetingListView(FilteredListView):
    template_name = "directory/meeting_list.html"
    filterset_class = MeetingFilter
    per_page = 50

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"groups": self._coming_and_past(context["page_obj"])}

    def _coming_and_past(self, meetings) -> list[dict]:
        """Return ``[{"title", "meetings"}]`` without those that hold none."""
        coming = [meeting for meeting in meetings if meeting.is_coming(self.today)]
        past = [meeting for meeting in meetings if not meeting.is_coming(self.today)]
        groups = [{"title": _("Coming"), "meetings": coming}, {"title": _("Past"), "meetings": past}]
        return [group for group in groups if group["meetings"]]
