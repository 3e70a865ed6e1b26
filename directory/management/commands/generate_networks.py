"""``manage.py generate_networks N``: fill a database of your own with artificial networks, to see how a large one behaves."""

from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from directory.models import Agency, FocusArea, Network
from directory.services.artificial import SLUG_START, generate_networks

MOST = 1_000_000
HERE = ("", "localhost", "127.0.0.1", "::1")


class Command(BaseCommand):
    help = "Fill the database with clearly artificial networks, to measure with. Never on a public site; needs DEBUG=true."

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, metavar="N", help="how many networks")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same networks")
        parser.add_argument("--beside-real", action="store_true", help="add them to a database that holds real networks")

    def handle(self, *, count, seed, beside_real, verbosity, **options):
        if not 1 <= count <= MOST:
            raise CommandError(f"Between 1 and {MOST} networks can be made, not {count}.")
        refuse_a_database_in_use(beside_real)
        started = monotonic()
        generate_networks(count, seed=seed)
        if verbosity > 0:
            self.stdout.write(f"{count} artificial networks made in {monotonic() - started:.0f} seconds.")


def refuse_a_database_in_use(beside_real: bool) -> None:
    """Raise before anything is written where somebody may be using the database, or nothing good could come of it.

    DEBUG is off unless somebody turns it on, and a public site refuses to start with it; but a database can be reached
    from elsewhere, so another machine's is refused too, and real networks are unless it is said that they may be there.
    """
    made = Network.objects.filter(slug__startswith=SLUG_START)
    if settings.IS_PUBLIC or not settings.DEBUG:
        raise CommandError("Artificial networks are only made with DEBUG=true, which no public site has. Nothing was changed.")
    if not is_on_this_machine(connection.settings_dict["HOST"]):
        raise CommandError("The database is on another machine, where others may use it. Nothing was changed.")
    if made.exists():
        raise CommandError("The database already holds artificial networks. Start from one without. Nothing was changed.")
    if not beside_real and (Network.objects.exists() or Agency.objects.exists()):
        raise CommandError(
            "The database holds real networks or agencies. To add artificial ones: --beside-real. Nothing was changed."
        )
    if not FocusArea.objects.exists():
        raise CommandError(
            "The lists are empty. Load them first: manage.py import_catalogue directory/catalogue/reference.json. "
            "Nothing was changed."
        )


def is_on_this_machine(host: str) -> bool:
    """Tell whether a database host is this machine: loopback, a socket in a folder, or none at all, as SQLite has."""
    return host in HERE or host.startswith("/")
