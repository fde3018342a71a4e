"""Who needs to know: reports, fixes, incidents, events, deliveries, and who looked."""

from .alert import Alert, AlertKind
from .board_link import BoardLink, BoardOpening
from .crew_link import CrewLink
from .delivery import Contact, Delivery, Endpoint, Outcome, Try, Webhook
from .event import Event, EventCursor, EventKind
from .hand_over import HandOver
from .incident import Disposition, Escalation, Incident, IncidentState, Stay
from .locate_request import LocateRequest
from .look import Look
from .message import Message, Quick
from .reference import Reference
from .report import Channel, Fix, FixSource, Presence, Report, ReportKind
from .share import Share
from .showing import Showing
from .sight import Sight
from .text_part import TextPart
from .unit import Assignment, Unit, UnitKind

__all__ = [
    "Alert",
    "AlertKind",
    "Assignment",
    "BoardLink",
    "BoardOpening",
    "Channel",
    "Contact",
    "CrewLink",
    "Delivery",
    "Disposition",
    "Endpoint",
    "Escalation",
    "Event",
    "EventCursor",
    "EventKind",
    "Fix",
    "FixSource",
    "HandOver",
    "Incident",
    "IncidentState",
    "LocateRequest",
    "Look",
    "Message",
    "Outcome",
    "Presence",
    "Quick",
    "Reference",
    "Report",
    "ReportKind",
    "Share",
    "Showing",
    "Sight",
    "Stay",
    "TextPart",
    "Try",
    "Unit",
    "UnitKind",
    "Webhook",
]
