"""What must not stand in a log: the keys in addresses, with which anybody speaks for a report or sees a position."""

import logging
import re
from typing import Final

# The page of a report, of somebody with a link, of a caller whom a centre asked; another agency's link.
_KEYS: Final = re.compile(r"(/r/[^/.\s]+\.|/[flr]/)[^/?\s]+")


class WithoutKeys(logging.Filter):
    """Takes the keys out of what is logged; Django logs the address of each answer that is an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without the keys in its message."""
        said = record.getMessage()
        if "/r/" in said or "/f/" in said or "/l/" in said:
            record.msg, record.args = _KEYS.sub(r"\1…", said), None
        return True
