"""From rows of a file to trails: lines in one piece, with their length on the ellipsoid."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.contrib.gis.geos import LineString as GeosLine
from shapely import LineString, MultiLineString

from addresses.distances import ELLIPSOID
from addresses.formats import Row, Source, UnreadableFile, Value
from addresses.formats.positions import plain
from addresses.imports import Draft, Plan, compare

from .models import Trail, TrailKind
from .operations import length_m

GAP_M = 30.0  # a receiver that lost the sky for a moment; farther apart, it is another trail
SHORTEST_M = 1.0

NAMES = ("name_ko", "name", "명칭", "이름", "PMNTN_NM", "노선명", "코스명", "숲길명")
FALLBACK_NAMES = ("MNTN_NM", "산명")  # the mountain, when the stretch has no name of its own
ENGLISH_NAMES = ("name_en", "영문명")
NOTES = ("note_ko", "비고", "설명", "desc", "description")
KEYS = ("source_key", "관리번호", "노선번호", "PMNTN_SN")
MOUNTAINS = ("MNTN_CODE", "MNTN_ID")  # PMNTN_SN counts within a mountain's package
FOREST_SERVICE = "산림청 등산로"


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports says: kind of trail, source's name, key column."""

    kind: str = TrailKind.FOREST
    source_name: str | None = None
    key: str | None = None


def plan(source: Source, options: Options | None = None) -> Plan:
    """Return what importing this file's lines as trails would do to the register; touches nothing.

    Raises UnreadableFile when an option names a column that does not exist.
    """
    options = options or Options()
    columns = {plain(name): name for name in source.columns}
    if options.key and plain(options.key) not in columns:
        listed = ", ".join(source.columns[:30])
        raise UnreadableFile(f'There is no column "{options.key}". The file has: {listed}.')
    known = FOREST_SERVICE if plain("PMNTN_SN") in columns else ""
    name = (options.source_name or known or PurePath(source.name).stem)[:80]
    drafts = [draft(row, options) for row in source.rows]
    used = {
        plain(n)
        for n in (*NAMES, *FALLBACK_NAMES, *ENGLISH_NAMES, *NOTES, *KEYS, *MOUNTAINS, options.key or "")
    }
    unused = tuple(original for short, original in columns.items() if short not in used)
    return Plan(source, name, compare(Trail, name, drafts), list(source.warnings), unused)


def draft(row: Row, options: Options) -> Draft:
    """Return the row as a trail should look, or what stands against it."""
    result = Draft(row.number, notes=list(row.notes), problem=row.problem or "")
    result.fields["name_ko"] = _first(row, NAMES)
    if result.problem or row.geometry is None:
        return result
    if not isinstance(row.geometry, LineString | MultiLineString):
        result.skip = "it is no line: import_points reads places"
        return result
    try:
        line = in_one_piece(row.geometry, result.notes)
        _fill(row, line, result, options)
    except ValueError as error:
        result.problem = str(error)
    return result


def in_one_piece(shape: LineString | MultiLineString, notes: list[str]) -> LineString:
    """Return the line, its pieces joined in their order across gaps of at most 30 m.

    Raises ValueError when the pieces lie farther apart, or there is no length.
    """
    pieces = [piece for piece in getattr(shape, "geoms", [shape]) if len(piece.coords) > 1]
    if not pieces:
        raise ValueError("it has no two different points")
    joined = list(pieces[0].coords)
    for number, piece in enumerate(pieces[1:], 2):
        gap_m = ELLIPSOID.inv(*joined[-1][:2], *piece.coords[0][:2])[2]
        if gap_m > GAP_M:
            raise ValueError(
                f"its piece {number} starts {gap_m:,.0f} m from the end of the one before: join or split it"
            )
        if gap_m > 0:
            notes.append(f"a gap of {gap_m:.0f} m before piece {number} was closed with a straight line")
        joined += piece.coords
    apart = [point for i, point in enumerate(joined) if i == 0 or point[:2] != joined[i - 1][:2]]
    if len(apart) < 2:
        raise ValueError("it has no two different points")
    line = LineString(apart)
    if length_m(line) < SHORTEST_M:
        raise ValueError("it is shorter than a metre")
    return line


def _fill(row: Row, line: LineString, result: Draft, options: Options) -> None:
    coordinates = [(round(x, 9), round(y, 9)) for x, y, *_ in line.coords]
    heights = [point[2] for point in line.coords] if line.has_z else []
    result.key = _key(row, options, result.fields["name_ko"], coordinates)
    result.fields["line"] = GeosLine(coordinates, srid=4326)
    result.fields["length_m"] = round(length_m(LineString(coordinates)), 2)
    # Programs write 0 for heights that nobody measured.
    if any(heights) and all(abs(height) < 10_000 for height in heights):
        result.fields["elevations_m"] = [round(height, 1) for height in heights]
    for name, aliases in (("name_en", ENGLISH_NAMES), ("note_ko", NOTES)):
        if text := _first(row, aliases):
            result.fields[name] = text
    if not result.fields["name_ko"]:
        result.fields["name_ko"] = f"{_first(row, FALLBACK_NAMES) or row.layer or '길'} {row.number}"
    result.fields["kind"] = options.kind
    result.only_new = frozenset({"kind"})


def _key(row: Row, options: Options, name: str, coordinates: list[tuple[float, float]]) -> str:
    stated = _first(row, (options.key,) if options.key else KEYS)
    if stated:
        mountain = "" if options.key else _first(row, MOUNTAINS)
        return f"{mountain}-{stated}" if mountain else stated
    ends = "|".join(f"{x:.5f} {y:.5f}" for x, y in (coordinates[0], coordinates[-1]))
    return "#" + hashlib.sha256(f"{name}|{ends}|{len(coordinates)}".encode()).hexdigest()[:20]


def _first(row: Row, aliases: tuple[str, ...]) -> str:
    """Return the first of these columns in which the row says something."""
    said: dict[str, Value] = {plain(name): value for name, value in row.attributes.items()}
    for alias in aliases:
        value = said.get(plain(alias))
        if value not in (None, ""):
            return str(value)
    return ""
