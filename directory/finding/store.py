"""Holds the snapshot this process answers from, and replaces it when the directory has moved on."""

import gc
import logging
import threading
import time

from django.db import connection

from directory.finding.snapshot import Snapshot
from directory.models import Edition, Revision, Step
from directory.models.revision import last_own_number

SECONDS_BETWEEN_RENEWALS, SECONDS_AFTER_A_FAILURE = 0.2, 1.0

log = logging.getLogger(__name__)
_building = threading.Lock()
_held: Snapshot | None = None
_uncommitted = threading.local()
_not_before = float("-inf")
_held_since = time.monotonic()


def current_snapshot() -> Snapshot:
    """Return a snapshot of the directory, at the cost of one indexed read when nothing has changed.

    What this process has written is in it, and inside a transaction what that has written so far, seen by nobody else.
    When another process wrote, the snapshot is renewed in the background, and the one at hand is returned meanwhile.
    """
    edition, held = Revision.current(), _held
    if held is not None and held.edition == edition:
        return held
    if connection.in_atomic_block:
        return _of_this_transaction(edition)
    _uncommitted.snapshot = None
    if held is None or held.edition.number < last_own_number():
        with _building:
            return _renew(edition)
    if time.monotonic() > _not_before and _building.acquire(blocking=False):
        threading.Thread(target=_renew_in_background, name="snapshot", daemon=True).start()
    return held


def age_of_held() -> int:
    """Return for how many seconds this process has answered from the snapshot it holds."""
    return int(time.monotonic() - _held_since)


def _of_this_transaction(edition: Edition) -> Snapshot:
    earlier = getattr(_uncommitted, "snapshot", None) or _held
    _uncommitted.snapshot = _following(earlier, edition)
    return _uncommitted.snapshot


def _renew(edition: Edition) -> Snapshot:
    """Make the held snapshot one of ``edition`` or later; called by whoever has the lock."""
    global _held, _held_since
    before, _held = _held, _following(_held, edition)
    if _held is not before:
        _held_since = time.monotonic()
    if before is None or _held.terms is not before.terms:
        _spare_the_collector()
    return _held


def _following(earlier: Snapshot | None, edition: Edition) -> Snapshot:
    """Return a snapshot of ``edition``, made from an earlier one where that is known.

    The edition is read before the rows: a change in between makes the snapshot newer than it says, never older.
    """
    if earlier is not None and earlier.edition == edition:
        return earlier
    changed = Step.changed_since(earlier.edition) if earlier is not None else None
    return Snapshot.build(edition) if changed is None else earlier.updated(edition, changed)


def _spare_the_collector() -> None:
    """Let the collector of garbage pass over a snapshot that was read as a whole: hundreds of thousands of entries."""
    gc.collect()
    gc.freeze()


def _renew_in_background() -> None:
    """Renew the snapshot in a thread of its own; whatever goes wrong is logged, and the snapshot at hand stays."""
    global _not_before
    try:
        _renew(Revision.current())
        _not_before = time.monotonic() + SECONDS_BETWEEN_RENEWALS
    except Exception:
        _not_before = time.monotonic() + SECONDS_AFTER_A_FAILURE
        log.exception("The snapshot could not be renewed; the one at hand is kept")
    finally:
        connection.close()
        _building.release()
