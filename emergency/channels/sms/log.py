"""No gateway: the message is written to a file of the installation and reaches nobody."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from emergency.channels.errors import ChannelError

from .message import Message

FILE: Final = "sms.log"
MOST_BYTES: Final = 1_000_000  # then it begins anew, and the one before is kept


def send(message: Message) -> None:
    """Append the message to ``sms.log`` in DATA_DIR, which its owner alone may read. Raises ChannelError."""
    path = Path(settings.DATA_DIR) / FILE
    line = json.dumps(
        {"at": datetime.now(UTC).isoformat(), "id": message.id, "to": message.to, "text": message.text},
        ensure_ascii=False,
    )
    try:
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.replace(path.with_suffix(".log.1"))
        path.touch(mode=0o600)
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    except OSError as error:
        raise ChannelError(f"{FILE} cannot be written: {error.strerror}.") from error
