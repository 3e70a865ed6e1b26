"""Networks and agencies to spreadsheets and back; a file is looked through before it is imported."""

from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.admin.importing import OtherFaults, Outcome, import_table, preview
from directory.admin.nonsense import is_key
from directory.admin.sheets import SHEETS
from directory.models import Upload
from directory.services.tables import Unreadable, read_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_TOLD = 1_000
LONGEST_FILE_NAME = 200


class UploadForm(forms.Form):
    """The file to be looked through."""

    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("Excel (.xlsx) or CSV, at most 2 megabytes."))


class SpreadsheetAdmin(admin.ModelAdmin):
    """Has two actions that export what is chosen in the list, and ``import/``, where a file is looked through and imported."""

    takes_sheets = True

    def get_urls(self):
        return [path("import/", self.admin_site.admin_view(self.import_view), name=self._import_name), *super().get_urls()]

    @admin.action(description=gettext_lazy("Export to Excel (.xlsx)"), permissions=["view"])
    def export_xlsx(self, request, queryset):
        return self._file(self._rows(queryset).export("xlsx"), XLSX, "xlsx")

    @admin.action(description=gettext_lazy("Export to CSV"), permissions=["view"])
    def export_csv(self, request, queryset):
        """Write semicolons and the mark of UTF-8, as Excel in Swedish expects."""
        return self._file("\ufeff" + self._rows(queryset).export("csv", delimiter=";"), "text/csv; charset=utf-8", "csv")

    def import_view(self, request):
        """Take a file, show what it would change, and import it when the curator has seen that."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        if "token" in request.POST:
            return self._import(request)
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if not form.is_valid():
            return self._upload_page(request, form)
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            outcome = preview(self.model, read_table(content))
        except Unreadable as error:
            form.add_error("file", str(error))
            return self._upload_page(request, form)
        Upload.objects.filter(by=request.user).delete()
        kept = Upload.objects.create(
            by=request.user, kind=self.opts.model_name, name=file.name[:LONGEST_FILE_NAME], content=content
        )
        return self._preview_page(request, kept, outcome)

    def _import(self, request):
        kept = self._upload(request)
        if kept is None:
            messages.warning(request, _("The file is not kept any more. Send it again."))
            return HttpResponseRedirect(self._import_address)
        wrong_rows = request.POST.get("wrong_rows", "")
        agreed = {"name": kept.name, "wrong_rows": int(wrong_rows) if is_key(wrong_rows) else -1}
        try:
            outcome = import_table(self.model, read_table(bytes(kept.content)), **agreed, by=request.user)
        except OtherFaults as error:
            messages.warning(request, _("Something has changed since you looked at the file. Look again."))
            return self._preview_page(request, kept, error.outcome)
        kept.delete()
        self._tell(request, outcome)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def _upload(self, request) -> Upload | None:
        try:
            token = UUID(request.POST["token"])
        except ValueError:
            return None
        return Upload.objects.filter(token=token, by=request.user, kind=self.opts.model_name).first()

    def _tell(self, request, outcome: Outcome) -> None:
        told = {"new": outcome.new, "changed": outcome.changed, "wrong": outcome.wrong_rows}
        messages.success(request, _("Imported: %(new)d new, %(changed)d changed.") % told)
        if outcome.wrong_rows:
            said = ngettext("%(wrong)d row was left out.", "%(wrong)d rows were left out.", outcome.wrong_rows)
            messages.warning(request, said % told)

    def _upload_page(self, request, form: UploadForm):
        headings = [column.column_name for column in SHEETS[self.model]().fields.values()]
        return self._sheet_page(request, "import", {"form": form, "headings": headings})

    def _preview_page(self, request, kept: Upload, outcome: Outcome):
        context = {
            "upload": kept,
            "outcome": outcome,
            "faults": outcome.faults[:FAULTS_TOLD],
            "more_faults": len(outcome.faults[FAULTS_TOLD:]),
            "more_changes": outcome.right - len(outcome.told),
        }
        return self._sheet_page(request, "import_preview", context)

    def _sheet_page(self, request, template: str, context: dict):
        title = {"title": _("Import %(kind)s") % {"kind": self.opts.verbose_name_plural}}
        everywhere = self.admin_site.each_context(request) | {"opts": self.opts}
        return render(request, f"admin/directory/{template}.html", everywhere | title | context)

    def _rows(self, queryset):
        return SHEETS[self.model]().export_rows(queryset.prefetch_related(*(f.name for f in self.opts.many_to_many)))

    def _file(self, content: str | bytes, content_type: str, ending: str) -> HttpResponse:
        name = f"{slugify(self.opts.verbose_name_plural)}-{timezone.localdate():%Y-%m-%d}.{ending}"
        return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    @property
    def _import_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_import"

    @property
    def _import_address(self) -> str:
        return reverse(f"admin:{self._import_name}")
