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
from directory.finding.waiting import TopicEntry, topics_waited_for
from directory.finding.white_spots import LIVING, NATIONAL, Spot, WhiteSpots, white_spots

__all__ = [
    "LIVING",
    "NATIONAL",
    "AgencyEntry",
    "Criteria",
    "Found",
    "Match",
    "Matches",
    "MeetingEntry",
    "Need",
    "NetworkEntry",
    "Snapshot",
    "Spot",
    "Suggestions",
    "TermEntry",
    "TopicEntry",
    "WhiteSpots",
    "current_snapshot",
    "find",
    "read_meetings",
    "similar_networks",
    "suggest",
    "topics_waited_for",
    "white_spots",
]
