"""The parts of a written address: 경기도 고양시 일산동구 강성로 256 민방위대피시설 (시행령 제41조⑤)."""

import re

_REGION = (
    r"(?:(?P<sido>\S+(?:도|특별시|광역시|자치시))\s+)?"
    r"(?:(?P<sigungu>\S+[시군구])\s+)?(?:(?P<district>\S+[구읍면])\s+)?"
)
_OUTSIDE = re.compile(
    _REGION
    + r"(?P<road_name>\S*(?:대로|로|길))\s+(?P<object_number>\d+)(?:-(?P<object_subnumber>\d+))?\s+\D.*"
)
_BUILDING = re.compile(
    _REGION + r"(?P<road_name>\S*(?:대로|로|길))\s+(?P<building_number>\d+(?:-\d+)?)(?:\s*[,(].*)?"
)
_PLACE = re.compile(_REGION)


def parts(text: str) -> dict[str, str]:
    """Return the parts of an object address outside a building, or {} when it reads otherwise.

    Example: ``경기도 고양시 일산서구 킨텍스로 217-3 어린이공원`` gives road_name 킨텍스로, object_number 217,
    object_subnumber 3.
    """
    return _matched(_OUTSIDE, text)


def building_parts(text: str) -> dict[str, str]:
    """Return the parts of a building's road name address, or {} when it reads otherwise."""
    return _matched(_BUILDING, text)


def region(text: str) -> dict[str, str]:
    """Return province, city and district of ``경기도 고양시 덕양구``, or {} when it is one word or other."""
    return _matched(_PLACE, f"{text.strip()} ") if " " in text.strip() else {}


def _matched(shape: re.Pattern[str], text: str) -> dict[str, str]:
    match = shape.fullmatch(text if text.endswith(" ") else text.strip())
    return {name: value for name, value in match.groupdict().items() if value} if match else {}
