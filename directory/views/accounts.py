"""Signing in and out, and the second factor of those who tend the map: allauth's flows, with pages and mail of our own."""

import base64
import hashlib
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.views import ConfirmLoginCodeView, LoginView, LogoutView, RequestLoginCodeView
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from directory.services.mail import write
from directory.views.visitors import address_of

RETRY_AFTER_SECONDS = 600


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks the site for: mail through the outbox, whose address it is, where to go."""

    def send_mail(self, template_prefix: str, email: str, told: dict) -> None:
        """Write the code; nothing else that allauth would send is ever asked for."""
        subject = _("%(code)s is your code for Nätverkskartan") % {"code": told["code"]}
        minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        write("sign_in", to=email, subject=subject, is_for_receiver_alone=True, code=told["code"], minutes=minutes)

    def add_message(self, request: HttpRequest, level: int, *args, **kwargs) -> None:
        """Pass on what went wrong; what went well is seen on the page one comes to."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask for a fresh sign-in once this session's own is an hour old; allauth would ask at once after it."""
        records = get_authentication_records(context.request, context.request.user)
        return not records or time.time() - records[-1]["at"] >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index" if request.user.is_staff else "directory:my-networks")


class FactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors so that a copy of the database alone opens nothing."""

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _lock().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Let nobody be without: another administrator removes a factor that is lost."""
        return False


class AnswersMixin:
    """A form that answers what is wrong by 422, and too many tries by 429."""

    def form_invalid(self, form) -> HttpResponse:
        response = super().form_invalid(form)
        if response.status_code == 200:
            codes = {error.code for errors in form.errors.as_data().values() for error in errors}
            response.status_code = 429 if codes & {"too_many_login_attempts", "rate_limited"} else 422
        if response.status_code == 429:
            response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


class BeginsAnewMixin:
    """The page on which one begins, also for whoever has begun: an address that was mistyped is written again."""

    def _redirect_to_pending_stage(self, request, stage):
        return None


class SignInView(AnswersMixin, BeginsAnewMixin, RequestLoginCodeView):
    template_name = "directory/sign_in.html"


class CodeView(AnswersMixin, ConfirmLoginCodeView):
    template_name = "directory/sign_in_code.html"


class PasswordView(AnswersMixin, BeginsAnewMixin, LoginView):
    template_name = "directory/sign_in_password.html"


class SecondFactorView(AnswersMixin, AuthenticateView):
    template_name = "directory/second_factor.html"


class SignOutView(LogoutView):
    template_name = "directory/sign_out.html"


class SignInAgainView(LoginRequiredMixin, SignOutView):
    """What touches a second factor asks for a fresh sign-in: out, and in again to where it was asked for."""

    template_name = "directory/sign_in_again.html"

    def get_redirect_url(self):
        return reverse("account_login", query={"next": self.get_next_url() or reverse("mfa_index")})


class FactorsView(LoginRequiredMixin, TemplateView):
    """Which second factors the user has."""

    template_name = "directory/second_factors.html"

    def get_context_data(self, **kwargs):
        factors = list(Authenticator.objects.filter(user=self.request.user).order_by("created_at"))
        return super().get_context_data(**kwargs) | {
            "app": next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
            "passkeys": [one.wrap() for one in factors if one.type == Authenticator.Type.WEBAUTHN],
            "recovery": next((one.wrap() for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None),
        }


class ActivateView(AnswersMixin, ActivateTOTPView):
    template_name = "directory/second_factor_app.html"


class PasskeyView(AnswersMixin, AddWebAuthnView):
    template_name = "directory/second_factor_passkey.html"


class RecoveryCodesView(ViewRecoveryCodesView):
    template_name = "directory/recovery_codes.html"


class NewRecoveryCodesView(GenerateRecoveryCodesView):
    template_name = "directory/recovery_codes_new.html"


def _lock() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factors {settings.SECRET_KEY}".encode()).digest()))
