"""Pages of prose: about, accessibility, privacy."""

from django.conf import settings
from django.views.generic import TemplateView

from directory.services.forget import KEPT
from directory.views.editions import ConditionalMixin


class TextView(ConditionalMixin, TemplateView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"contact": settings.CURATOR_EMAIL}


class PrivacyView(TextView):
    """What is kept about people, and for how long."""

    template_name = "directory/privacy.html"
    extra_context = {"kept": KEPT}
