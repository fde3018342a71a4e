"""One photo out of a form, in memory and no longer than it may be: no file is written for whatever comes."""

import io
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

FIELD: Final = "photo"


class OnePhoto(FileUploadHandler):
    """Takes the first file of the field ``photo``. ``is_cut`` says that it was longer, or did not arrive whole."""

    def __init__(self, request: HttpRequest, most_bytes: int) -> None:
        super().__init__(request)
        self._most_bytes = most_bytes
        self._taken: io.BytesIO | None = None
        self.is_cut = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the photo; pass over any other file. Raises SkipFile."""
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD or self._taken is not None:
            raise SkipFile
        self._taken, self.is_cut = io.BytesIO(), True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece; end the reading with the piece that is too much. Raises StopUpload."""
        if self._taken is None or start + len(raw_data) > self._most_bytes:
            raise StopUpload(connection_reset=True)
        self._taken.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """Return the photo as it came."""
        if self._taken is None:
            return None
        self._taken.seek(0)
        self.is_cut = False
        return InMemoryUploadedFile(
            self._taken, FIELD, self.file_name, self.content_type, file_size, self.charset
        )
