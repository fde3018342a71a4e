"""The only door in: whatever channel brought it, a report enters through ``take``."""

from .batch import Answer, Outcome
from .commit import commit
from .take import take

__all__ = ["Answer", "Outcome", "commit", "take"]
