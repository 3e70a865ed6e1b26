"""All public data as files, and of networks, agencies and meetings what a list of them was asked for."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views import View

from directory.feeds.tables import TABLES, comma_separated, for_excel, json_lines
from directory.filters import AgencyFilter, MeetingFilter, NetworkFilter
from directory.views.editions import EditionMixin

FILTERS = {"networks": NetworkFilter, "agencies": AgencyFilter, "meetings": MeetingFilter}
FORMATS = {
    "csv": (comma_separated, "text/csv; charset=utf-8"),
    "excel.csv": (for_excel, "text/csv; charset=utf-8"),
    "jsonl": (json_lines, "application/jsonl; charset=utf-8"),
}


class TableFileView(EditionMixin, View):
    """A table as a file. With a query string, the rows of the list that is asked the same."""

    def get(self, request: HttpRequest, table: str, suffix: str) -> HttpResponse:
        if table not in TABLES or suffix not in FORMATS:
            raise Http404
        entries = TABLES[table].entries(self.snapshot)
        if request.GET:
            asked = FILTERS[table](request.GET, self.snapshot) if table in FILTERS else None
            if asked is None or not asked.is_valid():
                return _refused(request)
            found = set(map(id, asked.rows))
            entries = [entry for entry in entries if id(entry) in found]
        write, media_type = FORMATS[suffix]
        lines = write(TABLES[table], TABLES[table].rows(entries, self.snapshot))
        named = {"Content-Disposition": f'attachment; filename="{table}.{suffix}"', "Access-Control-Allow-Origin": "*"}
        return StreamingHttpResponse((line.encode() for line in lines), content_type=media_type, headers=named)


def _refused(request: HttpRequest) -> HttpResponse:
    told = _("The list cannot be asked this: %(query)s") % {"query": request.META["QUERY_STRING"][:200]}
    return HttpResponse(told + "\n", status=400, content_type="text/plain; charset=utf-8")
