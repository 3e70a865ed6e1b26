"""Who coordinates what, and the queues of what they ask: proposals and claims."""

from django import forms
from django.contrib import admin
from django.db.models import Case, Value, When
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from directory.admin.autocomplete import Autocomplete
from directory.admin.deciding import DecidedAdmin, Decision, ways_to
from directory.admin.nonsense import RefusesNonsense
from directory.admin.search import FoldedSearch
from directory.admin.typed import CLEANED
from directory.models import AskedState, Claim, Coordinator, Network, Proposal
from directory.services import coordinate, edit

IN_WORDS = {edit.RELATIVES: _("related networks"), edit.NEW_MEMBERS: _("new members")}


class AskedForm(forms.ModelForm):
    def clean(self):
        """Ask for a word to whoever asked before they are told no."""
        cleaned = super().clean()
        if "_decline" in self.data and not (cleaned.get("reason") or cleaned.get("reply") or "reply" in self.errors):
            self.add_error("reply", _("Choose an answer or write one: the sender should know why."))
        return cleaned


class AskedAdmin(DecidedAdmin):
    """What coordinators ask, that which waits first."""

    written = ("reason", "reply")
    form = AskedForm
    formfield_overrides = CLEANED
    list_display = ("reference", "network", "user", "received_at", "state")
    list_filter = ("state",)
    list_select_related = ("network", "user")
    search_fields = ("network__folded_name", "reference", "user__email")
    ordering = (Case(When(state=AskedState.WAITING, then=Value(0)), default=Value(1)), "-received_at")

    def name_of(self, obj):
        return str(obj.network)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.is_waiting)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or not obj.is_waiting)

    @admin.display(description=_("page"))
    def page(self, asked):
        return ways_to(asked.network)


@admin.register(Proposal)
class ProposalAdmin(AskedAdmin):
    """Proposals: what stands on the page beside what is proposed."""

    decisions = {
        "_accept": Decision(edit.accept, _("What was proposed for %(about)s is on its page. The sender will be told by mail.")),
        "_decline": Decision(edit.decline, _("%(about)s is left as it is. The sender will be told by mail.")),
    }
    readonly_fields = ("reference", "state", "received_at", "decided_at", "page", "user", "language", "difference")
    fieldsets = (
        (None, {"fields": ("reference", "state", "received_at", "decided_at", "user")}),
        (_("What is proposed"), {"fields": ("page", "difference")}),
        (_("Answer"), {"fields": ("language", "reason", "reply")}),
    )

    @admin.display(description=_("the facts"))
    def difference(self, proposal):
        now = edit.facts_of(proposal.network)
        rows = [
            (capfirst(_name(name)), linebreaksbr(_shown(now.get(name, ""))) or "–", linebreaksbr(_shown(value)) or "–")
            for name, value in proposal.facts.items()
        ]
        body = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>', rows)
        return format_html(
            '<table><thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
            "<tbody>{}</tbody></table>",
            _("Fact"), _("On the page now"), _("Proposed"), body,
        )  # fmt: skip


@admin.register(Claim)
class ClaimAdmin(AskedAdmin):
    """Claims; those of a network that somebody coordinates are theirs to decide first, and may be decided here."""

    decisions = {
        "_accept": Decision(coordinate.accept, _("Whoever asked may edit %(about)s now, and will be told by mail.")),
        "_decline": Decision(coordinate.decline, _("Whoever asked may not edit %(about)s, and will be told why by mail.")),
    }
    readonly_fields = ("reference", "state", "received_at", "decided_at", "page", "user", "language", "message", "coordinated_by")
    fieldsets = (
        (None, {"fields": ("reference", "state", "received_at", "decided_at")}),
        (_("What is said"), {"fields": ("page", "user", "message", "coordinated_by")}),
        (_("Answer"), {"fields": ("language", "reason", "reply")}),
    )

    @admin.display(description=_("coordinated by"))
    def coordinated_by(self, claim):
        return ", ".join(one.user.email for one in claim.network.coordinators.select_related("user")) or _("Nobody")


@admin.register(Coordinator)
class CoordinatorAdmin(Autocomplete, FoldedSearch, RefusesNonsense, admin.ModelAdmin):
    """Who may edit which network."""

    list_display = ("network", "user", "since")
    list_select_related = ("network", "user")
    search_fields = ("network__folded_name", "user__email")
    autocomplete_fields = ("network", "user")


def _name(fact: str) -> str:
    return str(IN_WORDS.get(fact) or Network._meta.get_field(fact).verbose_name)


def _shown(value) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value or "")
