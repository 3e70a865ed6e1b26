"""Choosing among many by typing, at no query for each row that has chosen."""

from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.forms import BaseInlineFormSet

from directory.admin.nonsense import is_key

MOST_ROWS = 50


class AutocompleteOfKnownRow(AutocompleteSelect):
    """Shows the row already chosen from ``known``; Django's own asks the database for it, once for each row of a form.

    Nor does it give back, as Django's own tries to, what can be no key.
    """

    known = None

    def optgroups(self, name, value, attr=None):
        keys = [str(key) for key in value if is_key(str(key))]
        if self.known is None or keys != [str(self.known.pk)]:
            return super().optgroups(name, keys, attr)
        blank = [] if self.is_required else [self.create_option(name, "", "", selected=False, index=0)]
        return [(None, [*blank, self.create_option(name, self.known.pk, str(self.known), selected=True, index=1)], 0)]


class Autocomplete:
    """Makes the ``autocomplete_fields`` of an admin page such, each with a way to add but none to delete what is chosen."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = AutocompleteOfKnownRow(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            wrapper = field.widget
            wrapper.can_add_related = wrapper.can_add_related and isinstance(wrapper.widget, AutocompleteOfKnownRow)
            wrapper.can_change_related = wrapper.can_delete_related = wrapper.can_view_related = False
        return field


class FirstRows(BaseInlineFormSet):
    """The first rows that belong to another; further ones have a list of their own.

    All of hundreds would be more fields than a form may send, and the page could not be saved.
    """

    def get_queryset(self):
        if not self.is_bound and not hasattr(self, "_queryset"):
            self._queryset = super().get_queryset()[:MOST_ROWS]
        return super().get_queryset()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = field.label  # a heading of the table is no label of its fields
            if isinstance(widget, AutocompleteOfKnownRow) and form.instance.pk:
                widget.known = getattr(form.instance, name)


class AutocompleteInline(Autocomplete):
    """An inline that costs the same for one row and for many."""

    formset = FirstRows
    extra = 0
