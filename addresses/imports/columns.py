"""Which column of a file means which field: the registers that cities work with, and plain names.

The layouts are those of the address register (OBJ_MNG_NO …), the object address ledger (사물관리번호 …),
the national bus stops (정류장번호 …), the defibrillators (rnum …) and the NPN plates (지점번호 …).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from addresses.formats import Row
from addresses.formats.positions import plain

# Within a list the first name that the file has is taken.
FIELDS: dict[str, tuple[str, ...]] = {
    "name_ko": ("name_ko", "name", "명칭", "이름", "시설명", "시설물명", "지점명", "정류장명", "정류소명", "사물명",
                "obj_nm", "MANAGE_SP2", "DETAIL_SPO", "org", "설치기관명", "설치기관"),
    "name_en": ("name_en", "영문명", "영문명칭", "영문이름", "name_eng", "eng_nm"),
    "type": ("facility_type", "type", "시설물유형", "시설유형", "사물유형", "유형", "종류", "OBJ_KND_CD"),
    "npn": ("국가지점번호", "지점번호", "npn", "ssn"),
    "npn_state": ("npn_state", "지점번호상태", "확인상태"),
    "object_address": ("사물주소", "object_address"),
    "building_address": ("buildAddress", "설치기관주소", "도로명주소", "설치주소"),
    "sido": ("sido", "시도", "시도명"),
    "sigungu": ("sigungu", "시군구", "시군구명", "gugun"),
    "district": ("district", "읍면동", "읍면", "구"),
    "road_name": ("road_name", "도로명", "rn"),
    "building_number": ("building_number", "건물번호"),
    "object_number": ("object_number", "사물번호", "기초번호본번", "사물번호본번", "adres_mnnm"),
    "object_subnumber": ("object_subnumber", "기초번호부번", "사물번호부번", "adres_slno"),
    "object_place": ("object_place", "buildPlace"),
    "elevation_m": ("elevation_m", "ele", "표고", "해발", "해발고도", "고도", "elevation"),
    "uncertainty_m": ("uncertainty_m", "정확도", "오차"),
    "surveyed_on": ("surveyed_on", "측량일", "측량일자", "조사일", "조사일자"),
    "public_note_ko": ("public_note_ko", "설치장소", "설치위치", "buildPlace", "비고", "설명", "description", "desc"),
    "public_note_en": ("public_note_en",),
    "responder_note": ("responder_note", "출동메모"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """A known register: the column with its key, its name as a source, the type that it is about."""

    key: str
    source: str
    types: tuple[str, ...] = ()
    caution: str = ""


LAYOUTS = (
    Layout("OBJ_MNG_NO", "주소정보 사물주소"),
    Layout("사물관리번호", "주소정보 사물주소"),
    Layout("정류장번호", "전국버스정류장", ("버스정류장", "bus-stop")),
    Layout("정류소번호", "전국버스정류장", ("버스정류장", "bus-stop")),
    Layout(
        "rnum",
        "AED",
        ("자동심장충격기", "AED", "자동심장충격기(AED)"),
        "rnum counts the rows of one download: in the next one it may name another device. "
        "Use --key if the file has a lasting number.",
    ),
)
# Registers without a key of their own, told by a column.
ABOUT: dict[str, tuple[str, ...]] = {
    "지점번호": ("국가지점번호판", "npn-plate", "산악위치표지판", "trail-marker"),
    "국가지점번호": ("국가지점번호판", "npn-plate", "산악위치표지판", "trail-marker"),
}
OTHER_KEYS = ("source_key", "관리번호", "시설번호", "시설관리번호", "고유번호")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one file by the field that they mean, and what kind of register it is."""

    by_field: dict[str, str]
    key: str | None
    layout: Layout | None
    types: tuple[str, ...]
    unused: tuple[str, ...]

    def text(self, row: Row, field: str) -> str:
        """Return the row's value for a field as text, or ""."""
        value = row.attributes.get(self.by_field.get(field, ""))
        return "" if value is None else str(value).strip()


def understand(names: Iterable[str], *, key: str | None = None, positions: Iterable[str] = ()) -> Columns:
    """Return what the columns mean. ``key`` is the person's choice of the key column.

    Raises KeyError when that column is not there.
    """
    present = {plain(name): name for name in reversed(list(names))}
    by_field = {}
    for field, aliases in FIELDS.items():
        found = next((present[plain(alias)] for alias in aliases if plain(alias) in present), None)
        if found is not None:
            by_field[field] = found
    layout = next((layout for layout in LAYOUTS if plain(layout.key) in present), None)
    about = next((types for name, types in ABOUT.items() if plain(name) in present), ())
    key_column = _key_column(present, key, layout)
    used = {plain(name) for name in (*by_field.values(), key_column or "", *positions)}
    return Columns(
        by_field=by_field,
        key=key_column,
        layout=layout,
        types=layout.types if layout and layout.types else about,
        unused=tuple(name for name in reversed(present.values()) if plain(name) not in used),
    )


def _key_column(present: dict[str, str], key: str | None, layout: Layout | None) -> str | None:
    if key is not None:
        return present[plain(key)]
    if layout is not None:
        return present[plain(layout.key)]
    return next((present[plain(name)] for name in OTHER_KEYS if plain(name) in present), None)
