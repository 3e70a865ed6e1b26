"""How the site is configured: every variable is read here, once and strictly.

Without any variable the site is a *local* one: it answers on loopback only, keeps SQLite and a secret
key of its own in ``var/``, and prints mail instead of sending it. Naming SITE_URL makes it a *public*
one: SECRET_KEY becomes required, everything is https, and what is unsafe refuses to start.
https://docs.djangoproject.com/en/5.2/ref/settings/
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from networks_site.secret_key import local_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
env.read_env(BASE_DIR / ".env")

SITE_URL = env.str("SITE_URL", default="").rstrip("/")
IS_PUBLIC = bool(SITE_URL)
# What links in mail begin with: a mail knows no request, and a request's Host is not to be trusted.
SITE_ADDRESS = SITE_URL or env.str("LOCAL_URL", default="http://localhost:8000")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

if IS_PUBLIC and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must be the site's https address, such as https://natverk.example.")
if IS_PUBLIC and not env.str("SECRET_KEY", default=""):
    raise ImproperlyConfigured("A public site needs SECRET_KEY (or SECRET_KEY_FILE): 50 random characters or more.")

# https://docs.djangoproject.com/en/5.2/ref/settings/#core-settings
DEBUG = env.bool("DEBUG", default=False)
if IS_PUBLIC and DEBUG:
    raise ImproperlyConfigured("DEBUG shows settings to visitors; a public site refuses to start with it.")
SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret_key(DATA_DIR)
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname] if IS_PUBLIC else ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "directory.apps.CuratorsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "django_htmx",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "directory",
]

MIDDLEWARE = [
    "networks_site.kept_pages.KeptPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "networks_site.middleware.LanguageMiddleware",
    "networks_site.middleware.EdgeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "networks_site.urls"
WSGI_APPLICATION = "networks_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "directory.templatetags.directory",
                "directory.templatetags.family",
                "directory.templatetags.fragments",
                "directory.templatetags.frames",
                "directory.templatetags.matching",
                "directory.templatetags.year",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-notes
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
POSTGRESQL_OPTIONS = {
    "connect_timeout": 3,
    "options": "-c statement_timeout=3000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000",
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'natverkskartan.sqlite3'}")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": SQLITE_OPTIONS if DATABASES["default"]["ENGINE"].endswith("sqlite3") else POSTGRESQL_OPTIONS,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# https://docs.djangoproject.com/en/5.2/topics/i18n/
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "directory" / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# https://whitenoise.readthedocs.io/: a local site serves files where they lie, so that it starts in seconds.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not IS_PUBLIC
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PUBLIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# https://docs.djangoproject.com/en/5.2/topics/email/
vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="natverkskartan@localhost")
EMAIL_TIMEOUT = 10

# https://docs.djangoproject.com/en/5.2/topics/security/
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SESSION_COOKIE_AGE = 30 * 24 * 3600
CSRF_FAILURE_VIEW = "directory.views.errors.csrf_failure"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_PUBLIC
SECURE_HSTS_SECONDS = 63_072_000 if IS_PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_PUBLIC
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_PUBLIC else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "manifest-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# https://docs.allauth.org/: limits are counted in the database, which all workers and hosts share.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "limits"}}
LOGIN_URL = "account_request_login_code"
LOGOUT_REDIRECT_URL = "directory:home"
ACCOUNT_ADAPTER = "directory.views.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "directory.forms.accounts.AskForCodeForm",
    "confirm_login_code": "directory.forms.accounts.CodeForm",
    "login": "directory.forms.accounts.PasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_MAX_RESEND_COUNT = 0
ACCOUNT_REAUTHENTICATION_TIMEOUT = 3600
ACCOUNT_SESSION_REMEMBER = True
# Three codes an hour with three tries each are nine guesses; passwords and second factors have five each.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/h/ip,3/h/key", "login": "30/m/ip", "login_failed": "30/h/ip,5/h/key"}
MFA_ADAPTER = "directory.views.accounts.FactorAdapter"
MFA_FORMS = {
    "authenticate": "directory.forms.accounts.SecondFactorForm",
    "activate_totp": "directory.forms.accounts.ActivateForm",
    "add_webauthn": "directory.forms.accounts.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Nätverkskartan"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PUBLIC
# Whether the worker looks at other sites, to see if the links on the map work.
CHECK_LINKS = env.bool("CHECK_LINKS", default=IS_PUBLIC)

SECOND_FACTOR = env.bool("SECOND_FACTOR", default=True)
if IS_PUBLIC and not SECOND_FACTOR:
    raise ImproperlyConfigured("Those who tend a public site sign in with a second factor; SECOND_FACTOR cannot be off.")

# https://docs.djangoproject.com/en/5.2/topics/logging/
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}

# https://django-simple-history.readthedocs.io/
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# The directory itself
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
CURATOR_EMAIL = env.str("CURATOR_EMAIL", default="")
# Who publishes the data, and under what licence, as its catalogue tells.
DATA_LICENCE = env.str("DATA_LICENCE", default="https://creativecommons.org/publicdomain/zero/1.0/")
PUBLISHER_NAME = env.str("PUBLISHER_NAME", default="Nätverkskartan")
PUBLISHER_URL = env.str("PUBLISHER_URL", default="")
PUBLISHER_TYPE = env.str("PUBLISHER_TYPE", default="")
PUBLISHER_NUMBER = env.str("PUBLISHER_NUMBER", default="")
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(DATA_DIR / "backups")))
BACKUPS_KEPT = env.int("BACKUPS_KEPT", default=14)
if BACKUPS_KEPT < 1:
    raise ImproperlyConfigured("BACKUPS_KEPT is how many backups are kept, 1 or more.")
