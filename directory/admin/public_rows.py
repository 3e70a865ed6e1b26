"""What the curators' pages about public rows have in common."""

from directory.admin.autocomplete import Autocomplete
from directory.admin.deleting import TellsWhatIsDeleted
from directory.admin.history import RestorableAdmin
from directory.admin.nonsense import RefusesNonsense
from directory.admin.search import FoldedSearch
from directory.admin.typed import CLEANED
from directory.models.revision import one_step
from directory.services.agencies import free_slug


class PublicRowAdmin(Autocomplete, FoldedSearch, RefusesNonsense, TellsWhatIsDeleted, RestorableAdmin):
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


class AddressedAdmin(PublicRowAdmin):
    """For rows with a page of their own, whose address is made of the name unless a curator writes one."""

    lasting = ("slug",)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ("name",)}

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if "slug" in form.base_fields:
            form.base_fields["slug"].required = False
        return form

    def save_model(self, request, obj, form, change):
        obj.slug = obj.slug or free_slug(self.model, obj.name)
        super().save_model(request, obj, form, change)
