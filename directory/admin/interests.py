"""Who waits for a network, and for which topics enough do: read, seen to, erased."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directory.admin.nonsense import RefusesNonsense
from directory.admin.search import FoldedSearch
from directory.models import Interest, Topic
from directory.services.interest import attend, erase


class ErasableAdmin(FoldedSearch, RefusesNonsense, admin.ModelAdmin):
    """Rows that the public wrote: nobody adds or changes them, and what is erased is no longer counted anywhere."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def delete_model(self, request, obj):
        self.delete_queryset(request, type(obj).objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        erase(queryset)


@admin.register(Interest)
class InterestAdmin(ErasableAdmin):
    list_display = ("email", "employer", "topic", "confirmed_at", "noted_at")
    list_filter = (("confirmed_at", admin.EmptyFieldListFilter), "topic__focus_area")
    list_select_related = ("topic__focus_area", "topic__county", "topic__agency_kind")
    search_fields = ("email", "employer", "topic__focus_area__name_sv", "topic__county__name_sv")
    fields = ("topic", "email", "employer", "language", "noted_at", "confirmed_at")

    def lookup_allowed(self, lookup, value, request):
        return lookup == "topic" or super().lookup_allowed(lookup, value, request)


@admin.register(Topic)
class TopicAdmin(ErasableAdmin):
    list_display = ("topic", "waiting", "ripe_at", "attended_at")
    list_filter = (("ripe_at", admin.EmptyFieldListFilter), ("attended_at", admin.EmptyFieldListFilter), "focus_area")
    list_select_related = ("focus_area", "county", "agency_kind")
    search_fields = ("focus_area__name_sv", "focus_area__name_en", "county__name_sv", "agency_kind__name_sv")
    fields = ("topic", "waiting", "ripe_at", "attended_at")
    ordering = ("-ripe_at", "focus_area")
    actions = ("attend_selected",)

    def get_queryset(self, request):
        return super().get_queryset(request).with_waiting()

    def has_attend_permission(self, request):
        return request.user.has_perm("directory.change_topic")

    @admin.display(description=_("topic"))
    def topic(self, topic):
        return str(topic)

    @admin.display(description=_("who wait"), ordering="waiting")
    def waiting(self, topic):
        """How many wait, and the way to see who."""
        address = reverse("admin:directory_interest_changelist", query={"topic": topic.pk, "confirmed_at__isempty": 0})
        return format_html('<a href="{}">{}</a>', address, topic.waiting)

    @admin.action(description=_("Mark as seen to"), permissions=["attend"])
    def attend_selected(self, request, queryset):
        count = attend(Topic.objects.filter(pk__in=queryset.values("pk")))
        said = ngettext("%(count)d topic is seen to.", "%(count)d topics are seen to.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
