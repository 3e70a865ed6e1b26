"""How networks are related, as curators tend it."""

from django.contrib import admin

from directory.admin.public_rows import PublicRowAdmin
from directory.models import Relation


@admin.register(Relation)
class RelationAdmin(PublicRowAdmin):
    list_display = ("origin", "kind", "target", "year")
    list_display_links = ("origin", "target")
    list_filter = ("kind",)
    list_select_related = ("origin", "target")
    search_fields = ("origin__folded_name", "target__folded_name", "note")
    autocomplete_fields = ("origin", "target")
    fields = ("origin", "kind", "target", "year", "note")
