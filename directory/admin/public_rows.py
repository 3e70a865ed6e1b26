"""What the curators' pages about public rows have in common."""

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from directory.admin.autocomplete import Autocomplete
from directory.admin.deleting import TellsWhatIsDeleted
from directory.admin.meanwhile import AfterOthersAdmin
from directory.admin.merging import MergeableAdmin
from directory.admin.nonsense import RefusesNonsense
from directory.admin.search import FoldedSearch
from directory.admin.spreadsheets import SpreadsheetAdmin
from directory.admin.typed import CLEANED
from directory.models.revision import one_step
from directory.services.addresses import free_slug, lead_on, refuse_address_of_another


class PublicRowAdmin(Autocomplete, FoldedSearch, RefusesNonsense, TellsWhatIsDeleted, AfterOthersAdmin):
    """Whatever is saved or deleted with one press is one transaction, one moment of history and one step of the revision.

    ``lasting`` names the fields that others link or refer to: they are written once.
    """

    formfield_overrides = CLEANED
    lasting = ()

    def changeform_view(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with one_step(by=request.user):
            return super().changeform_view(request, *args, **kwargs)

    def delete_model(self, request, obj):
        with one_step(by=request.user):
            obj.delete()

    def delete_queryset(self, request, queryset):
        with one_step(by=request.user):
            queryset.delete()

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(self.lasting if obj else ()))


class AddressedForm(forms.ModelForm):
    """A row with a page of its own. An address left empty is made of the name, or stays as it is."""

    slug = forms.SlugField(
        label=_("Address name"),
        max_length=120,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("If you change it, the old address goes on leading here."),
    )

    def clean_slug(self):
        slug = self.cleaned_data["slug"] or self.instance.slug
        if slug:
            refuse_address_of_another(type(self.instance)(pk=self.instance.pk, slug=slug))
        return slug


class AddressedAdmin(MergeableAdmin, SpreadsheetAdmin, PublicRowAdmin):
    """For rows with a page of their own, whose address is made of the name unless a curator writes one."""

    actions = ("merge_selected", "export_xlsx", "export_csv")

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ("name",)}

    def save_model(self, request, obj, form, change):
        """Save the row, and let the address it had lead to the one it has."""
        obj.slug = obj.slug or free_slug(self.model, obj.name)
        super().save_model(request, obj, form, change)
        if change:
            lead_on(obj, form.initial["slug"])
