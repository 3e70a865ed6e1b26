"""What a search box offers while somebody types. Without a script nobody asks for it."""

from django.views.generic import TemplateView

from directory.finding import suggest
from directory.text import fold
from directory.views.editions import EditionMixin


class SuggestionsView(EditionMixin, TemplateView):
    template_name = "directory/_suggestions.html"

    def get_context_data(self, **kwargs):
        typed = self.request.GET.get("q", "")
        suggestions = suggest(self.snapshot, typed, self.today)
        named = [network for network in suggestions.networks if _has_word_that_begins(network, fold(typed))]
        return super().get_context_data(**kwargs) | {
            "typed": typed,
            "suggestions": suggestions,
            "named": named,
            "others": [network for network in suggestions.networks if network not in named],
            "count": sum(map(len, (suggestions.words, suggestions.focus_areas, suggestions.networks, suggestions.agencies))),
        }


def _has_word_that_begins(network, begun: str) -> bool:
    """Tell whether a word of the network's names begins so."""
    return any(f" {begun}" in f" {name}" for name in network.folded_names)
