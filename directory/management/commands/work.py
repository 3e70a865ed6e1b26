"""``manage.py work [--once]``: the site's background work, mail, asking and forgetting; runs until it is told to stop."""

import datetime
import logging
import signal
from collections.abc import Callable
from threading import Event

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from directory.services.forget import forget_what_is_old
from directory.services.freshness import ask_those_due
from directory.services.mail import send_next

PAUSE_SECONDS = 5
DAILY = (forget_what_is_old, ask_those_due)

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the mail that waits; each day ask who is due, and delete what has been kept long enough; until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")

    def handle(self, *, once, **options):
        if once:
            for duty in DAILY:
                duty()
            while send_next():
                pass
        else:
            work_until(_told_to_stop())


def work_until(stop: Event) -> None:
    """Do what is due, rest when nothing is, until ``stop`` is set; a database that is away is waited for."""
    done_on = None
    while not stop.is_set():
        if not _answered(send_next):
            done_on = _daily_duties(done_on)
            close_old_connections()
            stop.wait(PAUSE_SECONDS)


def _daily_duties(last: datetime.date | None) -> datetime.date | None:
    """Do what is done once a day, and return the day on which all of it was done last."""
    today = timezone.localdate()
    if last == today:
        return last
    for duty in DAILY:
        if (done := _answered(duty)) is None:
            return last
        if done:
            log.info("%s: %s", duty.__name__, done)
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
