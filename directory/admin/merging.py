"""Merging two rows that are the same: found, laid side by side, and made one with what the curator chooses of each."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.admin.nonsense import is_key
from directory.admin.values import shown
from directory.services.merge import BOTH, KEPT, MERGED, CannotMerge, Choice, Merging, merge

MOST_FOUND = 20


class MergeForm(forms.Form):
    """One answer for each thing the two tell differently. ``seen`` tells which versions of the two were laid side by side."""

    other = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, merging: Merging, *args, **kwargs):
        self.merging = merging
        versions = f"{merging.kept.history.latest().pk}-{merging.merged.history.latest().pk}"
        super().__init__(*args, initial={"other": merging.merged.pk, "seen": versions}, **kwargs)
        for choice in merging.choices:
            self.fields[choice.name] = forms.ChoiceField(
                choices=[(way, way) for way in choice.ways], initial=choice.default, label=_label(merging, choice)
            )

    def clean(self):
        if self.cleaned_data.get("seen") != self.initial["seen"]:
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]
            raise forms.ValidationError(_("One of the two has been changed since you opened this page. Look at them again."))
        return self.cleaned_data

    def questions(self) -> list[dict]:
        """Return the choices as the template lays them out."""
        names = {KEPT: self.merging.kept.name, MERGED: self.merging.merged.name, BOTH: _("Both together")}
        return [
            {
                "label": self[choice.name].label,
                "errors": self[choice.name].errors,
                "name": choice.name,
                "ways": [{"value": way, "whose": names[way], "says": _says(self.merging, choice, way)} for way in choice.ways],
                "chosen": self[choice.name].value(),
            }
            for choice in self.merging.choices
        ]


class MergeableAdmin(admin.ModelAdmin):
    """Adds ``merge/`` to each row, and an action for two of the list."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("<int:pk>/merge/", self.admin_site.admin_view(self.merge_view), name=name), *super().get_urls()]

    def has_merge_permission(self, request) -> bool:
        return self.has_change_permission(request) and self.has_delete_permission(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        can_merge = {"can_merge": self.has_merge_permission(request)}
        return super().change_view(request, object_id, form_url, can_merge | (extra_context or {}))

    def merge_view(self, request, pk):
        """Let the curator find the other of two, see both side by side, and merge them into this one."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        kept = self._row_or_404(str(pk))
        other = request.POST.get("other") or request.GET.get("other")
        if not other:
            return self._finding_page(request, kept)
        merged = self._row_or_404(other)
        try:
            return self._merging_page(request, Merging(kept, merged))
        except CannotMerge as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._merge_address(kept))

    @admin.action(description=gettext_lazy("Merge two into one"), permissions=["merge"])
    def merge_selected(self, request, queryset):
        rows = list(queryset[:3])
        if len(rows) != 2:
            self.message_user(request, _("Choose the two that are to be merged."), messages.WARNING)
            return None
        return HttpResponseRedirect(f"{self._merge_address(rows[0])}?other={rows[1].pk}")

    def _merging_page(self, request, merging: Merging):
        form = MergeForm(merging, request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                merge(kept=merging.kept, merged=merging.merged, chosen=form.cleaned_data, by=request.user)
            except CannotMerge as error:
                form.add_error(None, str(error))
            else:
                told = {"merged": merging.merged, "kept": merging.kept}
                self.message_user(request, _("%(merged)s is merged into %(kept)s.") % told, messages.SUCCESS)
                return HttpResponseRedirect(reverse(f"admin:{self._change_name}", args=[merging.kept.pk]))
        context = {
            "title": _("Merge %(merged)s into %(kept)s") % {"merged": merging.merged, "kept": merging.kept},
            "kept": merging.kept,
            "merged": merging.merged,
            "form": form,
            "coming": [
                {"kind": capfirst(model._meta.verbose_name_plural), "moved": moved, "double": double}
                for model, moved, double in merging.coming_along()
                if moved or double
            ],
            "other_way_round": f"{self._merge_address(merging.merged)}?other={merging.kept.pk}",
        }
        return self._merge_page(request, "merge", context)

    def _finding_page(self, request, kept):
        asked = request.GET.get("q", "")
        found, _may_be_double = self.get_search_results(request, self.get_queryset(request).exclude(pk=kept.pk), asked)
        context = {
            "title": _("Merge another into %(name)s") % {"name": kept},
            "kept": kept,
            "asked": asked,
            "found": found[:MOST_FOUND] if asked else [],
        }
        return self._merge_page(request, "merge_find", context)

    def _merge_page(self, request, template: str, context: dict):
        everywhere = self.admin_site.each_context(request) | {"opts": self.opts}
        return render(request, f"admin/directory/{template}.html", everywhere | context)

    def _row_or_404(self, key: str):
        row = self.model.objects.filter(pk=int(key)).first() if is_key(key) else None
        if row is None:
            raise Http404
        return row

    @property
    def _change_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_change"

    def _merge_address(self, row) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge", args=[row.pk])


def _label(merging: Merging, choice: Choice) -> str:
    fields = choice.fields or (merging.model._meta.get_field(choice.name).related_model._meta,)
    return capfirst(getattr(fields[0], "verbose_name_plural", "") or fields[0].verbose_name)


def _says(merging: Merging, choice: Choice, way: str) -> str:
    """Return what comes of a choice, in words."""
    if way == BOTH:
        return ""
    row = merging.kept if way == KEPT else merging.merged
    if not choice.fields:
        return ", ".join(f"{one.get_mode_display() or '–'}: {one.per_year or '–'}" for one in row.rhythms.all()) or "–"
    if choice.fields[0].many_to_many:
        return ", ".join(map(str, getattr(row, choice.name).all())) or "–"
    told = [(field, shown(row, field)) for field in choice.fields]
    first, rest = told[0][1] or "–", [f"{field.verbose_name}: {text}" for field, text in told[1:] if text]
    return "\n".join([first, *rest])
