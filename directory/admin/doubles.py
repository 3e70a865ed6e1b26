"""The queue of pairs that may be one and the same: looked at side by side, merged, or said to be two."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from directory.admin.deciding import DecidedAdmin, Decision, ways_to
from directory.admin.values import shown
from directory.models import Double
from directory.services.doubles import are_two

SIDE_BY_SIDE = {
    "network": ("name", "short_name", "organiser", "purpose", "website", "level", "country", "founded_year", "editorial_state"),
    "agency": ("name", "other_names", "kind", "county", "organisation_number"),
}


@admin.register(Double)
class DoubleAdmin(DecidedAdmin):
    """Pairs that wait, and those that somebody has said are two."""

    decisions = {"_two": Decision(are_two, _("%(about)s: noted that they are two."))}
    list_display = ("why", "kind", "found_at", "decided_at")
    list_filter = ("kind", ("decided_at", admin.EmptyFieldListFilter))
    search_fields = ("why",)
    ordering = ("decided_at", "-found_at")
    fields = readonly_fields = ("kind", "why", "side_by_side", "merging", "found_at", "decided_at")
    actions = ("are_two_selected",)

    def name_of(self, obj):
        return " – ".join(map(str, obj.pair))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.decided_at is None)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.decided_at is not None)

    @admin.display(description=_("side by side"))
    def side_by_side(self, double):
        pair = double.pair
        heads = format_html_join("", '<th scope="col">{}</th>', [(ways_to(row),) for row in pair])
        fields = [pair[0]._meta.get_field(name) for name in SIDE_BY_SIDE[double.kind]] if pair else []
        rows = [
            (capfirst(field.verbose_name), format_html_join("", "<td>{}</td>", [(shown(row, field) or "–",) for row in pair]))
            for field in fields
        ]
        body = format_html_join("", '<tr><th scope="row">{}</th>{}</tr>', rows)
        table = "<table><thead><tr><th></th>{}</tr></thead><tbody>{}</tbody></table>"
        return format_html(table, heads, body)

    @admin.display(description=_("the same?"))
    def merging(self, double):
        """The ways to the page on which one is merged into the other."""
        pair = double.pair
        if len(pair) < 2:
            return _("One of them is gone.")
        merge = f"admin:directory_{double.kind}_merge"
        ways = [(reverse(merge, args=[kept.pk], query={"other": merged.pk}), merged, kept) for kept, merged in (pair, pair[::-1])]
        return format_html_join(" · ", '<a href="{}">' + str(_("{} into {}")) + "</a>", ways)

    @admin.action(description=_("They are two"), permissions=["change"])
    def are_two_selected(self, request, queryset):
        self.decide_selected("_two", request, queryset)
