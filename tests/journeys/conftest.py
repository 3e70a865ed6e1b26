"""The site as its operator starts it, with the real catalogue, for a browser to visit."""

import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.machine import free_port
from tests.started import started

CURATOR, PASSWORD = "kurator", "ett-långt-lösenord-för-prov"
LONGEST_WAIT_SECONDS = 90
APPOINT = """
from directory.models import Network
from directory.services.accounts import user_of
from directory.services.coordinate import appoint
appoint(network=Network.objects.get(slug="{slug}"), user=user_of("{email}"))
"""


@dataclass(frozen=True)
class Site:
    """A running site: its address, the folder where its mail arrives, and the variables it was started with."""

    url: str
    mailbox: Path
    environment: dict[str, str]

    def mail(self, word: str) -> str:
        """Return the text of the one mail that holds ``word``, as soon as it has been sent."""
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < deadline:
            letters = [file.read_text() for file in self.mailbox.glob("*") if word in file.read_text()]
            if letters:
                assert len(letters) == 1
                return letters[0]
            time.sleep(0.2)
        raise AssertionError(f"no mail about {word}")

    def forget_senders(self) -> None:
        """Let every sender send as if they never had: all tests send from one address."""
        forget = "from directory.models import Allowance; Allowance.objects.all().delete()"
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", forget]
        subprocess.run(command, cwd=settings.BASE_DIR, env=self.environment, check=True)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """A site started by ``manage.py start``, on a database of its own, with a curator."""
    folder = tmp_path_factory.mktemp("site")
    with _database() as address:
        environment = (
            os.environ
            | address
            | {"DATA_DIR": str(folder / "data"), "EMAIL_URL": f"filemail:///{folder / 'mail'}", "SECOND_FACTOR": "no"}
        )
        port = free_port()
        with started(port, environment):
            make_curator(environment, CURATOR)
            yield Site(f"http://127.0.0.1:{port}", folder / "mail", environment)


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def visitor(request):
    name = "page" if request.param == "with JavaScript" else "page_without_javascript"
    return request.getfixturevalue(name)


@pytest.fixture(params=["sv", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def reader(request, language):
    """A browser page for a journey that is walked in both languages: in Swedish with JavaScript, in English without."""
    return request.getfixturevalue({"sv": "page", "en": "page_without_javascript"}[language])


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """Yield the variable that names an empty database beside the tests' own; none is needed for SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield {}
        return
    name = f"journeys_{uuid.uuid4().hex}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlsplit(given)._replace(path=f"/{name}").geturl()}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def make_curator(environment: dict[str, str], name: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "createsuperuser", "--noinput", "--username", name, "--email", f"{name}@example.se"],
        cwd=settings.BASE_DIR, env=environment | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}, check=True,
    )  # fmt: skip


@pytest.fixture
def coordinator(page, site):
    """A browser page in which a coordinator of the network ``sussa`` has signed in."""
    email = f"{uuid.uuid4().hex[:8]}@example.se"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", APPOINT.format(slug="sussa", email=email)]
    subprocess.run(command, cwd=settings.BASE_DIR, env=site.environment, check=True)
    page.goto(f"{site.url}/logga-in/")
    page.get_by_label("Din e-postadress").fill(email)
    page.keyboard.press("Enter")
    code = re.search(r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n", site.mail(f"To: {email}"))[1]
    page.get_by_label("Koden i mejlet").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mina nätverk")).to_be_visible()
    return page
