"""Networks with all that belongs to them, as curators tend them."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directory.admin.autocomplete import MOST_ROWS, AutocompleteInline
from directory.admin.public_rows import AddressedAdmin, AddressedForm, PublicRowAdmin
from directory.admin.typed import CLEANED, LinesTextField
from directory.models import (
    Channel,
    Material,
    Meeting,
    Membership,
    Network,
    Relation,
    Rhythm,
    Role,
    Source,
    TurnChange,
    Visit,
)
from directory.models.revision import one_step
from directory.services.freshness import confirm, marked
from directory.services.publish import publish_networks, withdraw_networks

LISTED_BELOW = ((Membership, "network"), (Meeting, "network"), (Source, "network"), (Relation, "origin"), (Relation, "target"))


class FreshnessFilter(admin.SimpleListFilter):
    title, parameter_name = _("how fresh"), "freshness"

    def lookups(self, request, model_admin):
        return [("marked", _("long unconfirmed"))]

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=marked()) if self.value() else queryset


class NetworkForm(AddressedForm):
    other_names = LinesTextField(most=50, label=_("Other names"), help_text=_("One on each line."), required=False)


class PartInline(AutocompleteInline, admin.TabularInline):
    """Rows that belong to the network."""

    formfield_overrides = CLEANED
    refers_to = ("network",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.refers_to)


class MembershipInline(PartInline):
    model = Membership
    autocomplete_fields = ("agency",)
    refers_to = ("network", "agency")


class MeetingInline(PartInline):
    model = Meeting
    autocomplete_fields = ("host",)
    fields = ("title", "starts_on", "ends_on", "precision", "mode", "place", "host", "state")
    refers_to = ("network", "host")
    show_change_link = True


class RhythmInline(PartInline):
    model = Rhythm


class SourceInline(PartInline):
    model = Source


class RelationInline(PartInline):
    model = Relation
    fk_name = "origin"
    autocomplete_fields = ("target",)
    refers_to = ("origin", "target")


class TurnChangeInline(PartInline):
    model = TurnChange
    autocomplete_fields = ("agency", "other")
    refers_to = ("network", "agency", "other")


class MaterialInline(PartInline):
    model = Material
    autocomplete_fields = ("agency", "focus_area")
    refers_to = ("network", "agency", "focus_area")


class VisitInline(PartInline):
    model = Visit
    autocomplete_fields = ("agency", "focus_area")
    refers_to = ("network", "agency", "focus_area")


class ChannelInline(PartInline):
    model = Channel


class IncomingRelationInline(PartInline):
    """What other networks' pages say of this one, to be read here and changed there."""

    model = Relation
    fk_name = "target"
    fields = readonly_fields = ("origin", "kind", "year", "note")
    refers_to = ("origin", "target")
    verbose_name_plural = _("relations told by other networks")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Network)
class NetworkAdmin(AddressedAdmin):
    form = NetworkForm
    list_display = ("name", "editorial_state", "life", "openness", "confirmed_on")
    list_filter = (
        "editorial_state", "life", "openness", "level", "kind", "focus_areas", "counties", "confidence", FreshnessFilter,
    )  # fmt: skip
    search_fields = ("folded_name", "short_name", "other_names")
    readonly_fields = ("published_at", "waits_in_the_queue", "longer_lists")
    actions = ("publish", "withdraw", "confirm_selected", *AddressedAdmin.actions)
    inlines = (
        RhythmInline,
        MembershipInline,
        MeetingInline,
        RelationInline,
        IncomingRelationInline,
        TurnChangeInline,
        MaterialInline,
        VisitInline,
        ChannelInline,
        SourceInline,
    )
    fieldsets = (
        (None, {"fields": ("name", "slug", "short_name", "other_names", "purpose", "language")}),
        (_("With the curators"), {"fields": ("editorial_state", "waits_in_the_queue", "published_at", "confidence", "doubts")}),
        (_("What it works with"), {"fields": ("kind", "organiser", "focus_areas", "exchanges", "cpv_divisions")}),
        (_("Where"), {"fields": ("level", "country", "counties", "area")}),
        (
            _("Status and history"),
            {"fields": ("life", "life_basis", "founded_year", "founded_note", "origin", "ended_year", "ended_reason")},
        ),
        (
            _("Joining"),
            {
                "fields": (
                    "openness",
                    "admits",
                    "admission_note",
                    "how_to_join",
                    "join_questions",
                    "contact_email",
                    "website",
                    "linkedin",
                )
            },
        ),
        (
            _("Size and meetings"),
            {"fields": ("stated_size", "stated_size_unit", "stated_size_as_of", "rhythm_note", "longer_lists")},
        ),
        (_("Last confirmed"), {"fields": ("confirmed_on", "confirmed_by")}),
    )

    def get_readonly_fields(self, request, obj=None):
        """What waits in the queue is decided there, where its sender is told."""
        decided_there = ("editorial_state",) if obj and _is_undecided(obj) else ()
        return (*super().get_readonly_fields(request, obj), *decided_there)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and _is_undecided(obj))

    def save_model(self, request, obj, form, change):
        """Save the network with its lists as one entry of its history."""
        with obj.as_one_change():
            super().save_model(request, obj, form, change)
            form.save_m2m()

    @admin.display(description=_("registration"))
    def waits_in_the_queue(self, network):
        registration = getattr(network, "registration", None)
        if registration is None:
            return "–"
        address = reverse("admin:directory_registration_change", args=[registration.pk])
        return format_html('<a href="{}">{}</a> {}', address, registration, registration.get_state_display())

    @admin.display(description=_("all of them"))
    def longer_lists(self, network):
        """Lead to the whole of each list of which this page shows only the first rows."""
        counted = [(model, owner, model.objects.filter(**{owner: network.pk}).count()) for model, owner in LISTED_BELOW]
        cut = [
            (_all_of(model, owner, network), model._meta.verbose_name_plural, n) for model, owner, n in counted if n > MOST_ROWS
        ]
        return format_html_join(" ", '<a href="{}">{} ({})</a>', cut) or "–"

    @admin.action(description=_("Publish, unless they wait in the queue"), permissions=["change"])
    def publish(self, request, queryset):
        count = publish_networks(networks=queryset, by=request.user)
        self.message_user(
            request, ngettext("%(count)d network published.", "%(count)d networks published.", count) % {"count": count}
        )

    @admin.action(description=_("Withdraw from the map"), permissions=["change"])
    def withdraw(self, request, queryset):
        count = withdraw_networks(networks=queryset, by=request.user)
        self.message_user(
            request, ngettext("%(count)d network withdrawn.", "%(count)d networks withdrawn.", count) % {"count": count}
        )

    @admin.action(description=_("Note that all of it is still right"), permissions=["change"])
    def confirm_selected(self, request, queryset):
        networks = list(queryset.published())
        count = len(networks)
        with one_step(by=request.user, why=_("Confirmed by a curator")):
            for network in networks:
                confirm(network=network, by=request.user, role=Role.CURATOR)
        self.message_user(
            request,
            ngettext("%(count)d network confirmed.", "%(count)d networks confirmed.", count) % {"count": count},
        )


@admin.register(Rhythm)
class RhythmAdmin(PublicRowAdmin):
    list_display = ("network", "mode", "per_year")
    list_select_related = ("network",)
    search_fields = ("network__folded_name",)
    autocomplete_fields = ("network",)


@admin.register(Source)
class SourceAdmin(PublicRowAdmin):
    list_display = ("url", "network", "page_date")
    list_select_related = ("network",)
    search_fields = ("network__folded_name", "url")
    autocomplete_fields = ("network",)


def _is_undecided(network: Network) -> bool:
    registration = getattr(network, "registration", None)
    return registration is not None and registration.is_undecided


def _all_of(model, owner: str, network: Network) -> str:
    return reverse(f"admin:directory_{model._meta.model_name}_changelist", query={f"{owner}__id__exact": network.pk})
