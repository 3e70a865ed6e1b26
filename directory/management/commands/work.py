"""``manage.py work [--once]``: the site's background work, now the mail that waits; runs until it is told to stop."""

import logging
import signal
from threading import Event

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections

from directory.services.mail import send_next

PAUSE_SECONDS = 5

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the mail that waits, until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")

    def handle(self, *, once, **options):
        if once:
            while send_next():
                pass
        else:
            work_until(_told_to_stop())


def work_until(stop: Event) -> None:
    """Do what is due, rest when nothing is, until ``stop`` is set; a database that is away is waited for."""
    while not stop.is_set():
        if not _do_next():
            close_old_connections()
            stop.wait(PAUSE_SECONDS)


def _do_next() -> bool:
    try:
        return send_next()
    except (DatabaseError, InterfaceError) as error:
        log.warning("The database did not answer; trying again in %s seconds: %s", PAUSE_SECONDS, error)
        return False


def _told_to_stop() -> Event:
    """Return an event that is set when this process is asked to end, so that the mail in hand is finished first."""
    stop = Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stop.set())
    return stop
