"""The queue of corrections: who takes each, what stands on the page beside what is said, and the buttons that decide."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Case, Value, When
from django.http import HttpResponseRedirect
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directory.admin.deciding import DecidedAdmin, Decision, ways_to
from directory.admin.typed import CLEANED
from directory.admin.values import shown
from directory.models import Correction, CorrectionState
from directory.services.correct import (
    apply,
    corrected,
    leave,
    let_go,
    mark_done,
    mark_spam,
    other_of_double,
    take,
)

SAID_LENGTH = 160


DECISIONS = {
    "_apply": Decision(apply, _("%(about)s is corrected, with the source.")),
    "_done": Decision(mark_done, _("The correction of %(about)s is marked as put right.")),
    "_leave": Decision(leave, _("%(about)s is left as it is.")),
    "_spam": Decision(mark_spam, _("The correction of %(about)s is marked as spam. Nobody is told.")),
}


class AnswerForm(forms.ModelForm):
    def clean(self):
        """Ask for a word to the sender, if there is one, before the page is left as it is."""
        cleaned = super().clean()
        told = cleaned.get("reason") or cleaned.get("reply") or "reply" in self.errors
        if "_leave" in self.data and self.instance.sender_email and not told:
            self.add_error("reply", _("Choose an answer or write one: the sender should know why."))
        return cleaned


@admin.register(Correction)
class CorrectionAdmin(DecidedAdmin):
    """Corrections, those that wait first. A decision saves the answer that the curator has written with it."""

    decisions = DECISIONS
    written = ("reason", "reply")
    form = AnswerForm
    formfield_overrides = CLEANED
    list_display = ("subject", "kind", "said", "owner", "received_at", "state")
    list_filter = ("state", "kind", ("owner", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("network", "agency", "owner")
    search_fields = ("network__folded_name", "agency__folded_name", "reference", "sender_email")
    ordering = (Case(When(state=CorrectionState.WAITING, then=Value(0)), default=Value(1)), "-received_at")
    actions = ("take_selected",)
    readonly_fields = (
        "reference", "state", "owner", "received_at", "decided_at", "answered_at", "page", "kind", "message", "other",
        "difference", "source_url", "warnings", "sender_email", "email_confirmed_at", "language",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("reference", "state", "owner", "received_at", "decided_at")}),
        (_("What is said"), {"fields": ("page", "kind", "message", "other", "difference", "source_url", "warnings")}),
        (_("Answer"), {"fields": ("sender_email", "email_confirmed_at", "language", "reason", "reply", "answered_at")}),
    )

    def name_of(self, obj):
        return str(obj.about or obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.is_decidable)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.state != CorrectionState.WAITING)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "_take" in request.POST:
            take(corrections=Correction.objects.filter(pk=obj.pk), by=request.user)
        elif "_let_go" in request.POST:
            let_go(correction=obj)

    def response_change(self, request, obj):
        if {"_take", "_let_go"} & request.POST.keys():
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    @admin.display(description=_("about"))
    def subject(self, correction):
        return format_html("{}<br><small>{}</small>", correction.about or "–", correction.reference)

    @admin.display(description=_("what is said"))
    def said(self, correction):
        fact = f"{capfirst(correction.fact.verbose_name)}: {_new_value(correction)}" if correction.fact else ""
        parts = filter(None, (fact, correction.double_of, correction.message))
        return Truncator(" · ".join(parts)).chars(SAID_LENGTH) or "–"

    @admin.display(description=_("page"))
    def page(self, correction):
        """The page it is about, and the way to change it."""
        about = correction.about
        return ways_to(about) if about else _("It has been deleted.")

    @admin.display(description=_("the other one"))
    def other(self, correction):
        """Which is said to be the same, with the way there if it is known."""
        known = other_of_double(correction)
        return format_html("{} → {}", correction.double_of, ways_to(known)) if known else correction.double_of or "–"

    @admin.display(description=_("the fact"))
    def difference(self, correction):
        """What stands on the page now, beside what is said to be right."""
        if correction.fact is None:
            return "–"
        return format_html(
            '<table><thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
            '<tbody><tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr></tbody></table>',
            _("Fact"), _("On the page now"), _("Said to be right"), capfirst(correction.fact.verbose_name),
            linebreaksbr(shown(correction.about, correction.fact)) or "–", linebreaksbr(_new_value(correction)),
        )  # fmt: skip

    @admin.action(description=_("Take those that nobody has taken"), permissions=["change"])
    def take_selected(self, request, queryset):
        count = take(corrections=Correction.objects.filter(pk__in=queryset.values("pk")), by=request.user)
        said = ngettext("You have taken %(count)d correction.", "You have taken %(count)d corrections.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)


def _new_value(correction: Correction) -> str:
    return shown(corrected(correction), correction.fact)
