"""One tag for the board's links: a sentence with its places filled, days as they are written in files and registers."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

register = template.Library()


@register.simple_tag
def say(sentence: str, **values: Any) -> str:
    """Return the sentence with its places filled; Django escapes the whole of it."""
    told = {
        key: f"{timezone.localtime(value):%Y-%m-%d}" if isinstance(value, datetime) else value
        for key, value in values.items()
    }
    return sentence.format(**told)
