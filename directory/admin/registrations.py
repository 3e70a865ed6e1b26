"""The queue: what the public has sent in, and the buttons that decide what becomes of it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Value, When
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import linebreaksbr
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from directory.admin.deciding import DecidedAdmin, Decision
from directory.admin.typed import CLEANED, LinesTextField
from directory.admin.values import shown
from directory.forms.registrations import MOST_MEMBERS
from directory.models import Agency, Registration, RegistrationState
from directory.services.decide import CannotDecide
from directory.services.publish import TOLD, decline, mark_spam, publish, reopen
from directory.text import fold

NEWS_LENGTH = 160
OURS = ("id", "slug", "editorial_state")


DECISIONS = {
    "_publish": Decision(publish, _("%(about)s is published. The sender will be told by mail.")),
    "_decline": Decision(decline, _("%(about)s is declined. The sender will be told by mail.")),
    "_spam": Decision(mark_spam, _("%(about)s is marked as spam. Nobody is told.")),
}


class RegistrationForm(forms.ModelForm):
    member_names = LinesTextField(
        most=MOST_MEMBERS, label=_("Members, as written"), help_text=_("One on each line."), required=False
    )

    def clean(self):
        """Ask for a word to the sender before the registration is declined."""
        cleaned = super().clean()
        if "_decline" in self.data and not (cleaned.get("reason") or cleaned.get("reply") or "reply" in self.errors):
            self.add_error("reply", _("Tell the sender why it is declined, and what they can do about it."))
        return cleaned


@admin.register(Registration)
class RegistrationAdmin(DecidedAdmin):
    """Registrations, those that wait first. A decision saves what the curator has written with it."""

    decisions = DECISIONS
    written = ("relation_kind", "member_names", "reason", "reply")
    form = RegistrationForm
    formfield_overrides = CLEANED
    list_display = ("registered", "news", "worth_a_look", "received", "state")
    list_filter = ("state",)
    list_select_related = ("network",)
    search_fields = ("network__folded_name", "reference", "sender_email")
    ordering = (
        Case(
            When(state=RegistrationState.WAITING, then=Value(0)),
            When(state=RegistrationState.UNCONFIRMED, then=Value(1)),
            default=Value(2),
        ),
        "-received_at",
    )  # fmt: skip
    actions = ("publish_selected",)
    readonly_fields = (
        "reference", "state", "received_at", "confirmed_at", "decided_at", "network_as_sent", "related_network",
        "organisations", "message", "alike", "warnings", "sender_email", "language",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("reference", "state", "received_at", "confirmed_at", "decided_at")}),
        (_("Worth a second look"), {"fields": ("alike", "warnings", "message")}),
        (_("The network"), {"fields": ("network_as_sent", "relation_kind", "related_network", "member_names", "organisations")}),
        (_("Answer"), {"fields": ("sender_email", "language", "reason", "reply")}),
    )

    def name_of(self, obj):
        return str(obj.network or obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.state not in TOLD)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or not obj.is_undecided)

    def get_urls(self):
        reopen_view = self.admin_site.admin_view(self.reopen_view)
        return [path("<int:pk>/reopen/", reopen_view, name="directory_registration_reopen"), *super().get_urls()]

    def reopen_view(self, request, pk):
        """Put a declined registration back in the queue and show it there."""
        if not super().has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        registration = get_object_or_404(Registration, pk=pk)
        try:
            reopen(registration=registration, by=request.user)
        except CannotDecide as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, _("It waits in the queue again. Nobody has been told."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:directory_registration_change", args=[pk]))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        declined = obj is not None and obj.state == RegistrationState.DECLINED
        context["can_reopen"] = declined and super().has_change_permission(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=_("network"), ordering="network__sort_key")
    def registered(self, registration):
        """The network's name, with what the sender has been told and the language they are told it in."""
        small = f"{registration.reference} · {registration.get_language_display()}"
        return format_html("{}<br><small>{}</small>", registration.network or "–", small)

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, registration):
        return date_format(localtime(registration.received_at), "SHORT_DATE_FORMAT")

    @admin.display(description=_("what is new"))
    def news(self, registration):
        return Truncator(registration.network.purpose if registration.network else "").chars(NEWS_LENGTH)

    @admin.display(description=_("worth a second look"))
    def worth_a_look(self, registration):
        return linebreaksbr("\n".join(filter(None, (registration.alike, registration.warnings)))) or "–"

    @admin.display(description=_("as it was sent"))
    def network_as_sent(self, registration):
        """All that was told of the network, and the way to change it."""
        network = registration.network
        if network is None:
            return _("The network has been deleted.")
        address = reverse("admin:directory_network_change", args=[network.pk])
        link = format_html('<p><a href="{}">{}</a></p>', address, _("Edit the network"))
        told = format_html_join("", "<dt>{}</dt><dd>{}</dd>", _told(network))
        return format_html('{}<dl class="told">{}</dl>', link, told)

    @admin.display(description=_("organisations"))
    def organisations(self, registration):
        """Which of the members are known already, and which would be new."""
        known = Agency.objects.by_any_name()
        rows = [(name, known.get(fold(name)) or _("new")) for name in registration.member_name_list]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} → {}</li>", rows)) if rows else "–"

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish_selected(self, request, queryset):
        self.decide_selected("_publish", request, queryset)


def _told(network) -> list[tuple[str, str]]:
    """Return the label and the value of each fact that the network states."""
    plain = [field for field in network._meta.concrete_fields if field.editable and field.name not in OURS]
    facts = [(field.verbose_name, shown(network, field)) for field in plain]
    lists = [
        (field.verbose_name, ", ".join(map(str, getattr(network, field.name).all()))) for field in network._meta.many_to_many
    ]
    rhythms = [(_("meetings a year"), ", ".join(f"{r.get_mode_display()}: {r.per_year}" for r in network.rhythms.all()))]
    return [(capfirst(label), linebreaksbr(value)) for label, value in facts + lists + rhythms if value]
