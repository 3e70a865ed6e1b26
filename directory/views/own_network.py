"""What pages about a network that one coordinates have in common."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404

from directory.models import Network


class OwnNetworkMixin(LoginRequiredMixin):
    """A view of a network, ``self.network``, that is there for its coordinators only."""

    def dispatch(self, request, *args, slug, **kwargs):
        if request.user.is_authenticated:
            self.network = get_object_or_404(Network.objects.editable_by(request.user), slug=slug)
        return super().dispatch(request, *args, slug=slug, **kwargs)
