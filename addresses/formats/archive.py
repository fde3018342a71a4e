"""ZIP and KMZ: only what is inside the fence comes out, in bounded size."""

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from .source import Limits, UnreadableFile
from .text import choose

MAGIC = b"PK\x03\x04"
EMPTY_MAGIC = b"PK\x05\x06"
NESTED = (".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".alz", ".egg", ".kmz")
DATASETS = (".shp", ".gpkg", ".geojson", ".json", ".csv", ".tsv", ".txt", ".gpx", ".kml")
_CHUNK = 1024 * 1024


def unpack(path: Path, folder: Path, limits: Limits) -> dict[str, Path]:
    """Unpack the archive into a private folder; return each member's path for people and its file.

    Raises UnreadableFile for a damaged, encrypted or hostile archive: names that lead outside, links,
    archives inside archives, or more than the limits.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive, limits)
            return _extract(archive, members, folder, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableFile(f"The archive is damaged ({error}). Pack it again.") from error


def datasets(members: dict[str, Path]) -> dict[str, Path]:
    """Return what can be read, by its name without folder and ending: a Shapefile counts once."""
    found: dict[str, Path] = {}
    for name, path in sorted(members.items()):
        if path.suffix.lower() in DATASETS:
            label = PurePosixPath(name).name[: -len(path.suffix)]
            found[label if label not in found else name] = path
    return found


def _members(archive: zipfile.ZipFile, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > limits.archive_members:
        raise UnreadableFile(
            f"The archive has {len(entries):,} files; at most {limits.archive_members:,} are read."
        )
    names = _names(entries)
    if any(PurePosixPath(name).name == "[Content_Types].xml" for name in names):
        raise UnreadableFile("This is an office document. Save its table as CSV (UTF-8), and import that.")
    members = {}
    for name, entry in zip(names, entries, strict=True):
        _refuse_hostile(name, entry)
        if not (entry.is_dir() or name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")):
            members[name] = entry
    _refuse_bomb(entries, limits)
    return members


def _names(entries: list[zipfile.ZipInfo]) -> list[str]:
    """Windows writes names in CP949 and macOS in UTF-8, both without saying so."""
    raw = {e.filename: e.filename.encode("cp437") for e in entries if not e.flag_bits & 0x800}
    codec = choose(set(raw.values())) if raw else None
    return [
        codec.decode(raw[e.filename])[0]
        if codec and e.filename in raw
        else choose(()).decode(e.filename.encode())[0]
        for e in entries
    ]


def _refuse_hostile(name: str, entry: zipfile.ZipInfo) -> None:
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise UnreadableFile(
            f'The archive tries to write outside its folder ("{name[:60]}"). Nothing was read.'
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableFile(f'The archive holds a link ("{name[:60]}"). Pack the files themselves.')
    if entry.flag_bits & 0x1:
        raise UnreadableFile("The archive is locked with a password. Pack it again without one.")
    if name.lower().endswith(NESTED):
        raise UnreadableFile(f'The archive holds another archive ("{name[:60]}"). Unpack it first.')


def _refuse_bomb(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > limits.unpacked_bytes:
        raise UnreadableFile(
            f"Unpacked it would have {total:,} bytes; at most {limits.unpacked_bytes:,} are read."
        )
    if total > _CHUNK and total > limits.unpacked_ratio * max(packed, 1):
        raise UnreadableFile(f"{packed:,} bytes would unpack to {total:,}. That is no honest archive.")


def _extract(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], folder: Path, limits: Limits
) -> dict[str, Path]:
    """Write each member under its own name into a numbered folder for each folder of the archive."""
    left, numbers, written = limits.unpacked_bytes, dict[str, int](), dict[str, Path]()
    for name, entry in members.items():
        inside = PurePosixPath(name)
        if inside.suffix.lower() not in (*DATASETS, ".shx", ".dbf", ".prj", ".cpg"):
            continue
        target = folder / str(numbers.setdefault(str(inside.parent), len(numbers))) / inside.name
        target.parent.mkdir(exist_ok=True)
        with archive.open(entry) as packed, target.open("wb") as out:
            while chunk := packed.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise UnreadableFile(
                        "The archive unpacks to more than it says. That is no honest archive."
                    )
                out.write(chunk)
        written[name] = target
    return written
