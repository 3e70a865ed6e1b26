"""What no page of the admin offers to send is refused, where Django's own pages would break."""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import DataError
from django.utils.translation import gettext as _

LONGEST_KEY = 18


class RefusesNonsense:
    """A list that answers any address with rows or the way back, and any action with its doing or a message."""

    def get_changelist_instance(self, request):
        """Treat what only the database finds out of its range as Django treats other wrong filters."""
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError, DataError) as error:
            raise IncorrectLookupParameters(error) from error

    def response_action(self, request, queryset):
        if all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return super().response_action(request, queryset)
        nothing = _("Items must be selected in order to perform actions on them. No items have been changed.")
        self.message_user(request, nothing, messages.WARNING)
        return None


def is_key(text: str) -> bool:
    """Tell whether the text can be the key of a row."""
    return text.isdecimal() and len(text) <= LONGEST_KEY
