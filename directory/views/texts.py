"""Pages of prose: about, accessibility, privacy."""

from django.conf import settings
from django.views.generic import TemplateView

from directory.linked import dataset_data, script
from directory.services.forget import KEPT
from directory.views.editions import ConditionalMixin


class TextView(ConditionalMixin, TemplateView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"contact": settings.CURATOR_EMAIL}


class AboutView(TextView):
    """What the site is, and what its data are."""

    template_name = "directory/about.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"linked_data": script(dataset_data())}


class PrivacyView(TextView):
    """What is kept about people, and for how long."""

    template_name = "directory/privacy.html"
    extra_context = {"kept": KEPT}
