"""The directory's addresses. Their words are translated: ``/natverk/`` is ``/en/networks/``."""

from django.urls import path, reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import pgettext_lazy
from django.views.generic import RedirectView

from directory.linked import FORMATS
from directory.views import (
    accounts,
    agencies,
    alerts,
    comparisons,
    coordinators,
    corrections,
    crawlers,
    drafts,
    edits,
    focus_areas,
    freshness,
    guide,
    guides,
    home,
    hosting,
    interests,
    joining,
    linked,
    maps,
    meetings,
    memory,
    months,
    networks,
    parts,
    registrations,
    senders,
    statistics,
    subscriptions,
    suggestions,
    texts,
    white_spots,
)

app_name = "directory"

beside = lazy(lambda page, suffix: f"{page}".removesuffix("/") + f".{suffix}", str)
"""The address of a file that stands beside a page: ``networks/x.ttl`` beside ``networks/x/``."""


urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path(pgettext_lazy("address", "find/"), guide.GuideView.as_view(), name="guide"),
    path(pgettext_lazy("address", "map/"), maps.MapView.as_view(), name="map"),
    path(pgettext_lazy("address", "statistics/"), statistics.StatisticsView.as_view(), name="statistics"),
    path(pgettext_lazy("address", "statistics/<slug:key>.csv"), statistics.PlotFileView.as_view(), name="statistics-file"),
    path(pgettext_lazy("address", "networks/"), networks.NetworkListView.as_view(), name="network-list"),
    path(pgettext_lazy("address", "networks/<slug:slug>/"), networks.NetworkDetailView.as_view(), name="network-detail"),
    path(
        pgettext_lazy("address", "networks/<slug:slug>/correct/"),
        corrections.CorrectNetworkView.as_view(),
        name="network-correct",
    ),
    path(pgettext_lazy("address", "networks/<slug:slug>/edit/"), edits.EditView.as_view(), name="network-edit"),
    path(pgettext_lazy("address", "networks/<slug:slug>/coordinate/"), coordinators.ClaimView.as_view(), name="network-claim"),
    path(
        pgettext_lazy("address", "networks/<slug:slug>/coordinators/"),
        coordinators.CoordinatorsView.as_view(),
        name="network-coordinators",
    ),
    path(pgettext_lazy("address", "networks/<slug:slug>/parts/"), parts.PartsView.as_view(), name="network-parts"),
    path(pgettext_lazy("address", "networks/<slug:slug>/plan/"), parts.PlanView.as_view(), name="network-plan"),
    path(pgettext_lazy("address", "networks/<slug:slug>/write/<slug:kind>/"), parts.PartView.as_view(), name="network-part-new"),
    path(
        pgettext_lazy("address", "networks/<slug:slug>/write/<slug:kind>/<int:pk>/"),
        parts.PartView.as_view(),
        name="network-part",
    ),
    path(pgettext_lazy("address", "networks/<slug:slug>/hosting/"), hosting.HostingView.as_view(), name="network-hosting"),
    path(pgettext_lazy("address", "networks/<slug:slug>/join/"), joining.JoinView.as_view(), name="network-join"),
    path(
        pgettext_lazy("address", "networks/<slug:slug>/join-requests/"),
        joining.JoinRequestsView.as_view(),
        name="network-join-requests",
    ),
    path(pgettext_lazy("address", "join-request/<str:token>/"), joining.JoinStateView.as_view(), name="join-state"),
    path(pgettext_lazy("address", "still-right/<str:token>/"), freshness.StillRightView.as_view(), name="still-right"),
    path(pgettext_lazy("address", "my-networks/"), coordinators.MyNetworksView.as_view(), name="my-networks"),
    path(
        pgettext_lazy("address", "my-networks/<str:token>.ics"),
        subscriptions.PrivateCalendarView.as_view(),
        name="private-calendar",
    ),
    path(pgettext_lazy("address", "compare/"), comparisons.ComparisonView.as_view(), name="network-compare"),
    path(pgettext_lazy("address", "suggestions/"), suggestions.SuggestionsView.as_view(), name="suggestions"),
    path(pgettext_lazy("address", "agencies/"), agencies.AgencyListView.as_view(), name="agency-list"),
    path(pgettext_lazy("address", "agencies/<slug:slug>/"), agencies.AgencyDetailView.as_view(), name="agency-detail"),
    path(
        pgettext_lazy("address", "agencies/<slug:slug>/correct/"), corrections.CorrectAgencyView.as_view(), name="agency-correct"
    ),
    path(
        pgettext_lazy("address", "corrections/thanks/<slug:reference>/"),
        texts.TextView.as_view(template_name="directory/correct_done.html"),
        name="correct-done",
    ),
    path(pgettext_lazy("address", "focus-areas/"), focus_areas.FocusAreaListView.as_view(), name="focus-area-list"),
    path(
        pgettext_lazy("address", "focus-areas/<slug:slug>/"), focus_areas.FocusAreaDetailView.as_view(), name="focus-area-detail"
    ),
    path(pgettext_lazy("address", "meetings/"), meetings.MeetingListView.as_view(), name="meeting-list"),
    path(pgettext_lazy("address", "meetings/calendar/"), months.MeetingMonthView.as_view(), name="meeting-month"),
    path(
        pgettext_lazy("address", "meetings/calendar/<int:year>/<int:month>/"),
        months.MeetingMonthView.as_view(),
        name="meeting-month",
    ),
    path(pgettext_lazy("address", "topics/"), memory.MemoryView.as_view(), name="memory"),
    path(pgettext_lazy("address", "meetings.ics"), subscriptions.CalendarView.as_view(), name="meeting-calendar"),
    path(pgettext_lazy("address", "meetings.atom"), subscriptions.MeetingFeedView.as_view(), name="meeting-feed"),
    path(pgettext_lazy("address", "networks.atom"), subscriptions.NetworkFeedView.as_view(), name="network-feed"),
    path(
        pgettext_lazy("address", "networks/<slug:slug>.ics"),
        subscriptions.NetworkCalendarView.as_view(),
        name="network-calendar",
    ),
    path(
        pgettext_lazy("address", "networks/<slug:slug>.atom"),
        subscriptions.NetworkChangesFeedView.as_view(),
        name="network-changes",
    ),
    path(
        pgettext_lazy("address", "agencies/<slug:slug>.ics"), subscriptions.AgencyCalendarView.as_view(), name="agency-calendar"
    ),
    path(pgettext_lazy("address", "changes.atom"), subscriptions.ChangesFeedView.as_view(), name="changes"),
    path("opensearch.xml", crawlers.OpenSearchView.as_view(), name="opensearch"),
    path(pgettext_lazy("address", "register/"), registrations.RegisterView.as_view(), name="register"),
    path(
        pgettext_lazy("address", "register/thanks/<slug:reference>/"),
        registrations.RegisterDoneView.as_view(),
        name="register-done",
    ),
    path(
        pgettext_lazy("address", "register/saved/"),
        texts.TextView.as_view(template_name="directory/register_saved.html"),
        name="register-saved",
    ),
    path(pgettext_lazy("address", "register/continue/<str:token>/"), drafts.DraftsView.as_view(), name="drafts"),
    path(pgettext_lazy("address", "register/continue/<str:token>/<slug:reference>/"), drafts.DraftView.as_view(), name="draft"),
    path(pgettext_lazy("address", "confirm/<str:token>/"), senders.ConfirmSentView.as_view(), name="sent-confirm"),
    path(pgettext_lazy("address", "white-spots/"), white_spots.WhiteSpotsView.as_view(), name="white-spots"),
    path(pgettext_lazy("address", "build-a-network/"), guides.BuildView.as_view(), name="build"),
    path(pgettext_lazy("address", "interest/"), interests.TopicView.as_view(), name="topic"),
    path(pgettext_lazy("address", "interest/note/"), interests.NoteInterestView.as_view(), name="interest-note"),
    path(
        pgettext_lazy("address", "interest/thanks/"),
        texts.TextView.as_view(template_name="directory/interest_thanks.html"),
        name="interest-thanks",
    ),
    path(
        pgettext_lazy("address", "interest/confirm/<str:token>/"),
        interests.ConfirmInterestView.as_view(),
        name="interest-confirm",
    ),
    path(
        pgettext_lazy("address", "interest/withdraw/<str:token>/"),
        interests.WithdrawInterestView.as_view(),
        name="interest-withdraw",
    ),
    path(
        pgettext_lazy("address", "interest/withdrawn/"),
        texts.TextView.as_view(template_name="directory/interest_withdrawn.html"),
        name="interest-withdrawn",
    ),
    path(pgettext_lazy("address", "alert/"), alerts.AlertView.as_view(), name="alert"),
    path(
        pgettext_lazy("address", "alert/asked/"),
        texts.TextView.as_view(template_name="directory/alert_asked.html"),
        name="alert-asked",
    ),
    path(pgettext_lazy("address", "alert/confirm/<str:token>/"), alerts.ConfirmAlertView.as_view(), name="alert-confirm"),
    path(pgettext_lazy("address", "alert/end/<str:token>/"), alerts.EndAlertView.as_view(), name="alert-end"),
    path(pgettext_lazy("address", "about/"), texts.AboutView.as_view(), name="about"),
    path(
        pgettext_lazy("address", "accessibility/"),
        texts.TextView.as_view(template_name="directory/accessibility.html"),
        name="accessibility",
    ),
    path(pgettext_lazy("address", "privacy/"), texts.PrivacyView.as_view(), name="privacy"),
    *(
        path(beside(page, suffix), view.as_view(suffix=suffix), name=f"{name}-{suffix}")
        for name, page, view in (
            ("network", pgettext_lazy("address", "networks/<slug:slug>/"), linked.NetworkDataView),
            ("agency", pgettext_lazy("address", "agencies/<slug:slug>/"), linked.AgencyDataView),
        )
        for suffix in linked.BESIDE_PAGES
    ),
    path(
        beside(pgettext_lazy("address", "networks/<slug:slug>/"), "murmurations.json"),
        linked.ProfileView.as_view(),
        name="network-murmurations",
    ),
    path("datasets/focus-areas", linked.FocusAreasDataView.as_view(), name="focus-areas"),
    path("datasets/dcat", linked.CatalogueView.as_view(), name="dcat"),
    *(
        path(f"datasets/{route}.{suffix}", view.as_view(suffix=suffix), name=f"{route}-{suffix}")
        for route, view in (("focus-areas", linked.FocusAreasDataView), ("dcat", linked.CatalogueView))
        for suffix in FORMATS
    ),
]

SIGN_IN = reverse_lazy("account_request_login_code")

account_urlpatterns = [
    path(pgettext_lazy("address", "sign-in/"), accounts.SignInView.as_view(), name="account_request_login_code"),
    path(pgettext_lazy("address", "sign-in/code/"), accounts.CodeView.as_view(), name="account_confirm_login_code"),
    path(pgettext_lazy("address", "sign-in/password/"), accounts.PasswordView.as_view(), name="account_login"),
    path(pgettext_lazy("address", "sign-in/second-factor/"), accounts.SecondFactorView.as_view(), name="mfa_authenticate"),
    path(pgettext_lazy("address", "sign-in/again/"), accounts.SignInAgainView.as_view(), name="account_reauthenticate"),
    path(pgettext_lazy("address", "sign-in/again/second-factor/"), accounts.SignInAgainView.as_view(), name="mfa_reauthenticate"),
    path(pgettext_lazy("address", "sign-out/"), accounts.SignOutView.as_view(), name="account_logout"),
    path(pgettext_lazy("address", "second-factor/"), accounts.FactorsView.as_view(), name="mfa_index"),
    path(pgettext_lazy("address", "second-factor/app/"), accounts.ActivateView.as_view(), name="mfa_activate_totp"),
    path(pgettext_lazy("address", "second-factor/passkey/"), accounts.PasskeyView.as_view(), name="mfa_add_webauthn"),
    path(
        pgettext_lazy("address", "second-factor/recovery/"),
        accounts.RecoveryCodesView.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        pgettext_lazy("address", "second-factor/recovery/new/"),
        accounts.NewRecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    *(
        path(f"sign-in/elsewhere/{name}/", RedirectView.as_view(url=SIGN_IN), name=name)
        for name in ("account_inactive", "mfa_deactivate_totp", "mfa_list_webauthn", "account_email_verification_sent")
    ),
]
"""Signing in, under the names by which allauth looks its pages up; those it asks for and that are none lead to the sign-in."""
