"""From coordinates as they stand in a file to (longitude, latitude), with what is wrong said per row."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from . import crs as systems
from . import positions
from .source import Contents, Limits, Row, Source, UnreadableFile

ABSURD = 1e8  # metres or degrees: no coordinate of this earth is that large
Points = npt.NDArray[np.float64]


def place(contents: Contents, *, name: str, crs: str | None, swap: bool, limits: Limits) -> Source:
    """Return the source with every geometry in EPSG:4326, in Korea or with its problem said.

    ``crs`` is the person's choice; ``swap`` exchanges the two axes, for files that a warning named.
    Raises UnreadableFile when the coordinate system cannot be settled or there is too much of it.
    """
    warnings = list(contents.warnings)
    _refuse_absurd(contents.rows)
    placed = [row for row in contents.rows if row.geometry is not None]
    _bound(contents.rows, placed, limits)
    choice = None
    if placed:
        shapes = np.array([row.geometry for row in placed], dtype=object)
        shapes = _swapped(shapes) if swap else shapes
        choice = _settle(contents, shapes, crs, warnings)
        _transform(placed, shapes, choice, warnings)
    elif not contents.rows:
        warnings.append("The file holds no rows.")
    _place_the_rest(contents.rows)
    return Source(
        name=name,
        format=contents.format,
        rows=contents.rows,
        encoding=contents.encoding,
        encoding_how=contents.encoding_how,
        crs=choice.name if choice else None,
        crs_how=choice.how if choice else "no coordinates in the file",
        warnings=list(dict.fromkeys(warnings)),
        layers=contents.layers,
        layer=contents.layer,
    )


def _place_the_rest(rows: Sequence[Row]) -> None:
    """Give rows without coordinates the centre of the cell that their National Point Number names."""
    for row in rows:
        if row.geometry is not None or row.problem:
            continue
        number = positions.number_in(row.attributes)
        if not number:
            row.problem = "it has no position"
            continue
        try:
            row.geometry, row.uncertainty_m = positions.from_npn(number)
        except ValueError as error:
            row.problem = str(error)
        else:
            row.placed_by_npn = True
            row.notes.append(f"placed at the centre of the cell {number}, ±{row.uncertainty_m:g} m")


def _refuse_absurd(rows: Sequence[Row]) -> None:
    """Take out the geometries whose numbers cannot be coordinates, each with its problem."""
    placed = [row for row in rows if row.geometry is not None]
    if not placed:
        return
    shapes = np.array([row.geometry for row in placed], dtype=object)
    points, index = shapely.get_coordinates(shapes, return_index=True)
    with np.errstate(invalid="ignore"):
        bad = ~np.isfinite(points).all(axis=1) | (np.abs(points) > ABSURD).any(axis=1)
    for position in np.unique(index[bad]):
        _spoil(placed[position], "a coordinate is not a usable number: correct it in the file")
        placed[position].geometry = None


def _bound(rows: Sequence[Row], placed: Sequence[Row], limits: Limits) -> None:
    if len(rows) > limits.rows:
        raise UnreadableFile(f"The file has more than {limits.rows:,} rows. Split it and import the parts.")
    vertices = sum(shapely.get_num_coordinates(row.geometry) for row in placed)
    if vertices > limits.vertices:
        raise UnreadableFile(
            f"The shapes have {vertices:,} vertices; at most {limits.vertices:,} are read. "
            "Simplify or split it."
        )


def _settle(
    contents: Contents, shapes: npt.NDArray[np.object_], crs: str | None, warnings: list[str]
) -> systems.Choice:
    stated = systems.said(contents.crs, contents.crs_how) if contents.crs else None
    if contents.crs and stated is None:
        warnings.append("The coordinate system that the file states is not understood; it was ignored.")
    if crs:
        choice = systems.chosen(crs)
        if stated and not stated.crs.equals(choice.crs, ignore_axis_order=True):
            warnings.append(f"The file says {stated.name}; your choice, {choice.name}, was used.")
        return choice
    choice = stated or systems.guessed(_one_each(shapes))
    warnings.extend(choice.warnings)
    return choice


def _transform(
    placed: Sequence[Row], shapes: npt.NDArray[np.object_], choice: systems.Choice, warnings: list[str]
) -> None:
    transformer, assumed = systems.to_wgs84(choice)
    warnings.extend(assumed)
    moved = shapes if choice.crs == systems.WGS84 else _through(transformer, shapes)
    bounds = shapely.bounds(moved)
    west, south, east, north = systems.KOREA
    with np.errstate(invalid="ignore"):
        inside = (
            (bounds[:, 0] >= west)
            & (bounds[:, 1] >= south)
            & (bounds[:, 2] <= east)
            & (bounds[:, 3] <= north)
        )
    exchanged = _through(transformer, _swapped(shapes[~inside])) if not inside.all() else shapes[:0]
    proposals = iter(exchanged)
    for row, shape, there, raw in zip(placed, moved, inside, shapes, strict=True):
        row.geometry = shape if np.isfinite(shapely.bounds(shape)).all() else None
        if not there:
            _spoil(row, _why_outside(raw, row, next(proposals), choice))
    if placed and not inside.any():
        warnings.append(_everything_outside(shapes, choice))


def _through(transformer: pyproj.Transformer, shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Transform the horizontal coordinates; elevations stay as they are, in metres."""

    def move(points: Points) -> Points:
        moved = points.copy()
        moved[:, 0], moved[:, 1] = transformer.transform(points[:, 0], points[:, 1])
        return moved

    flat = ~shapely.has_z(shapes)
    result = shapes.copy()
    if flat.any():
        result[flat] = shapely.transform(shapes[flat], move)
    if (~flat).any():
        result[~flat] = shapely.transform(shapes[~flat], move, include_z=True)
    return result


def _swapped(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    result = shapes.copy()
    for index, shape in enumerate(shapes):
        result[index] = shapely.transform(
            shape, lambda p: p[:, [1, 0, *range(2, p.shape[1])]], include_z=bool(shape.has_z)
        )
    return result


def _one_each(shapes: npt.NDArray[np.object_]) -> Points:
    """Return one (x, y) of each shape, without the 0, 0 that stands for "unknown"."""
    points, index = shapely.get_coordinates(shapes, return_index=True)
    first = points[np.unique(index, return_index=True)[1]]
    known = first[(first != 0).any(axis=1)]
    return known if len(known) else first


def _why_outside(raw: shapely.Geometry, row: Row, exchanged: shapely.Geometry, choice: systems.Choice) -> str:
    x, y = shapely.get_coordinates(raw)[0]
    if x == 0 and y == 0:
        return "the coordinates are 0, 0, which stands for unknown"
    west, south, east, north = systems.KOREA
    swapped = shapely.bounds(exchanged)
    if swapped[0] >= west and swapped[1] >= south and swapped[2] <= east and swapped[3] <= north:
        longitude, latitude = shapely.get_coordinates(exchanged)[0]
        return (
            "latitude and longitude look exchanged; "
            f"the other way round it is {latitude:.7f}, {longitude:.7f}: correct the file, or use --swap"
        )
    if row.geometry is None:
        return f"the coordinates {x:.8g}, {y:.8g} do not exist in {choice.name}"
    longitude, latitude = shapely.get_coordinates(row.geometry)[0]
    return f"the position {latitude:.5f}, {longitude:.5f} lies outside Korea"


def _everything_outside(shapes: npt.NDArray[np.object_], choice: systems.Choice) -> str:
    try:
        other = systems.guessed(_one_each(shapes)).name
    except UnreadableFile:
        other = ""
    hint = f" The numbers look like {other}: try --crs {other}." if other not in ("", choice.name) else ""
    return f"Every position lies outside Korea when read as {choice.name}.{hint}"


def _spoil(row: Row, problem: str) -> None:
    row.problem = f"{row.problem}; {problem}" if row.problem else problem
