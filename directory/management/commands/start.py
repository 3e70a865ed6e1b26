"""``manage.py start [ADDRESS:PORT]``: from a fresh checkout to a site with real networks in one command."""

import os
import shlex
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from granian import Granian
from granian.constants import Interfaces

from directory.models import Network

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue"
SEED = [CATALOGUE / "reference.json", CATALOGUE / "networks.json"]


class Command(BaseCommand):
    help = "Prepare the database, load the seed catalogue, and serve the site with its background work."

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", metavar="ADDRESS:PORT")

    def handle(self, *, address, **options):
        host, port = split_address(address)
        refuse_taken(host, port)
        hand_on(local_url(host, port))
        call_command("migrate", verbosity=0)
        call_command("import_catalogue", *map(str, SEED), verbosity=0)
        if settings.IS_PUBLIC:
            call_command("collectstatic", interactive=False, verbosity=0)
        self._greet(settings.SITE_ADDRESS)
        worker = subprocess.Popen([sys.executable, sys.argv[0], "work"])  # noqa: S603  our own interpreter and file
        try:
            Granian(
                "networks_site.wsgi:application", host, port, interface=Interfaces.WSGI, blocking_threads=os.cpu_count() or 1
            ).serve()
        finally:
            worker.terminate()
            worker.wait()

    def _greet(self, url: str):
        self.stdout.write(f"{Network.objects.published().count()} networks at {url}/")
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self.stdout.write(f"Make an administrator with: {as_typed('createsuperuser')}")
            self.stdout.write(f"Then sign in at {url}/admin/")
        self.stdout.write("Stop with Ctrl-C.")
        self.stdout.flush()


def hand_on(url: str) -> None:
    """Make a local site's links in mail begin with ``url``: those of processes forked from this one, and of new ones."""
    settings.SITE_ADDRESS = settings.SITE_URL or url
    os.environ["LOCAL_URL"] = url


def local_url(host: str, port: int) -> str:
    """Return the address that a browser on this machine finds the site at."""
    if host in ("0.0.0.0", "::", "127.0.0.1"):  # noqa: S104  compared, not bound
        return f"http://localhost:{port}"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def as_typed(command: str) -> str:
    """Return what to type, where this process was started, to run another command on the same files."""
    python = Path(sys.executable)
    if python.is_relative_to(Path.cwd()):
        python = python.relative_to(Path.cwd())
    given = [f"DATA_DIR={shlex.quote(os.environ['DATA_DIR'])}"] if "DATA_DIR" in os.environ else []
    return " ".join([*given, shlex.join([str(python), sys.argv[0], command])])


def refuse_taken(host: str, port: int) -> None:
    """Raise before any work is done when nothing can be served at the address."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        why = error.strerror.partition(" (")[0]
        raise CommandError(f"Cannot serve at {host}:{port}: {why}. Name another, such as 127.0.0.1:8001.") from None


def split_address(address: str) -> tuple[str, int]:
    """Return host and port of ``127.0.0.1:8000``, ``[::1]:8000`` or ``8000``."""
    host, _colon, port = address.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CommandError(f"{address} is not an address and port, such as 127.0.0.1:8000.")
    return host.strip("[]") or "127.0.0.1", int(port)
