"""``manage.py work [--once]``: the site's background work, mail and forgetting; runs until it is told to stop."""

import datetime
import logging
import signal
from collections.abc import Callable
from threading import Event

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from directory.services.forget import forget_what_is_old
from directory.services.mail import send_next

PAUSE_SECONDS = 5

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the mail that waits, and delete each day what has been kept long enough, until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")

    def handle(self, *, once, **options):
        if once:
            while send_next():
                pass
            forget_what_is_old()
        else:
            work_until(_told_to_stop())


def work_until(stop: Event) -> None:
    """Do what is due, rest when nothing is, until ``stop`` is set; a database that is away is waited for."""
    forgotten_on = None
    while not stop.is_set():
        if not _answered(send_next):
            forgotten_on = _forgotten(forgotten_on)
            close_old_connections()
            stop.wait(PAUSE_SECONDS)


def _forgotten(last: datetime.date | None) -> datetime.date | None:
    """Forget what is old, once a day, and return the day on which it was done last."""
    today = timezone.localdate()
    if last == today or (forgotten := _answered(forget_what_is_old)) is None:
        return last
    if forgotten:
        log.info("Kept long enough and deleted: %s", ", ".join(f"{count} {kind}" for kind, count in forgotten.items()))
    return today


def _answered(work: Callable):
    """Return what some work returns; None when the database did not answer."""
    try:
        return work()
    except (DatabaseError, InterfaceError) as error:
        log.warning("The database did not answer; trying again in %s seconds: %s", PAUSE_SECONDS, error)
        return None


def _told_to_stop() -> Event:
    """Return an event that is set when this process is asked to end, so that the mail in hand is finished first."""
    stop = Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stop.set())
    return stop
