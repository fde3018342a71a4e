"""The town's plates. Their codes never change, so that printed ones and pictures stay true."""

from datetime import UTC, datetime, timedelta

from addresses import changes
from addresses.models import AddressPoint, Tag, TagState

from .rows import SOURCE, TOLD, table
from .trails import marker_key

ISSUED_AT = datetime(2026, 3, 2, tzinfo=UTC)
INSTALLED_AT = datetime(2026, 4, 6, tzinfo=UTC)
ENDED_AT = datetime(2026, 9, 14, tzinfo=UTC)


def load() -> None:
    """Add the plates that are missing: one for each point, and those with another life behind them."""
    points = {point.source_key: point for point in AddressPoint.objects.filter(source=SOURCE)}
    tags = [
        _installed(row["code"], points[row["key"]], issued_at=ISSUED_AT + timedelta(hours=place))
        for place, row in enumerate(table("points"))
    ]
    for row in table("markers"):
        point = points[marker_key(row["trail"], int(row["marker"]))]
        tags.append(_installed(row["code"], point, issued_at=ISSUED_AT + timedelta(days=30)))
    tags += [_with_a_life(row, points) for row in table("tag_lives")]
    known = set(Tag.objects.filter(pk__in=[tag.code for tag in tags]).values_list("code", flat=True))
    changes.create_all([tag for tag in tags if tag.code not in known], **TOLD)


def _installed(code: str, point: AddressPoint, issued_at: datetime) -> Tag:
    return Tag(
        code=code, point=point, state=TagState.INSTALLED, issued_at=issued_at, installed_at=INSTALLED_AT
    )


def _with_a_life(row: dict[str, str], points: dict[str, AddressPoint]) -> Tag:
    was_installed = bool(row["point"])
    return Tag(
        code=row["code"],
        point=points[row["point"]] if was_installed else None,
        state=row["state"],
        replaced_by_id=row["replaced_by"] or None,
        issued_at=ISSUED_AT,
        installed_at=INSTALLED_AT if was_installed else None,
        ended_at=ENDED_AT if was_installed else None,
    )
