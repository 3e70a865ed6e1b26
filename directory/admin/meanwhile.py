"""Two curators at the same page: whoever saves second sees first what the other has changed."""

from django import forms
from django.utils.translation import gettext as _

from directory.admin.history import RestorableAdmin
from directory.services.history import changes_since, last_changed, moment_of


class AfterOthersForm(forms.ModelForm):
    """A form that is not saved at once when the row was changed after it was opened; ``meanwhile`` are those changes."""

    meanwhile = ()

    def clean(self):
        cleaned = super().clean()
        if self.meanwhile:
            raise forms.ValidationError(
                _("Somebody else has changed it since you opened this page; see what, below. Save once more to save yours.")
            )
        return cleaned


class AfterOthersAdmin(RestorableAdmin):
    """The page of a row carries the moment of its latest change, and shows what came after that before it saves."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        opened = moment_of(request.POST.get("opened", "")) if obj else None
        if opened and last_changed(self.model, obj.pk) > opened:
            return type(form.__name__, (AfterOthersForm, form), {"meanwhile": changes_since(self.model, obj.pk, opened)})
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            meanwhile = getattr(context["adminform"].form, "meanwhile", ())
            context |= {"opened": last_changed(self.model, obj.pk).isoformat(), "meanwhile": self.told(meanwhile)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
