"""What a dispatcher says over the radio: what locates first, in Korean for the crews, and in English. Pure."""

import math
from collections.abc import Mapping
from typing import Any, Final, Literal

from addresses.grids import npn

from .position import Fused

Language = Literal["ko", "en"]
# Where the phone was measured and the plate are two places, and a crew must not be sent to the plate.
_APART: Final = ("elsewhere", "walked", "fast")
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "ko": {
        "npn": "국가지점번호 {number}",
        "trail": "{trail} {metre}미터 지점",
        "code": "표지판 코드 {code}",
        "phone": "휴대전화 위치 {latitude:.5f}, {longitude:.5f}, 오차 {radius}미터",
        "apart": "읽은 표지판에서 {metres}미터 떨어짐",
        "plate": "읽은 표지판",
        "unknown": "위치를 알 수 없음",
        "typed": "입력한 번호 {typed}, 그런 표지판은 없음",
    },
    "en": {
        "npn": "National Point Number {number}",
        "trail": "{metre} metres along {trail}",
        "code": "Plate code {code}",
        "phone": "Phone at {latitude:.5f}, {longitude:.5f}, within {radius} metres",
        "apart": "{metres} metres from the plate that was read",
        "plate": "The plate that was read",
        "unknown": "No position is known",
        "typed": "Typed: {typed}, which is on no plate",
    },
}
# How the letters of a National Point Number are said, for who does not read Hangul.
_SPOKEN: Final = {
    **{"가": "ga", "나": "na", "다": "da", "라": "ra", "마": "ma", "바": "ba", "사": "sa"},
    **{"아": "a", "자": "ja", "차": "cha", "카": "ka", "타": "ta", "파": "pa", "하": "ha"},
}


def read_out(
    language: Language,
    *,
    tag_code: str,
    place: Mapping[str, Any] | None,
    fused: Fused | None,
    typed: str = "",
) -> str:
    """Return the sentences to say; ``place`` is the part of that name of an incident's detail.

    ``typed`` led to no plate. Nothing at all is known of who has neither it, nor a plate, nor a position.
    """
    words = _WORDS[language]
    plate = [
        *(_of_place(language, place) if place else []),
        *_of_code(language, tag_code),
        *_of_typed(language, typed),
    ]
    measured = _of_phone(language, fused)
    away_m = fused.agreement.distance_m if fused and str(fused.agreement.kind) in _APART else None
    if measured and away_m is not None:
        # Where the person is comes first, and the plate is said to be another place.
        parts = [measured, words["apart"].format(metres=f"{away_m:.0f}"), words["plate"], *plate]
    elif plate and place is None and (fused is None or fused.best is None):
        parts = [words["unknown"], *plate]
    else:
        # What is on no plate locates nobody, so it follows where the phone is.
        parts = [measured, *plate] if typed else [*plate, measured]
    return ". ".join(part for part in parts if part)


def _of_place(language: Language, place: Mapping[str, Any]) -> list[str]:
    words, anchor = _WORDS[language], place["anchor"]
    said = [_named(language, place["name_ko"], place["name_en"])]
    if place["npn"]:
        said.append(words["npn"].format(number=_number(language, npn.normal(place["npn"]))))
    said.append(place["object_address"])
    if anchor:
        trail = _named(language, anchor["trail_ko"], anchor["trail_en"])
        said.append(words["trail"].format(trail=trail, metre=f"{anchor['metre']:.0f}"))
    return said


def _of_code(language: Language, code: str) -> list[str]:
    return [_WORDS[language]["code"].format(code=f"{code[:4]}-{code[4:]}")] if code else []


def _of_typed(language: Language, typed: str) -> list[str]:
    shown = f"{typed[:4]}-{typed[4:]}" if len(typed) == 8 and typed.isdigit() else typed
    return [_WORDS[language]["typed"].format(typed=shown)] if typed else []


def _of_phone(language: Language, fused: Fused | None) -> str:
    if fused is None or fused.best is None or fused.best.source != "device":
        return ""
    best = fused.best
    # Rounded up: a radius is never said to be better than it is.
    radius = math.ceil(best.uncertainty_m)
    phone = _WORDS[language]["phone"]
    return phone.format(latitude=best.latitude, longitude=best.longitude, radius=radius)


def _named(language: Language, ko: str, en: str) -> str:
    return (en or ko) if language == "en" else (ko or en)


def _number(language: Language, number: str) -> str:
    if language == "ko":
        return number
    letters = " ".join(_SPOKEN[letter] for letter in number if letter in _SPOKEN)
    return f"{number} ({letters})" if letters else number
