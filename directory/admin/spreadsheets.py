"""Networks and agencies to spreadsheets and back."""

from django.contrib import admin
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from directory.admin.sheets import SHEETS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SpreadsheetAdmin(admin.ModelAdmin):
    """Has two actions that export what is chosen in the list."""

    @admin.action(description=_("Export to Excel (.xlsx)"), permissions=["view"])
    def export_xlsx(self, request, queryset):
        return self._file(self._rows(queryset).export("xlsx"), XLSX, "xlsx")

    @admin.action(description=_("Export to CSV"), permissions=["view"])
    def export_csv(self, request, queryset):
        """Write semicolons and the mark of UTF-8, as Excel in Swedish expects."""
        return self._file("\ufeff" + self._rows(queryset).export("csv", delimiter=";"), "text/csv; charset=utf-8", "csv")

    def _rows(self, queryset):
        return SHEETS[self.model]().export_rows(queryset.prefetch_related(*(f.name for f in self.opts.many_to_many)))

    def _file(self, content: str | bytes, content_type: str, ending: str) -> HttpResponse:
        name = f"{slugify(self.opts.verbose_name_plural)}-{timezone.localdate():%Y-%m-%d}.{ending}"
        return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
