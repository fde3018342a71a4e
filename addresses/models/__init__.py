"""What is here: points, facility types, tags, jurisdictions, and the history of every change."""

from .change import Change
from .facility_type import FacilityType
from .jurisdiction import Jurisdiction, Membership, Role, SharingMode
from .plate_report import PlateReport, PlateReportKind, PlateReportState
from .point import AddressPoint, NpnState, PointAlias, PointState, SurveyMethod
from .tag import Tag, TagMedium, TagState

__all__ = [
    "AddressPoint",
    "Change",
    "FacilityType",
    "Jurisdiction",
    "Membership",
    "NpnState",
    "PlateReport",
    "PlateReportKind",
    "PlateReportState",
    "PointAlias",
    "PointState",
    "Role",
    "SharingMode",
    "SurveyMethod",
    "Tag",
    "TagMedium",
    "TagState",
]
