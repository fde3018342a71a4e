"""Where the photos of plate reports lie: files outside of everything that is served, named by the report's id."""

import contextlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.conf import settings


def path(report: UUID) -> Path:
    """Return where a report's photo lies, whether or not it does."""
    return Path(settings.DATA_DIR) / "plate-photos" / f"{report}.jpg"


def keep(report: UUID, jpeg: bytes) -> None:
    """Write a photo to the disk, whole or not at all. Raises OSError."""
    where = path(report)
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


def read(report: UUID) -> bytes | None:
    """Return a report's photo; None when there is none."""
    with contextlib.suppress(FileNotFoundError):
        return path(report).read_bytes()
    return None


def destroy(report: UUID) -> None:
    """Take a photo off the disk, if there is one."""
    path(report).unlink(missing_ok=True)
