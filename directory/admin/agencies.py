"""Agencies and their memberships, as curators tend them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directory.admin.autocomplete import AutocompleteInline
from directory.admin.public_rows import AddressedAdmin, AddressedForm, PublicRowAdmin
from directory.admin.typed import LinesTextField
from directory.models import Agency, Membership


class AgencyForm(AddressedForm):
    other_names = LinesTextField(most=50, label=_("Other names"), help_text=_("One on each line."), required=False)


class MembershipsOfAgency(AutocompleteInline, admin.TabularInline):
    model = Membership
    autocomplete_fields = ("network",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("network", "agency")


@admin.register(Agency)
class AgencyAdmin(AddressedAdmin):
    form = AgencyForm
    list_display = ("name", "kind", "county", "country", "organisation_number")
    list_filter = ("kind", "county")
    list_select_related = ("kind", "county")
    search_fields = ("folded_name", "other_names", "organisation_number")
    fields = ("name", "slug", "other_names", "kind", "county", "country", "organisation_number")
    inlines = (MembershipsOfAgency,)


@admin.register(Membership)
class MembershipAdmin(PublicRowAdmin):
    list_display = ("agency", "network", "joined_year", "left_year")
    list_display_links = ("agency", "network")
    list_select_related = ("agency", "network")
    search_fields = ("agency__folded_name", "network__folded_name")
    autocomplete_fields = ("network", "agency")
    fields = ("network", "agency", "joined_year", "left_year")
