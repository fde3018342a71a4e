"""From rows of a file to drafts of address points."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

import shapely
from django.contrib.gis.geos import Point as GeosPoint

from addresses.errors import AddressError
from addresses.formats import Row, Source, UnreadableFile
from addresses.formats.positions import EAST, LATITUDE, LONGITUDE, NORTH, SHAPE
from addresses.grids import npn
from addresses.grids.place import Point
from addresses.grids.projection import to_plane
from addresses.models import AddressPoint, FacilityType, NpnState, SurveyMethod
from addresses.plausible import NPN_WRONG_M

from . import namesakes, object_address
from .columns import ABOUT, Columns, understand
from .planning import Action, Draft, Plan, PlannedRow, compare
from .types import Types

UNCERTAINTY_M = (
    10.0  # of a register that does not say: object addresses are read off a map of 1:1,000 and coarser
)
NPN_TOLERANCE_M = 2.0  # 시행규칙 제46조③: a plate may stand that far outside its cell


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports says: fallback type, source's name, key column, radius at 95 %.

    ``unknown_too`` takes the fallback type for rows that name an unknown one, too.
    """

    facility_type: str | None = None
    source_name: str | None = None
    key: str | None = None
    uncertainty_m: float = UNCERTAINTY_M
    unknown_too: bool = False


def plan(source: Source, options: Options | None = None) -> Plan:
    """Return what importing this file as address points would do to the register; touches nothing.

    Raises UnreadableFile when an option names a type or column that does not exist, or lacks another.
    """
    options = options or Options()
    if options.unknown_too and options.facility_type is None:
        raise UnreadableFile("--unknown-as-type needs --type: as which type?")
    columns = _columns(source, options)
    types = Types()
    try:
        fallback = types.fallback(options.facility_type, columns.types)
    except KeyError as error:
        hint = types.hint(str(options.facility_type))
        raise UnreadableFile(
            f"There is no facility type {error}. {hint[:1].upper()}{hint[1:] or '--list-types names the known ones.'}"
        ) from error
    # A register knows what it is about; a person's word for the rows without a type says nothing of the others.
    takes_unknown = options.facility_type is None or options.unknown_too
    drafting = Drafting(columns, types, fallback, options.uncertainty_m, takes_unknown)
    drafts = [drafting.draft(row) for row in source.rows]
    warnings = [*source.warnings, columns.layout.caution if columns.layout and not options.key else ""]
    name = _source_name(source, columns, options)
    rows = compare(AddressPoint, name, drafts)
    warnings += [*_taken(drafts, rows, options), _known_by_name(namesakes.note(rows))]
    return Plan(source, name, rows, [w for w in warnings if w], columns.unused)


def _taken(drafts: Sequence[Draft], rows: Sequence[PlannedRow], options: Options) -> Iterator[str]:
    """Yield how many usable rows have their type on somebody else's word: an option's, or the register's."""
    usable = [
        draft
        for draft, row in zip(drafts, rows, strict=True)
        if row.action not in (Action.PROBLEM, Action.SKIPPED) and draft.type_from
    ]
    counted = Counter((draft.type_from, draft.fields["facility_type"].name_ko) for draft in usable)
    asked = options.facility_type is not None
    for (said, kind), count in counted.items():
        whose = "as --type says" if asked else "what the register is about"
        if said == "unknown":
            whose = "as --unknown-as-type says" if asked else whose
            yield f"{count:,} with a type that is not known, taken as {kind}: {whose}"
        elif asked:
            yield f"{count:,} without a type, taken as {kind}: {whose}"


def _known_by_name(count: int) -> str:
    if not count:
        return ""
    have = "1 new point has" if count == 1 else f"{count:,} new points have"
    return f"{have} the name of a point within {namesakes.NEAR_M:.0f} m that is there already: the report says which"


def _columns(source: Source, options: Options) -> Columns:
    try:
        return understand(
            source.columns, key=options.key, positions=(*LATITUDE, *LONGITUDE, *EAST, *NORTH, *SHAPE)
        )
    except KeyError as error:
        listed = ", ".join(source.columns[:30])
        raise UnreadableFile(f'There is no column "{options.key}". The file has: {listed}.') from error


def _source_name(source: Source, columns: Columns, options: Options) -> str:
    known = columns.layout.source if columns.layout and not options.key else ""
    return (options.source_name or known or PurePath(source.name).stem)[:80]


@dataclass(frozen=True, slots=True)
class Drafting:
    """What one file's rows have in common while they are turned into drafts."""

    columns: Columns
    types: Types
    fallback: FacilityType | None
    uncertainty_m: float
    takes_unknown: bool

    def draft(self, row: Row) -> Draft:
        """Return the row as a point of the register should look, or what stands against it."""
        draft = Draft(row.number, notes=list(row.notes), problem=row.problem or "")
        draft.fields["name_ko"] = self.columns.text(row, "name_ko")
        if draft.problem or row.geometry is None:
            return draft
        try:
            self._fill(row, draft)
        except ValueError as error:
            draft.problem = str(error)
        return draft

    def _fill(self, row: Row, draft: Draft) -> None:
        place = self._place(row, draft)
        if place is None:
            return
        self._add_type(row, draft)
        self._add_address(row, draft)
        self._add_numbers(row, draft)
        self._add_position(row, place, draft)
        self._add_npn(row, place, draft)
        for name in ("name_en", "object_place", "public_note_ko", "public_note_en", "responder_note"):
            _set(draft, name, self.columns.text(row, name))
        self._add_key_and_name(row, place, draft)

    def _place(self, row: Row, draft: Draft) -> shapely.Point | None:
        shape = row.geometry
        if isinstance(shape, shapely.MultiPoint) and len(shape.geoms) == 1:
            shape = shape.geoms[0]
        if isinstance(shape, shapely.Point):
            return shape
        if shape is None or shape.geom_type in ("LineString", "MultiLineString", "LinearRing"):
            draft.skip = "it is a line: import_trails reads lines"
            return None
        draft.notes.append("an area: a point inside it was taken; set its reference point by hand")
        draft.only_new = frozenset({"position", "uncertainty_m", "survey_method", "elevation_m"})
        return shapely.point_on_surface(shape)

    def _add_type(self, row: Row, draft: Draft) -> None:
        said = self.columns.text(row, "type")
        marker = ABOUT["지점번호"] if _is_full_npn(draft.fields["name_ko"]) else ()
        kind = self.types.named(said) if said else None
        if kind is None:
            kind = self._type_unsaid(said, self.fallback or self.types.named(*marker))
            draft.type_from = "unknown" if said else "none"
            if said:
                draft.notes.append(f'"{said}" is no known type; taken as {kind.name_ko}')
        draft.fields["facility_type"] = kind

    def _type_unsaid(self, said: str, fallback: FacilityType | None) -> FacilityType:
        """Return the type of a row that names none, or none that is known. Raises ValueError: nobody said which."""
        if fallback is not None and (self.takes_unknown or not said):
            return fallback
        if not said:
            raise ValueError("it names no facility type: say --type")
        meant = f" ({hint})" if (hint := self.types.hint(said)) else ""
        raise ValueError(
            f'its type "{said}" is not known{meant}: correct it, add the type, '
            "or say --type and --unknown-as-type"
        )

    def _add_address(self, row: Row, draft: Draft) -> None:
        """Take the whole address apart first; columns of their own fill what it leaves open."""
        text = self.columns.text
        found = object_address.parts(text(row, "object_address"))
        found = found or object_address.building_parts(text(row, "building_address"))
        city = text(row, "sigungu")
        found = {**object_address.region(city), **found} if " " in city else found
        for name in ("sido", "sigungu", "district", "road_name", "building_number"):
            _set(draft, name, found.get(name) or ("" if name == "sigungu" and found else text(row, name)))
        for name in ("object_number", "object_subnumber"):
            value = found.get(name) or text(row, name)
            _set(draft, name, _read(int, value, name) if value else None)

    def _add_numbers(self, row: Row, draft: Draft) -> None:
        elevation = self.columns.text(row, "elevation_m")
        height = row.geometry.z if isinstance(row.geometry, shapely.Point) and row.geometry.has_z else 0.0
        # A height of exactly 0 is what programs write for "unknown".
        _set(draft, "elevation_m", _read(float, elevation, "elevation_m") if elevation else height or None)
        surveyed = self.columns.text(row, "surveyed_on")
        _set(draft, "surveyed_on", _read(_day, surveyed, "surveyed_on") if surveyed else None)
        state = self.columns.text(row, "npn_state")
        labels = {s.label: s.value for s in NpnState} | {s.value: s.value for s in NpnState}
        _set(draft, "npn_state", labels.get(state, "") if state else "")

    def _add_position(self, row: Row, place: shapely.Point, draft: Draft) -> None:
        said = self.columns.text(row, "uncertainty_m")
        if said:
            radius = _read(float, said, "uncertainty_m")
        elif row.placed_by_npn:
            radius = row.uncertainty_m or self.uncertainty_m
        else:
            radius = max(self.uncertainty_m, row.uncertainty_m or 0.0)
        draft.fields["position"] = GeosPoint(round(place.x, 9), round(place.y, 9), srid=4326)
        draft.fields["uncertainty_m"] = radius
        draft.fields["survey_method"] = SurveyMethod.IMPORTED

    def _add_npn(self, row: Row, place: shapely.Point, draft: Draft) -> None:
        stated = self.columns.text(row, "npn")
        if not stated and _is_full_npn(draft.fields["name_ko"]):
            stated = draft.fields["name_ko"]
        if not stated:
            return
        try:
            cell = npn.cell(stated)
        except AddressError as error:
            raise ValueError(f"its National Point Number {stated}: {error}") from error
        if cell.size_m != 10:
            raise ValueError(f"{stated} names a square of {cell.size_m:,} m; a plate has eight digits")
        off_m = cell.distance_m(*to_plane(Point(place.x, place.y)))
        if off_m > NPN_WRONG_M:
            raise ValueError(f"{stated} is {off_m:,.0f} m away from its coordinates: one of the two is wrong")
        if off_m > NPN_TOLERANCE_M:
            draft.notes.append(f"{stated} is {off_m:.1f} m away from its coordinates: look at it on site")
        elif off_m > 0:
            draft.notes.append(f"{stated} is {off_m:.1f} m away from its coordinates, within the legal 2 m")
        draft.fields["npn"] = npn.compact(stated)

    def _add_key_and_name(self, row: Row, place: shapely.Point, draft: Draft) -> None:
        draft.key = self._key(row, place, draft)
        if draft.fields["name_ko"]:
            return
        number = "-".join(
            str(draft.fields[n]) for n in ("object_number", "object_subnumber") if n in draft.fields
        )
        kind = draft.fields["facility_type"].name_ko
        road = draft.fields.get("road_name", "")
        stands_for = f"{road} {number}" if road and number else str(draft.fields.get("npn", ""))
        draft.fields["name_ko"] = f"{stands_for} {kind}" if stands_for else f"{kind} {draft.key[-6:]}"

    def _key(self, row: Row, place: shapely.Point, draft: Draft) -> str:
        stated = row.attributes.get(self.columns.key or "")
        if stated not in (None, ""):
            key = str(stated)
            # Several reference points of one facility share its key: the secondary ones add their number.
            secondary = row.attributes.get("MAIN_ENTSE") == "RS" and row.attributes.get("PNT_SP_NO")
            return f"{key}/{secondary}" if secondary else key
        kind = draft.fields["facility_type"].slug
        told = f"{draft.fields['name_ko']}|{kind}|{place.x:.5f}|{place.y:.5f}"
        return "#" + hashlib.sha256(told.encode()).hexdigest()[:20]


def _set(draft: Draft, name: str, value: Any) -> None:
    """Keep what the file says; where it says nothing, what people wrote stays."""
    if value not in ("", None):
        draft.fields[name] = value


def _read(kind: Callable[[str], Any], text: str, name: str) -> Any:
    try:
        return kind(text)
    except ValueError as error:
        raise ValueError(f'{name}: "{text[:40]}" cannot be read') from error


def _day(text: str) -> date:
    digits = "".join(c for c in text[:10] if c.isdigit())
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


def _is_full_npn(name: str) -> bool:
    try:
        return npn.cell(name).size_m == 10
    except AddressError:
        return False
