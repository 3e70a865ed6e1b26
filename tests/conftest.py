"""What tests stand on: an empty database of the run's own, the real catalogue on request, a real browser."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="natverkskartan-tests-")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the tests' thread
for _name in ("SITE_URL", "SECRET_KEY", "EMAIL_URL", "CURATOR_EMAIL", "TRUSTED_PROXIES", "DEBUG", "SECOND_FACTOR", "CHECK_LINKS"):
    os.environ.pop(_name, None)
for _name in ("DATA_LICENCE", "PUBLISHER_NAME", "PUBLISHER_URL", "PUBLISHER_TYPE", "PUBLISHER_NUMBER"):
    os.environ.pop(_name, None)

import pytest  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from directory.management.commands.start import SEED  # noqa: E402
from tests.machine import CHROMIUM, MISSING_CHROMIUM, need  # noqa: E402

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _every_page_is_made_anew(settings, request):
    """Take kept pages out, so that each answer has the context it was made from; tests of them put them back."""
    if "keeps_pages" not in request.keywords:
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "KeptPages" not in name]


@pytest.fixture(autouse=True)
def _staff_need_no_second_factor(settings, request):
    """Let tests sign staff in by one line; those of the second factor itself put it back."""
    settings.SECOND_FACTOR = "second_factor" in request.keywords


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Keep SQLite in a file, as the site does: Django's in-memory database has neither WAL nor locks."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        database["TEST"]["NAME"] = str(Path(os.environ["DATA_DIR"]) / f"tests{worker}.sqlite3")
    else:  # making and dropping the tests' own database takes longer than a page may, and a module's rows wait for its tests
        database["OPTIONS"]["options"] += " -c statement_timeout=60000 -c idle_in_transaction_session_timeout=0"


@pytest.fixture(scope="module")
def catalogue(django_db_setup, django_db_blocker):
    """The real catalogue, loaded once for all tests of a module and taken back after them."""
    with kept_for_a_module(django_db_blocker):
        call_command("import_catalogue", *map(str, SEED), verbosity=0)
        yield


@contextmanager
def kept_for_a_module(blocker):
    """Let a module's fixture write rows that all its tests find, each in a transaction inside this one."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {"executable_path": need(CHROMIUM, MISSING_CHROMIUM), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A Swede's browser, without the fading of colours that contrast could be measured in the midst of."""
    return browser_context_args | {"locale": "sv-SE", "reduced_motion": "reduce"}


@pytest.fixture
def page_without_javascript(new_context):
    """A browser page in which no script runs."""
    return new_context(java_script_enabled=False).new_page()
