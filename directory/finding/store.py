"""Holds the snapshot this process answers from, and replaces it when the directory has moved on."""

import logging
import threading
import time

from django.db import connection

from directory.finding.snapshot import Snapshot
from directory.models import Edition, Revision, Step
from directory.models.revision import last_own_number

SECONDS_BETWEEN_FAILURES = 1.0

log = logging.getLogger(__name__)
_building = threading.Lock()
_held: Snapshot | None = None
_failed_at = float("-inf")


def current_snapshot() -> Snapshot:
    """Return a snapshot of the directory, at the cost of one indexed read when nothing has changed.

    What this process has written itself, or is writing, is in it. When another process wrote, the snapshot is renewed
    in the background, and the one at hand is returned meanwhile.
    """
    edition, held = Revision.current(), _held
    if held is not None and held.edition == edition:
        return held
    if held is None or connection.in_atomic_block or held.edition.number < last_own_number():
        with _building:
            return _renew(edition)
    if _building.acquire(blocking=False):
        threading.Thread(target=_renew_in_background, name="snapshot", daemon=True).start()
    return held


def _renew(edition: Edition) -> Snapshot:
    """Make the held snapshot one of ``edition`` or later; called by whoever has the lock.

    The edition is read before the rows: a change in between makes the snapshot newer than it says, never older.
    """
    global _held
    held = _held
    if held is None or held.edition != edition:
        changed = Step.changed_since(held.edition) if held else None
        _held = Snapshot.build(edition) if changed is None else held.updated(edition, changed)
    return _held


def _renew_in_background() -> None:
    """Renew the snapshot in a thread of its own; whatever goes wrong is logged, and the snapshot at hand stays."""
    global _failed_at
    try:
        if time.monotonic() - _failed_at > SECONDS_BETWEEN_FAILURES:
            _renew(Revision.current())
    except Exception:
        _failed_at = time.monotonic()
        log.exception("The snapshot could not be renewed; the one at hand is kept")
    finally:
        connection.close()
        _building.release()
