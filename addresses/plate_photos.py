"""Where the photos of plate reports lie: files outside of everything that is served, each under a name of its own.

A file is written before the row that names it and destroyed after no row does, so that no row ever names a
photo that is not there. What a process that died in between left behind, the sweep finds (``written_before``).
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.conf import settings


def folder() -> Path:
    """Return where the photos lie, whether or not there are any."""
    return Path(settings.DATA_DIR) / "plate-photos"


def keep(report: UUID, jpeg: bytes) -> str:
    """Write a photo to the disk, whole or not at all, and return its new name. Raises OSError."""
    where = folder() / f"{report}-{secrets.token_hex(4)}.jpg"
    where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=where.parent, delete=False) as file:
        try:
            file.write(jpeg)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).rename(where)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    return where.name


def read(name: str) -> bytes | None:
    """Return a photo; None when there is none of this name."""
    with contextlib.suppress(FileNotFoundError):
        return (folder() / name).read_bytes() if name else None
    return None


def destroy(name: str) -> None:
    """Take a photo off the disk, if there is one of this name."""
    if name:
        (folder() / name).unlink(missing_ok=True)


def written_before(moment: datetime) -> Iterator[str]:
    """Give the names of the files that were written before a moment, half-written ones among them."""
    with contextlib.suppress(FileNotFoundError), os.scandir(folder()) as files:
        for file in files:
            with contextlib.suppress(FileNotFoundError):  # destroyed meanwhile
                if file.stat().st_mtime < moment.timestamp():
                    yield file.name
