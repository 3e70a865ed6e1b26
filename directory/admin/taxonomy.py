"""The lists the filters offer, as curators tend them."""

from django.contrib import admin

from directory.admin.public_rows import PublicRowAdmin
from directory.models import AgencyKind, County, CpvDivision, Exchange, FocusArea, Synonym


class TermAdmin(PublicRowAdmin):
    """An entry of a list. One that is in use stays: deleting it would take it from every network without a trace there."""

    list_display = ("name_sv", "name_en", "position")
    search_fields = ("name_sv", "name_en")
    lasting = ("code",)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and _is_in_use(obj))


@admin.register(FocusArea)
class FocusAreaAdmin(TermAdmin):
    list_display = ("name_sv", "name_en", "slug", "position")
    search_fields = ("name_sv", "name_en", "description_sv", "description_en", "words_sv", "words_en")
    lasting = ("slug",)
    fields = ("name_sv", "name_en", "slug", "position", "description_sv", "description_en", "words_sv", "words_en")


@admin.register(County)
class CountyAdmin(TermAdmin):
    list_display = ("name_sv", "name_en", "code", "scb_code")
    search_fields = ("name_sv", "name_en", "code")
    fields = ("name_sv", "name_en", "code", "scb_code", "position")


@admin.register(AgencyKind)
class AgencyKindAdmin(TermAdmin):
    list_display = ("name_sv", "name_en", "code", "position")
    fields = ("name_sv", "name_plural_sv", "name_en", "name_plural_en", "code", "position")


@admin.register(CpvDivision)
class CpvDivisionAdmin(TermAdmin):
    list_display = ("code", "plain_sv", "plain_en", "name_sv")
    list_display_links = ("code", "plain_sv")
    search_fields = ("code", "plain_sv", "plain_en", "name_sv", "name_en")
    fields = ("code", "plain_sv", "plain_en", "name_sv", "name_en", "position")


@admin.register(Exchange)
class ExchangeAdmin(TermAdmin):
    list_display = ("name_sv", "name_en", "code", "position")
    fields = ("name_sv", "name_en", "code", "position")


@admin.register(Synonym)
class SynonymAdmin(TermAdmin):
    """Words that mean the same; a search for one finds the others."""

    list_display = ("name_sv", "name_en", "words_sv", "words_en")
    search_fields = ("name_sv", "name_en", "words_sv", "words_en")
    fields = ("name_sv", "words_sv", "name_en", "words_en", "code", "position")


def _is_in_use(term) -> bool:
    uses = [relation.get_accessor_name() for relation in term._meta.related_objects]
    return any(getattr(term, name).exists() for name in uses)
