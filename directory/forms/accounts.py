"""Signing in: by a code sent by mail, or by a password and a second factor."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.fields import LowerCaseMailboxField
from directory.forms.submissions import TellsFaults
from directory.services.accounts import user_of

FROM_AN_APP = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})


class AskForCodeForm(TellsFaults, RequestLoginCodeForm):
    """The address that a code is sent to. Each is answered alike: one that nobody has signed in with becomes a user."""

    email = LowerCaseMailboxField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=150
    )

    def clean_email(self):
        email = self.cleaned_data["email"]
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = user_of(email)
        return email


class CodeForm(TellsFaults, ConfirmLoginCodeForm):
    code = forms.CharField(
        label=_("The code in the mail"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class PasswordForm(TellsFaults, LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail address")
        self.fields.pop("remember", None)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SecondFactorForm(TellsFaults, AuthenticateForm):
    code = forms.CharField(
        label=_("The code from your app"),
        help_text=_("Or one of your recovery codes."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


class ActivateForm(TellsFaults, ActivateTOTPForm):
    code = forms.CharField(label=_("The six digits that your app shows"), max_length=40, widget=FROM_AN_APP)


class PasskeyForm(TellsFaults, AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call this passkey")
