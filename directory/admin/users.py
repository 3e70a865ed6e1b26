"""Who may sign in here, and what for."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField

from directory.admin.deleting import TellsWhatIsDeleted
from directory.admin.nonsense import RefusesNonsense
from directory.admin.typed import TermsField

CLEANED_LISTS = {ManyToManyField: {"form_class": TermsField}}

admin.site.unregister((Group, User, Authenticator, EmailAddress))


@admin.register(Group)
class DirectoryGroupAdmin(RefusesNonsense, TellsWhatIsDeleted, GroupAdmin):
    """Roles, such as that of a curator."""

    formfield_overrides = CLEANED_LISTS


@admin.register(User)
class DirectoryUserAdmin(RefusesNonsense, TellsWhatIsDeleted, UserAdmin):
    """Curators and administrators."""

    formfield_overrides = CLEANED_LISTS


@admin.register(Authenticator)
class SecondFactorAdmin(RefusesNonsense, admin.ModelAdmin):
    """Second factors: one that was lost is deleted, and its user sets up another. Nobody sees or writes a secret."""

    list_display = fields = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__email")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
