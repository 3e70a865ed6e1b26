"""What the three filtered lists share: the query string in, a page of entries out."""

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from directory.views.editions import EditionMixin


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
