"""One tag for templates: a sentence of the catalogue in the page's language."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: template.Context, key: str, **values: Any) -> str:
    """Return the page's sentence ``key`` with its places filled; Django escapes the whole of it.

    Raises KeyError for a sentence that the catalogue does not have.
    """
    sentence: str = context["words"].page[key]
    return sentence.format(**values) if values else sentence
