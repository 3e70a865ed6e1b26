"""The links on the map and what was found there, those that somebody should see to first."""

from django.contrib import admin, messages
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from directory.admin.nonsense import RefusesNonsense
from directory.admin.search import FoldedSearch
from directory.models import LinkCheck, LinkState, Network
from directory.services.links import accept, look_again


@admin.register(LinkCheck)
class LinkCheckAdmin(FoldedSearch, RefusesNonsense, admin.ModelAdmin):
    list_display = ("url", "state", "answer", "then_and_now", "looked_at")
    list_filter = ("state",)
    search_fields = ("url",)
    ordering = (Case(When(state__in=(LinkState.DEAD, LinkState.CHANGED), then=Value(0)), default=Value(1)), "url")
    actions = ("accept_selected", "look_again_at_selected")
    fields = readonly_fields = (
        "address", "state", "answer", "then_and_now", "networks", "looked_at", "due_at", "missing_since",
    )  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("address"))
    def address(self, link):
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', link.url, link.url)

    @admin.display(description=_("then → now"))
    def then_and_now(self, link):
        """The host and the title that were right, and what is there now if that is something else."""
        then, now = f"{link.host} {link.title}".strip(), f"{link.host_now} {link.title_now}".strip()
        return f"{then} → {now}" if link.state == LinkState.CHANGED else then or "–"

    @admin.display(description=_("networks"))
    def networks(self, link):
        """The networks on whose pages it stands, each with the way to change it."""
        rows = [
            (reverse("admin:directory_network_change", args=[network.pk]), network)
            for network in Network.objects.filter(Q(website=link.url) | Q(sources__url=link.url)).distinct()
        ]
        return format_html_join(", ", '<a href="{}">{}</a>', rows) or "–"

    @admin.action(description=_("What is there now is right"), permissions=["change"])
    def accept_selected(self, request, queryset):
        accept(queryset.filter(state=LinkState.CHANGED))
        self.message_user(request, _("Noted as right."), messages.SUCCESS)

    @admin.action(description=_("Look again soon"), permissions=["change"])
    def look_again_at_selected(self, request, queryset):
        look_again(queryset)
        self.message_user(request, _("They will be looked at within minutes."), messages.SUCCESS)
