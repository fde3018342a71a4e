"""What a page says about a tag that is not simply at its place. None of it blocks a call for help."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from addresses import codes
from addresses.models import AddressPoint, PointState, Tag, TagState


@dataclass(frozen=True, slots=True)
class Notice:
    """One remark; a link may follow."""

    text: str
    href: str = ""
    link: str = ""


def about(
    tag: Tag, point: AddressPoint, successor: Tag | None, said: Mapping[str, str], language: str
) -> list[Notice]:
    """Return the remarks about a tag with a place, in the words ``said``."""
    return list(_about(tag, point, successor, said, language))


def _about(
    tag: Tag, point: AddressPoint, successor: Tag | None, said: Mapping[str, str], language: str
) -> Iterator[Notice]:
    if tag.state == TagState.ISSUED:
        yield Notice(said["state_issued"])
    elif tag.state == TagState.LOST:
        yield Notice(said["state_lost"])
    elif tag.state == TagState.REPLACED:
        yield _replaced(point, successor, said, language)
    elif tag.state == TagState.WITHDRAWN:
        yield Notice(_withdrawn(tag, said))
    if point.state == PointState.ABOLISHED:
        yield Notice(said["point_abolished"])


def _withdrawn(tag: Tag, said: Mapping[str, str]) -> str:
    if tag.ended_at is None:
        return said["state_withdrawn_undated"]
    return said["state_withdrawn"].format(date=f"{tag.ended_at:%Y-%m-%d}")


def _replaced(point: AddressPoint, successor: Tag | None, said: Mapping[str, str], language: str) -> Notice:
    if successor is None:
        return Notice(said["state_replaced"])
    text = said["state_replaced"]
    if successor.point_id != point.pk:
        text = f"{text} {said['state_elsewhere']}"
    link = said["state_replaced_by"].format(code=codes.write(successor.code))
    return Notice(text, f"/{successor.code}?lang={language}", link)
