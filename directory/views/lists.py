"""What the three filtered lists share: the query string in, a page of entries out."""

import sys

from django.core.paginator import Paginator
from django.utils.translation import get_language
from django.views.generic import TemplateView

from directory.templatetags.frames import framed
from directory.views.editions import EditionMixin

ALL = sys.maxsize
"""How many a page holds that is not a part of its list."""


class FilteredListView(EditionMixin, TemplateView):
    """A list read from the snapshot through a filter. An unknown page number shows the nearest page there is."""

    filterset_class = None
    per_page = 20

    def get_context_data(self, **kwargs):
        asked = self.filterset_class(self.request.GET, self.snapshot)
        paginator = Paginator(asked.rows, self.per_page)
        return super().get_context_data(**kwargs) | {
            "filter": asked,
            "page_obj": paginator.get_page(self.request.GET.get("page")),
            "today": self.today,
        }

    def render_to_response(self, context, **kwargs):
        search_label = self.filterset_class.base_filters["q"].label
        template = framed(self.template_name, self.request.path, get_language(), search_label=search_label)
        return self.response_class(self.request, template, context, **kwargs)
