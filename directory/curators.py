"""The curators' side of the site as a whole: what stands on its first page and in its menu, in the order of their day."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from directory.models import (
    Agency,
    AgencyKind,
    Correction,
    County,
    CpvDivision,
    Exchange,
    FocusArea,
    Interest,
    Meeting,
    Network,
    OutgoingMail,
    Registration,
    RegistrationState,
    Synonym,
    Topic,
)


@dataclass(frozen=True)
class Section:
    """Kinds of rows that belong together. Those of every day are in the menu of every page."""

    name: str
    models: tuple[type[Model], ...]
    is_daily: bool = False


SECTIONS = (
    Section(_("What comes in and goes out"), (Registration, Correction, Topic, Interest, OutgoingMail), is_daily=True),
    Section(_("The map"), (Network, Agency, Meeting), is_daily=True),
    Section(_("Lists to choose from"), (FocusArea, County, AgencyKind, CpvDivision, Exchange, Synonym)),
    Section(_("Who may sign in"), (User, Group)),
)


@dataclass(frozen=True)
class Waiting:
    """Rows that somebody should see to, the filter of their list that shows them, and how many there are in words."""

    rows: QuerySet
    query: str
    said: str


WAITING = {
    Registration: Waiting(
        Registration.objects.filter(state=RegistrationState.WAITING),
        "state__exact=waiting",
        ngettext_lazy("registration waits for a decision", "registrations wait for a decision"),
    ),
    Correction: Waiting(
        Correction.objects.waiting(),
        "state__exact=waiting",
        ngettext_lazy("correction waits for a decision", "corrections wait for a decision"),
    ),
    Topic: Waiting(
        Topic.objects.unattended(),
        "ripe_at__isempty=0&attended_at__isempty=1",
        ngettext_lazy("topic has enough who wait to start a network", "topics have enough who wait to start a network"),
    ),
    OutgoingMail: Waiting(
        OutgoingMail.objects.filter(sent_at__isnull=True),
        "sent_at__isempty=1",
        ngettext_lazy("mail has not been sent", "mails have not been sent"),
    ),
}


class CuratorsSite(AdminSite):
    """Django's admin, in the order of a curator's day."""

    site_title = site_header = "Nätverkskartan"
    index_title = _("For curators")
    site_url = reverse_lazy("directory:home")
    index_template = "admin/directory/index.html"
    enable_nav_sidebar = False

    def get_app_list(self, request, app_label=None):
        """Return the sections with what the user may see of them; for one app, as Django does, all that there is."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        seen = {entry["model"]: entry for app in apps for entry in app["models"]}
        sections = [(section, [seen[model] for model in section.models if model in seen]) for section in SECTIONS]
        return [{"name": section.name, "is_daily": section.is_daily, "models": found} for section, found in sections if found]

    def index(self, request, extra_context=None):
        return super().index(request, {"waiting": list(self._waiting(request)), **(extra_context or {})})

    def _waiting(self, request) -> Iterator[dict]:
        """Yield what waits of what the user may see: ``count``, what that is in words, and the address of the list."""
        for section in self.get_app_list(request):
            for entry in section["models"]:
                waiting = WAITING.get(entry["model"])
                if waiting and entry["admin_url"]:
                    count = waiting.rows.count()
                    yield {"count": count, "said": waiting.said % count, "address": f"{entry['admin_url']}?{waiting.query}"}
