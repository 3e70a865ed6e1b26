"""Where networks are missing: the table of focus areas against counties or kinds of agency, whole or one row of it."""

from django.views.generic import TemplateView

from directory.finding import white_spots
from directory.forms.topics import BY, WhiteSpotsForm
from directory.views.editions import EditionMixin


class WhiteSpotsView(EditionMixin, TemplateView):
    template_name = "directory/white_spots.html"

    def get_context_data(self, **kwargs):
        form = WhiteSpotsForm(self.request.GET, self.snapshot)
        return super().get_context_data(**kwargs) | {"form": form} | (self._table(form) if form.is_valid() else {})

    def _table(self, form: WhiteSpotsForm) -> dict:
        by, focus = form.chosen_by, form.cleaned_data["focus"]
        table = white_spots(self.snapshot, by, self.today)
        row = next((row for row in table.rows if row.area.key == focus), None)
        return {"by": by, "ways": BY, "table": table, "row": row}
