"""Meetings, as curators tend them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directory.admin.autocomplete import AutocompleteInline
from directory.admin.public_rows import PublicRowAdmin
from directory.admin.typed import CLEANED
from directory.models import AgendaItem, Meeting


class AgendaInline(AutocompleteInline, admin.TabularInline):
    model = AgendaItem
    formfield_overrides = CLEANED
    autocomplete_fields = ("agency", "focus_area")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("meeting", "agency", "focus_area")


@admin.register(Meeting)
class MeetingAdmin(PublicRowAdmin):
    list_display = ("title", "network", "starts_on", "mode", "place", "state")
    list_filter = ("state", "mode", "precision")
    list_select_related = ("network",)
    search_fields = ("title", "place", "network__folded_name")
    autocomplete_fields = ("network", "host")
    date_hierarchy = "starts_on"
    readonly_fields = ("uid", "sequence")
    inlines = (AgendaInline,)
    fieldsets = (
        (None, {"fields": ("network", "title", "state")}),
        (
            _("When"),
            {
                "fields": ("starts_on", "ends_on", "precision", ("start_time", "end_time", "time_zone")),
                "description": _("Write no more than is known: for a month or a year, any day in it will do."),
            },
        ),
        (_("Where"), {"fields": ("mode", "place", "host")}),
        (_("To take part"), {"fields": ("capacity", "how_to_take_part", "preparation")}),
        (_("In calendars"), {"fields": ("uid", "sequence")}),
    )
