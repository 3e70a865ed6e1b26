"""``manage.py start [ADDRESS:PORT]``: from a fresh checkout to a site with real networks in one command."""

import os
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
        call_command("migrate", verbosity=0)
        call_command("import_catalogue", *map(str, SEED), verbosity=0)
        if settings.IS_PUBLIC:
            call_command("collectstatic", interactive=False, verbosity=0)
        self._greet(host, port)
        worker = subprocess.Popen([sys.executable, sys.argv[0], "work"])  # noqa: S603  our own interpreter and file
        try:
            Granian(
                "networks_site.wsgi:application", host, port, interface=Interfaces.WSGI, blocking_threads=os.cpu_count() or 1
            ).serve()
        finally:
            worker.terminate()
            worker.wait()

    def _greet(self, host, port):
        seen = "localhost" if host in ("0.0.0.0", "::", "127.0.0.1") else host  # noqa: S104  compared, not bound
        self.stdout.write(f"{Network.objects.published().count()} networks at {settings.SITE_URL or f'http://{seen}:{port}'}/")
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self.stdout.write("Make an administrator with: python manage.py createsuperuser, then sign in at /admin/")
        self.stdout.write("Stop with Ctrl-C.")
        self.stdout.flush()


def refuse_taken(host: str, port: int) -> None:
    """Raise before any work is done when nothing can be served at the address."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise CommandError(f"Cannot serve at {host}:{port}: {error.strerror}. Name another, such as 127.0.0.1:8001.") from None


def split_address(address: str) -> tuple[str, int]:
    """Return host and port of ``127.0.0.1:8000``, ``[::1]:8000`` or ``8000``."""
    host, _colon, port = address.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CommandError(f"{address} is not an address and port, such as 127.0.0.1:8000.")
    return host.strip("[]") or "127.0.0.1", int(port)
