"""GeoJSON (RFC 7946 and the older form with "crs"), and the ESRI JSON that some bodies call GeoJSON."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import shapely
from shapely.errors import GEOSException

from . import gdal, table
from .source import Contents, Limits, Row, UnreadableFile, Value
from .text import Encoding, choose, clean


def read(path: Path, *, encoding: str | None, limits: Limits) -> Contents:
    """Return one row per feature.

    Raises UnreadableFile when it is not JSON, or JSON of another kind.
    """
    document, settled = _document(path.read_bytes(), encoding)
    kind = document.get("type") if isinstance(document, dict) else None
    if isinstance(document, dict) and _is_esri(document):
        contents = _esri(document, path, limits)
    elif kind in ("FeatureCollection", "Feature"):
        contents = _features(document, limits)
    elif kind == "Topology":
        raise UnreadableFile("This is TopoJSON. Export it as GeoJSON (QGIS: Export, Save Features As).")
    else:
        raise UnreadableFile("This JSON holds no features. Export the layer as GeoJSON.")
    contents.encoding, contents.encoding_how = settled.codec, settled.how
    contents.warnings += settled.warnings
    return contents


def _document(data: bytes, chosen: str | None) -> tuple[Any, Encoding]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        settled, body = Encoding("utf-16", "said by its first bytes"), data
    else:
        body = data.removeprefix(b"\xef\xbb\xbf")
        settled = choose(set(body.splitlines()), chosen=chosen, said="utf-8")
    try:
        return json.loads(body.decode(settled.codec, "replace")), settled
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableFile(f"The JSON is damaged at {where} ({error.msg}). Export it again.") from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile(
            "The JSON nests too deeply or holds absurd numbers. It is no map data."
        ) from error


def _features(document: dict[str, Any], limits: Limits) -> Contents:
    features = document.get("features") if document["type"] == "FeatureCollection" else [document]
    if not isinstance(features, list):
        raise UnreadableFile('The FeatureCollection has no list "features". Export it again.')
    if len(features) > limits.rows:
        raise UnreadableFile(f"The file has more than {limits.rows:,} rows. Split it and import the parts.")
    rows = [_feature(number, feature, limits) for number, feature in enumerate(features, 1)]
    crs, how = _crs(document)
    return Contents("GeoJSON", rows, crs=crs, crs_how=how)


def _feature(number: int, feature: Any, limits: Limits) -> Row:
    row = Row(number, {})
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        row.problem = "this is not a feature: correct it in the file"
        return row
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict) or len(properties) > limits.columns:
        row.problem = "its properties are not a list of named values: correct it in the file"
        return row
    if "id" in feature:
        row.attributes["id"] = _value(feature["id"])
    row.attributes.update((clean(name), _value(value)) for name, value in properties.items())
    if any("\ufffd" in value for value in row.attributes.values() if isinstance(value, str)):
        row.problem = "a text was damaged before it came here: correct it in the file"
    _add_geometry(row, feature.get("geometry"))
    return row


def _add_geometry(row: Row, described: Any) -> None:
    if described is None:
        return
    try:
        shape = shapely.from_geojson(json.dumps(described))
    except (GEOSException, ValueError, RecursionError, TypeError):
        row.problem = "its geometry is damaged: correct it in the file"
        return
    row.geometry = None if shape is None or shape.is_empty else shape


def _value(value: Any) -> Value:
    if isinstance(value, str):
        return clean(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None
    return clean(json.dumps(value, ensure_ascii=False))


def _crs(document: dict[str, Any]) -> tuple[str, str]:
    """Return the system and who says so: RFC 7946 knows only WGS 84; the form before it may name another."""
    named = document.get("crs")
    properties = named.get("properties") if isinstance(named, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return "EPSG:4326", "said by the format"
    if "CRS84" in name:
        return "EPSG:4326", "said by the file"
    code = name.rpartition(":")[2]
    return (f"EPSG:{code}" if code.isdigit() else name), "said by the file"


def _is_esri(document: dict[str, Any]) -> bool:
    features = document.get("features")
    first = features[0] if isinstance(features, list) and features else None
    return "geometryType" in document or (isinstance(first, dict) and "attributes" in first)


def _esri(document: dict[str, Any], path: Path, limits: Limits) -> Contents:
    if not isinstance(document.get("features"), list):
        raise UnreadableFile('The ESRI JSON has no list "features". Export it again.')
    reference = document.get("spatialReference")
    reference = reference if isinstance(reference, dict) else {}
    code = reference.get("latestWkid") or reference.get("wkid")
    with TemporaryDirectory(prefix="yeogi-") as folder:
        private = Path(folder) / "file.json"
        private.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        found = gdal.load(private, limits=limits)
    crs = f"EPSG:{code}" if isinstance(code, int) else reference.get("wkt") or found.crs
    warnings = [f"GDAL: {message}." for message in found.messages]
    if path.suffix.lower() == ".geojson":
        warnings.append("This is ESRI JSON under the name of GeoJSON; it was read as what it is.")
    return Contents("ESRI JSON", table.rows(found, limits=limits), crs=crs, warnings=warnings)
