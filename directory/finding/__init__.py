"""From words and choices to networks. Knows no HTTP, no template and no form.

``snapshot`` is one immutable edition of all that is public; ``store`` holds the current one; ``query`` answers from it.
"""

from directory.finding.query import Criteria, Found, find, similar_networks
from directory.finding.snapshot import AgencyEntry, MeetingEntry, NetworkEntry, Snapshot, TermEntry, meeting_entry
from directory.finding.store import current_snapshot

__all__ = [
    "AgencyEntry",
    "Criteria",
    "Found",
    "MeetingEntry",
    "NetworkEntry",
    "Snapshot",
    "TermEntry",
    "current_snapshot",
    "find",
    "meeting_entry",
    "similar_networks",
]
