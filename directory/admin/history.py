"""The history of a public row as curators read it, what was deleted, and the buttons that bring either back."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from directory.admin.nonsense import is_key
from directory.admin.values import shown
from directory.models.fields import DerivedField
from directory.services.history import Change, Step, changes, deletions, last_name, lists_at, moment_of, name_then
from directory.services.restore import CannotRestore, restore

CHANGES_ON_A_PAGE = 50
LONGEST_VALUE = 300


class RestorableAdmin(admin.ModelAdmin):
    """Adds ``history/`` to each row, ``deleted/`` to the list, and to both a button that restores."""

    can_bring_back = True

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=self._address_name("deleted")),
            path("<int:pk>/restore/", view(self.restore_view), name=self._address_name("restore")),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """Show what has become of a row, also of one that has been deleted, and let any version of it be brought back."""
        self._refuse_unless(self.has_view_or_change_permission(request))
        found = changes(self.model, _key(object_id))
        if not found:
            raise Http404
        row = self.model.objects.filter(pk=_key(object_id)).first()
        page = Paginator(found, CHANGES_ON_A_PAGE).get_page(request.GET.get("p"))
        context = {
            "title": _("History of %(name)s") % {"name": row or last_name(self.model, _key(object_id))},
            "row": row,
            "page": page,
            "changes": self.told(page.object_list),
            "restorable": _restorable(found, self.model, _key(object_id), is_deleted=row is None),
            "restore_url": self._address("restore", object_id),
            "can_restore": self.has_change_permission(request),
        }
        return self._page(request, "history", context)

    def deleted_view(self, request):
        """List the rows that have been deleted, each with the button that brings it back as it last was."""
        self._refuse_unless(self.has_view_or_change_permission(request))
        context = {
            "title": _("Deleted: %(kind)s") % {"kind": self.opts.verbose_name_plural},
            "deleted": [self._gone(entry) for entry in deletions(self.model)],
            "can_restore": self.has_change_permission(request),
        }
        return self._page(request, "deleted", context)

    def restore_view(self, request, pk):
        """Restore what is shown beside the button; all that one press does is in one transaction."""
        self._refuse_unless(self.has_change_permission(request))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            left_out = restore(model=self.model, pk=pk, moment=_moment_or_refuse(request.POST.get("moment", "")), by=request.user)
        except CannotRestore as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._address("history", pk))
        self.message_user(request, _("Restored."), messages.SUCCESS)
        if left_out:
            names = {"names": ", ".join(left_out)}
            self.message_user(request, _("Left out, because it has been deleted: %(names)s.") % names, messages.WARNING)
        return HttpResponseRedirect(self._address("change", pk))

    def told(self, some: list[Change]) -> list[dict]:
        """Return changes as the template shows them."""
        stood = lists_at(entry for change in some for step in change.steps for entry in (step.before, step.after))
        return [{"change": change, "steps": [_told(step, stood) for step in change.steps]} for change in some]

    def _gone(self, entry: models.Model) -> dict:
        """Return a deletion as the template shows it, with the moment before it: one step deletes all at one moment."""
        return {
            "entry": entry,
            "name": name_then(entry),
            "moment": entry.history_date - datetime.resolution,
            "restore_url": self._address("restore", entry.id),
            "history_url": self._address("history", entry.id),
        }

    def _page(self, request, template, context):
        everywhere = self.admin_site.each_context(request) | {"opts": self.opts}
        return render(request, f"admin/directory/{template}.html", everywhere | context)

    def _address(self, page: str, *args) -> str:
        return reverse(f"{self.admin_site.name}:{self._address_name(page)}", args=args)

    def _address_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    @staticmethod
    def _refuse_unless(allowed: bool) -> None:
        if not allowed:
            raise PermissionDenied


def _restorable(found: list[Change], model: type[models.Model], pk: int, *, is_deleted: bool) -> set[datetime]:
    """Return the moments after which the row was there, but for the latest if it is there still."""
    moments, is_there = set(), False
    for change in reversed(found):
        of_row = [step.is_still for step in change.steps if step.after.instance_type is model and step.after.id == pk]
        is_there = of_row[0] if of_row else is_there
        if is_there and (is_deleted or change is not found[0]):
            moments.add(change.moment)
    return moments


def _told(step: Step, stood: dict[int, dict]) -> dict:
    did = (_("Changed") if step.is_still else _("Deleted")) if step.was else _("Added")
    return {
        "did": did,
        "kind": capfirst(step.after.instance_type._meta.verbose_name),
        "name": name_then(step.after),
        "fields": list(_differences(step, stood)) if step.was and step.is_still else [],
    }


def _differences(step: Step, stood: dict[int, dict]) -> Iterator[dict]:
    """Yield the fields that differ, as they were and as they became."""
    for field in step.after.tracked_fields:
        values = [getattr(entry, field.attname) for entry in (step.before, step.after)]
        if values[0] != values[1] and not isinstance(field, DerivedField):
            yield _difference(field, *(shown(entry, field) for entry in (step.before, step.after)))
    for field in step.after.instance_type._meta.many_to_many:
        old, new = (stood[entry.pk][field.name] for entry in (step.before, step.after))
        if old != new:
            yield _difference(field, *(", ".join(map(str, terms)) for terms in (old, new)))


def _difference(field: models.Field, old: str, new: str) -> dict:
    cut = [Truncator(text).chars(LONGEST_VALUE) for text in (old, new)]
    return {"label": capfirst(field.verbose_name), "old": cut[0], "new": cut[1]}


def _key(object_id: str) -> int:
    """Return the key that an address names."""
    if not is_key(object_id):
        raise Http404
    return int(object_id)


def _moment_or_refuse(text: str) -> datetime:
    moment = moment_of(text)
    if moment is None:
        raise CannotRestore(_("It did not exist then."))
    return moment
