"""The agenda memory: what networks have talked about, shared and shown."""

from django.utils.translation import gettext as _

from directory.filters import MemoryFilter
from directory.views.lists import FilteredListView


class MemoryView(FilteredListView):
    template_name = "directory/memory_list.html"
    filterset_class = MemoryFilter
    per_page = 50

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        entries = context["page_obj"].object_list
        coming, past = ([entry for entry in entries if entry.is_coming(self.today) == is_coming] for is_coming in (True, False))
        groups = [{"title": _("Coming and offered"), "entries": coming}, {"title": _("Talked about and shared"), "entries": past}]
        return context | {"groups": [group for group in groups if group["entries"]]}
