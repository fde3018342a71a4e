"""What the person of a report decides afterwards, and what they are told."""

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from .reports import Consent


class NewShare(TypedDict):
    """A link for family, living 15 to 480 minutes; sent again with the same id it is made once."""

    id: UUID
    minutes: int
    consent: Consent


class Share(TypedDict):
    """A link for family, and how often it was opened."""

    id: UUID
    url: str
    made_at: datetime
    ends_at: datetime
    stopped_at: datetime | None
    looks: int
    last_look_at: datetime | None


class Wording(Consent):
    """A published wording in full: the sentence beside the button, and the notice as paragraphs."""

    sentence: str
    notice: list[str]


class Shares(TypedDict):
    """The links that still show something, and what is agreed to with the next one."""

    shares: list[Share]
    consent: Wording


class Look(TypedDict):
    """One look at a position: the centre's, or somebody's with a link. No position."""

    who: Literal["centre", "link"]
    name_ko: str
    name_en: str
    path: str
    method: str
    at: datetime


class Looks(TypedDict):
    """Who looked at one's position: how often in all, and the newest looks."""

    total: int
    looks: list[Look]


class Withdrawn(TypedDict):
    report: UUID
    withdrawn_at: datetime
