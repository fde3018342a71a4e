"""What must not stand in a log: the key in the address of a report's page, with which anybody speaks for it."""

import logging
import re
from typing import Final

_KEY: Final = re.compile(r"(/r/[^/.\s]+)\.[^/?\s]+")


class WithoutKeys(logging.Filter):
    """Takes the keys out of what is logged; Django logs the address of each answer that is an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without the keys in its message."""
        said = record.getMessage()
        if "/r/" in said:
            record.msg, record.args = _KEY.sub(r"\1.…", said), None
        return True
