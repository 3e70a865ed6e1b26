"""``manage.py work [--once]``: the site's background work: mail, alerts, asking, forgetting, links; until it is told to stop."""

import datetime
import logging
import signal
from collections.abc import Callable
from functools import partial
from threading import Event

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from directory.filters.alerts import fitting
from directory.services.alerts import tell_next
from directory.services.doubles import find_doubles
from directory.services.forget import forget_what_is_old
from directory.services.freshness import ask_those_due
from directory.services.links import keep_list_of_links, look_at_next
from directory.services.mail import send_next

PAUSE_SECONDS = 5
HOURLY = (forget_what_is_old, ask_those_due, keep_list_of_links, find_doubles)

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the mail that waits; each hour ask who is due, and delete what has been kept long enough; until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")

    def handle(self, *, once, **options):
        if once:
            for duty in HOURLY:
                duty()
            while tell_next(fitting) or send_next():
                pass
        else:
            work_until(_told_to_stop())


def work_until(stop: Event) -> None:
    """Do what is due, rest when nothing is, until ``stop`` is set; a database that is away is waited for."""
    done = None
    while not stop.is_set():
        is_busy = _answered(send_next) or _answered(partial(tell_next, fitting))
        done = _hourly_duties(done)
        if not is_busy:
            _answered(look_at_next)
            close_old_connections()
            stop.wait(PAUSE_SECONDS)


def _hourly_duties(last: datetime.datetime | None) -> datetime.datetime | None:
    """Do what is done once an hour, and return when all of it was done last."""
    now = timezone.now()
    if last and now - last < datetime.timedelta(hours=1):
        return last
    for duty in HOURLY:
        if (done := _answered(duty)) is None:
            return last
        if done:
            log.info("%s: %s", duty.__name__, done)
    return now


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
