"""From words and choices to networks. Knows no HTTP, no template and no form.

``store`` holds the ``snapshot`` of the present edition, made of ``entries`` that ``reading`` reads, of ``postings`` (words)
and ``choices`` (facets); ``query`` answers from it, with ``wording``, ``words``, ``vocabulary`` and ``search``, and
``matching`` answers needs.
"""

from directory.finding.entries import AgencyEntry, MeetingEntry, NetworkEntry, TermEntry
from directory.finding.matching import Match, Matches, Need, similar_networks
from directory.finding.query import Criteria, Found, find
from directory.finding.reading import read_meetings
from directory.finding.snapshot import Snapshot
from directory.finding.store import current_snapshot
from directory.finding.suggest import Suggestions, suggest

__all__ = [
    "AgencyEntry",
    "Criteria",
    "Found",
    "Match",
    "Matches",
    "MeetingEntry",
    "Need",
    "NetworkEntry",
    "Snapshot",
    "Suggestions",
    "TermEntry",
    "current_snapshot",
    "find",
    "read_meetings",
    "similar_networks",
    "suggest",
]
