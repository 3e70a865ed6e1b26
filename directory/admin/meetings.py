"""Meetings, as curators tend them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directory.admin.public_rows import PublicRowAdmin
from directory.models import Meeting


@admin.register(Meeting)
class MeetingAdmin(PublicRowAdmin):
    list_display = ("title", "network", "starts_on", "mode", "place", "state")
    list_filter = ("state", "mode", "precision")
    list_select_related = ("network",)
    search_fields = ("title", "place", "network__folded_name")
    autocomplete_fields = ("network", "host")
    date_hierarchy = "starts_on"
    readonly_fields = ("uid", "sequence")
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
