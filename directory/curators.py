"""The curators' side of the site as a whole: what stands on its first page and in its menu, in the order of their day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse, reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import (
    Agency,
    AgencyKind,
    Claim,
    Coordinator,
    Correction,
    County,
    CpvDivision,
    Double,
    Exchange,
    FocusArea,
    Interest,
    LinkCheck,
    Meeting,
    Network,
    OutgoingMail,
    Proposal,
    Registration,
    RegistrationState,
    Synonym,
    Topic,
)
from directory.services.freshness import marked
from directory.services.history import moment_of, name_then
from directory.services.undo import Action, CannotUndo, kinds_written, latest_actions, public_models, undo

ACTIONS_ON_A_PAGE = 25
NAMED_OF_AN_ACTION = 5
DID = {"+": _("Added"), "~": _("Changed"), "-": _("Deleted")}


@dataclass(frozen=True)
class Section:
    """Kinds of rows that belong together. Those of every day are in the menu of every page."""

    name: str
    models: tuple[type[Model], ...]
    is_daily: bool = False


SECTIONS = (
    Section(
        _("What comes in and goes out"),
        (Registration, Correction, Proposal, Claim, Double, Topic, Interest, LinkCheck, OutgoingMail),
        is_daily=True,
    ),
    Section(_("The map"), (Network, Agency, Meeting), is_daily=True),
    Section(_("Lists to choose from"), (FocusArea, County, AgencyKind, CpvDivision, Exchange, Synonym)),
    Section(_("Who may sign in"), (Coordinator, User, Group, Authenticator)),
)


@dataclass(frozen=True)
class Waiting:
    """Rows that somebody should see to, the filter of their list that shows them, and how many there are in words."""

    rows: Callable[[], QuerySet]
    query: str
    said: str


WAITING = {
    Registration: Waiting(
        lambda: Registration.objects.filter(state=RegistrationState.WAITING),
        "state__exact=waiting",
        ngettext_lazy("registration waits for a decision", "registrations wait for a decision"),
    ),
    Correction: Waiting(
        Correction.objects.waiting,
        "state__exact=waiting",
        ngettext_lazy("correction waits for a decision", "corrections wait for a decision"),
    ),
    Proposal: Waiting(
        Proposal.objects.waiting,
        "state__exact=waiting",
        ngettext_lazy("proposal of a coordinator waits", "proposals of coordinators wait"),
    ),
    Claim: Waiting(
        Claim.objects.waiting,
        "state__exact=waiting",
        ngettext_lazy("claim to coordinate a network waits", "claims to coordinate a network wait"),
    ),
    Network: Waiting(
        marked,
        "freshness=marked",
        ngettext_lazy("network has been unconfirmed for long", "networks have been unconfirmed for long"),
    ),
    Double: Waiting(
        Double.objects.waiting,
        "decided_at__isempty=1",
        ngettext_lazy("pair may be one and the same", "pairs may be one and the same"),
    ),
    Topic: Waiting(
        Topic.objects.unattended,
        "ripe_at__isempty=0&attended_at__isempty=1",
        ngettext_lazy("topic has enough who wait to start a network", "topics have enough who wait to start a network"),
    ),
    LinkCheck: Waiting(
        LinkCheck.objects.wanting,
        "state__in=dead,changed",
        ngettext_lazy("link is dead or leads elsewhere", "links are dead or lead elsewhere"),
    ),
    OutgoingMail: Waiting(
        lambda: OutgoingMail.objects.filter(sent_at__isnull=True),
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

    def has_permission(self, request):
        return super().has_permission(request) and (not settings.SECOND_FACTOR or is_mfa_enabled(request.user))

    def login(self, request, extra_context=None):
        """Lead to where one signs in; whoever has, and lacks a second factor, to where one is set up."""
        user, after = request.user, request.GET.get("next") or reverse(f"{self.name}:index")
        if not user.is_authenticated:
            return HttpResponseRedirect(reverse("account_login", query={"next": after}))
        if not super().has_permission(request):
            raise PermissionDenied
        if not self.has_permission(request):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return HttpResponseRedirect(reverse(f"{self.name}:index"))

    def get_urls(self):
        return [
            path("actions/", self.admin_view(self.actions_view), name="actions"),
            path("actions/undo/", self.admin_view(self.undo_view), name="undo"),
            *super().get_urls(),
        ]

    def actions_view(self, request):
        """Show what curators did last, each action with a button that takes it back."""
        seen = self._kinds(request, "has_view_or_change_permission")
        if not seen:
            raise PermissionDenied
        actions = latest_actions(seen, ACTIONS_ON_A_PAGE + 1, moment_of(request.GET.get("before", "")))
        page, is_last = actions[:ACTIONS_ON_A_PAGE], len(actions) <= ACTIONS_ON_A_PAGE
        context = {
            "title": gettext("Latest actions"),
            "actions": [{"action": action, "told": _told(action), "more": _untold(action)} for action in page],
            "older_than": None if is_last else page[-1].moment,
            "can_undo": bool(self._kinds(request, "has_change_permission")),
        }
        return render(request, "admin/directory/latest_actions.html", self.each_context(request) | context)

    def undo_view(self, request):
        """Take back the action beside the button."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        moment = moment_of(request.POST.get("moment", ""))
        written = set(kinds_written(moment)) & self._registry.keys() if moment else set()
        if not written <= set(self._kinds(request, "has_change_permission")):
            raise PermissionDenied
        try:
            undo(moment=moment, by=request.user)
        except CannotUndo as error:
            messages.error(request, str(error))
        else:
            messages.success(request, gettext("Undone."))
        return HttpResponseRedirect(reverse(f"{self.name}:actions"))

    def _kinds(self, request, permission: str) -> list[type[Model]]:
        """Return the kinds of public rows for which the user has a permission."""
        pages = [self._registry[model] for model in public_models() if model in self._registry]
        return [page.model for page in pages if getattr(page, permission)(request)]

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
                    count = waiting.rows().count()
                    yield {"count": count, "said": waiting.said % count, "address": f"{entry['admin_url']}?{waiting.query}"}


def _told(action: Action) -> list[dict]:
    """Return the first rows that an action wrote, in words."""
    return [
        {"did": DID[entry.history_type], "kind": capfirst(entry.instance_type._meta.verbose_name), "name": name_then(entry)}
        for entry in action.entries[:NAMED_OF_AN_ACTION]
    ]


def _untold(action: Action) -> int:
    return sum(action.counts.values()) - len(action.entries[:NAMED_OF_AN_ACTION])
