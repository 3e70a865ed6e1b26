"""Who may edit which network. Private: readers see a network's function mailbox, never its coordinators."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.network import Network


class CoordinatorQuerySet(models.QuerySet):
    def reachable(self):
        """Those that mail can be written to, with their addresses at hand."""
        return self.filter(user__is_active=True).exclude(user__email="").select_related("user")


class Coordinator(models.Model):
    """That somebody coordinates a network, and may edit what the map says of it; a network may have several."""

    is_public = False

    network = models.ForeignKey(Network, models.CASCADE, related_name="coordinators", verbose_name=_("network"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coordinated", verbose_name=_("who"))
    since = models.DateTimeField(_("since"), auto_now_add=True)

    objects = CoordinatorQuerySet.as_manager()

    class Meta:
        ordering = ["since"]
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        constraints = [models.UniqueConstraint(fields=["network", "user"], name="coordinator_is_named_once")]

    def __str__(self):
        return f"{self.network}: {self.user}"
