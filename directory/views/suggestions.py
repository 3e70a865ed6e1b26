"""What a search box offers while somebody types. Without a script nobody asks for it."""

from django.views.generic import TemplateView

from directory.finding import suggest
from directory.views.editions import EditionMixin


class SuggestionsView(EditionMixin, TemplateView):
    template_name = "directory/_suggestions.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"suggestions": suggest(self.snapshot, self.request.GET.get("q", ""))}
