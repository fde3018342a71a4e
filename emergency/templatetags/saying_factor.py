"""Fill the time into a sentence about a second factor."""

from datetime import datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def at(sentence: str, moment: datetime) -> str:
    """Return a sentence with the day and the time, in Korea's."""
    return sentence.format(at=f"{timezone.localtime(moment):%Y-%m-%d %H:%M}")
