"""Who may sign in here, and what for."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField

from directory.admin.deleting import TellsWhatIsDeleted
from directory.admin.nonsense import RefusesNonsense
from directory.admin.typed import TermsField

CLEANED_LISTS = {ManyToManyField: {"form_class": TermsField}}

admin.site.unregister((Group, User))


@admin.register(Group)
class DirectoryGroupAdmin(RefusesNonsense, TellsWhatIsDeleted, GroupAdmin):
    """Roles, such as that of a curator."""

    formfield_overrides = CLEANED_LISTS


@admin.register(User)
class DirectoryUserAdmin(RefusesNonsense, TellsWhatIsDeleted, UserAdmin):
    """Curators and administrators."""

    formfield_overrides = CLEANED_LISTS
