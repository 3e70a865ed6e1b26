"""Build a network: what makes one last, and how to begin."""

from django.views.generic import TemplateView

from directory.forms.topics import TopicForm
from directory.views.editions import EditionMixin


class BuildView(EditionMixin, TemplateView):
    template_name = "directory/build.html"

    def get_context_data(self, **kwargs):
        form = TopicForm(self.request.GET, self.snapshot)
        return super().get_context_data(**kwargs) | {"form": form, "topic": form.topic}
