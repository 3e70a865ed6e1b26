"""Holds the snapshot this process answers from."""

import threading

from directory.finding.snapshot import Snapshot, build_snapshot
from directory.models import Revision

_building = threading.Lock()
_held: Snapshot | None = None


def current_snapshot() -> Snapshot:
    """Return the snapshot of the directory's present edition, at the cost of one indexed read when nothing changed.

    The stamp is read before the rows: a change in between makes the snapshot newer than its label, never older.
    """
    global _held
    stamp = Revision.current_stamp()
    held = _held
    if held is None or held.stamp != stamp:
        with _building:
            held = _held
            if held is None or held.stamp != stamp:
                held = _held = build_snapshot(stamp)
    return held
