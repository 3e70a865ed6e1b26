"""The outbox, to be read: what has been written to whom, and whether it was sent."""

from django.contrib import admin, messages
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directory.admin.nonsense import RefusesNonsense
from directory.admin.search import FoldedSearch
from directory.models import OutgoingMail
from directory.services.mail import send_again


@admin.register(OutgoingMail)
class OutgoingMailAdmin(FoldedSearch, RefusesNonsense, admin.ModelAdmin):
    list_display = ("subject", "to", "created_at", "state")
    list_filter = (("sent_at", admin.EmptyFieldListFilter), "created_at")
    search_fields = ("subject", "to")
    fields = ("subject", "to", "text", "created_at", "state", "attempts", "next_attempt_at", "last_error", "message_id")
    readonly_fields = fields
    actions = ("resend",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_send_permission(self, request):
        return request.user.has_perm("directory.change_outgoingmail")

    @admin.display(description=_("text"))
    def text(self, mail):
        return _("It holds a link for its receiver alone.") if mail.is_for_receiver_alone else linebreaksbr(mail.body)

    @admin.display(description=_("delivery"))
    def state(self, mail):
        if mail.sent_at:
            return _("Sent")
        return _("Failed so far") if mail.last_error else _("Waiting")

    @admin.action(description=_("Send again"), permissions=["send"])
    def resend(self, request, queryset):
        for mail in queryset:
            send_again(mail)
        count = len(queryset)
        said = ngettext("%(count)d mail will be sent at once.", "%(count)d mails will be sent at once.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
