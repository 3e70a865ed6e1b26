"""The curators' side of the site: one file per noun; each registers its pages when it is imported."""

from django.contrib import admin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from directory.admin import agencies, meetings, networks, outbox, registrations, relations, taxonomy, users

__all__ = ["agencies", "meetings", "networks", "outbox", "registrations", "relations", "taxonomy", "users"]

admin.site.site_title = admin.site.site_header = "Nätverkskartan"
admin.site.index_title = _("For curators")
admin.site.site_url = reverse_lazy("directory:home")
