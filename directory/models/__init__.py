"""What the directory knows. Callers import from here; each noun has its own file."""

from directory.models.network import (
    Confidence,
    ContentLanguage,
    EditorialState,
    Level,
    Life,
    LifeBasis,
    MeetingMode,
    Network,
    NetworkKind,
    Openness,
    Rhythm,
    Role,
    Source,
)

from directory.models.agency import Agency, Membership  # isort: skip
from directory.models.agenda import AgendaItem, AgendaKind
from directory.models.alert import Alert, AlertAbout, AlertLink, AlertRhythm
from directory.models.catalogue import ImportedRecord
from directory.models.confirmation import SenderLink
from directory.models.coordinator import AskedState, Claim, Coordinator, Proposal
from directory.models.correction import PLAIN_FACTS, Correction, CorrectionKind, CorrectionState
from directory.models.double import Double
from directory.models.draft import Draft, DraftLink
from directory.models.former_address import FormerAddress
from directory.models.former_reference import FormerReference
from directory.models.freshness import FreshnessLink
from directory.models.hosting import TurnChange, TurnChangeKind
from directory.models.interest import Interest, InterestLink, Topic
from directory.models.joining import JoinLink, JoinRequest, JoinState
from directory.models.link_check import LinkCheck, LinkState
from directory.models.meeting import Meeting, MeetingState, Precision, TimeZone
from directory.models.outbox import OutgoingMail
from directory.models.private_calendar import PrivateCalendar
from directory.models.relation import Relation, RelationKind
from directory.models.revision import Edition, Revision, Step
from directory.models.sharing import Channel, ChannelKind, Material, MaterialKind, Visit, VisitState
from directory.models.submission import Allowance, Registration, RegistrationState
from directory.models.taxonomy import AgencyKind, County, CpvDivision, Exchange, FocusArea, Synonym
from directory.models.upload import Upload

__all__ = [
    "PLAIN_FACTS",
    "Agency",
    "AgencyKind",
    "AgendaItem",
    "AgendaKind",
    "Alert",
    "AlertAbout",
    "AlertLink",
    "AlertRhythm",
    "Allowance",
    "AskedState",
    "Channel",
    "ChannelKind",
    "Claim",
    "Confidence",
    "ContentLanguage",
    "Coordinator",
    "Correction",
    "CorrectionKind",
    "CorrectionState",
    "County",
    "CpvDivision",
    "Double",
    "Draft",
    "DraftLink",
    "Edition",
    "EditorialState",
    "Exchange",
    "FocusArea",
    "FormerAddress",
    "FormerReference",
    "FreshnessLink",
    "ImportedRecord",
    "Interest",
    "InterestLink",
    "JoinLink",
    "JoinRequest",
    "JoinState",
    "Level",
    "Life",
    "LifeBasis",
    "LinkCheck",
    "LinkState",
    "Material",
    "MaterialKind",
    "Meeting",
    "MeetingMode",
    "MeetingState",
    "Membership",
    "Network",
    "NetworkKind",
    "Openness",
    "OutgoingMail",
    "Precision",
    "PrivateCalendar",
    "Proposal",
    "Registration",
    "RegistrationState",
    "Relation",
    "RelationKind",
    "Revision",
    "Rhythm",
    "Role",
    "SenderLink",
    "Source",
    "Step",
    "Synonym",
    "TimeZone",
    "Topic",
    "TurnChange",
    "TurnChangeKind",
    "Upload",
    "Visit",
    "VisitState",
]
