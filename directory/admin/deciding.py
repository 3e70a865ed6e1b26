"""Queues: rows that came in, each with buttons that decide what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from directory.admin.nonsense import RefusesNonsense
from directory.admin.search import FoldedSearch
from directory.services.decide import CannotDecide


@dataclass(frozen=True)
class Decision:
    """One of the buttons: what it does, called with the row by its model's name and with ``by``, and what it then says."""

    decide: Callable
    done: str


class DecidedAdmin(FoldedSearch, RefusesNonsense, admin.ModelAdmin):
    """Rows that nobody adds here. A decision saves what the curator has written with it; saving alone saves only that.

    ``written`` are the fields that curators write in.
    """

    decisions: dict[str, Decision]
    written: tuple[str, ...] = ()

    def has_add_permission(self, request):
        return False

    def name_of(self, obj) -> str:
        """Return what the row is about, as a curator calls it."""
        raise NotImplementedError

    def decide(self, button: str, obj, by) -> str:
        """Do what the button says and return what that was; raises ``CannotDecide`` or ``ValidationError``."""
        decision = self.decisions[button]
        decision.decide(**{obj._meta.model_name: obj}, by=by)
        return decision.done % {"about": self.name_of(obj)}

    def decide_selected(self, button: str, request, queryset) -> None:
        """Decide one after the other; one that cannot be decided does not hold up the rest."""
        for obj in queryset:
            try:
                self.message_user(request, self.decide(button, obj, request.user), messages.SUCCESS)
            except (CannotDecide, ValidationError) as error:
                self.message_user(request, f"{obj}: {why(error)}", messages.ERROR)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["subtitle"] = f"{self.name_of(obj)} ({obj})" if self.name_of(obj) != str(obj) else str(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def change_view(self, request, object_id, *args, **kwargs):
        try:
            return super().change_view(request, object_id, *args, **kwargs)
        except (CannotDecide, ValidationError) as error:
            self.message_user(request, why(error), messages.ERROR)
            return HttpResponseRedirect(request.path)

    def save_model(self, request, obj, form, change):
        if button := self._pressed(request):
            request.decided = self.decide(button, obj, request.user)
        elif self.written:
            obj.save(update_fields=self.written)

    def response_change(self, request, obj):
        if not self._pressed(request):
            return super().response_change(request, obj)
        self.message_user(request, request.decided, messages.SUCCESS)
        return self.response_post_save_change(request, obj)

    def _pressed(self, request) -> str | None:
        return next((button for button in self.decisions if button in request.POST), None)


def why(error: CannotDecide | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def ways_to(row) -> str:
    """Return the way to a row's page and the way to change it."""
    edit = reverse(f"admin:directory_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a> · <a href="{}">{}</a>', row.get_absolute_url(), row, edit, _("Edit"))
