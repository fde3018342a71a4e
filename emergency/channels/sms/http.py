"""Any gateway that takes one HTTP request for one message: its address, headers and body are written in the settings.

``$to``, ``$text``, ``$from`` and ``$id`` stand for the message; each is written as its place needs it.
"""

import json
import re
from collections.abc import Callable
from string import Template
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from django.conf import settings

from emergency.channels.errors import ChannelError

from .asking import ask, said
from .message import Message

PLACES: Final = frozenset(("to", "text", "from", "id"))
DEFAULT_TYPE: Final = "application/json"


def send(message: Message) -> None:
    """Send the message as the settings SMS_HTTP_… have it. Raises ChannelError."""
    headers = {name.title(): value for name, value in settings.SMS_HTTP_HEADERS.items()}
    content_type = headers.setdefault("Content-Type", DEFAULT_TYPE)
    url = _filled(settings.SMS_HTTP_URL, message, _in_address)
    body = _filled(settings.SMS_HTTP_BODY, message, written_for(content_type)).encode()
    answer = ask(settings.SMS_HTTP_METHOD, url, headers, body)
    wanted = settings.SMS_HTTP_SUCCESS
    if wanted and re.search(wanted, answer.text) is None:
        raise ChannelError(f"The gateway did not take it: {said(answer.text)}")


def written_for(content_type: str) -> Callable[[str], str]:
    """Return how a value is written into a body of this type, so that no text can end its field."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.endswith("json"):
        return lambda value: json.dumps(value, ensure_ascii=False)[1:-1]
    if kind == "application/x-www-form-urlencoded":
        return _in_address
    if kind.endswith("xml"):
        return lambda value: escape(value, {'"': "&quot;", "'": "&apos;"})
    return lambda value: value


def unknown_places(template: str) -> set[str]:
    """Return what a template asks for that no message has; its problem as text where it cannot be read."""
    try:
        Template(template).substitute(dict.fromkeys(PLACES, ""))
    except KeyError as error:
        return {str(error.args[0])}
    except ValueError:
        return {"$"}
    return set()


def _in_address(value: str) -> str:
    return quote(value, safe="")


def _filled(template: str, message: Message, write: Callable[[str], str]) -> str:
    values = {"to": message.to, "text": message.text, "from": settings.SMS_FROM, "id": message.id}
    try:
        return Template(template).substitute({name: write(value) for name, value in values.items()})
    except (KeyError, ValueError) as error:
        raise ChannelError(
            f"A template of SMS_HTTP_… cannot be filled: {error}.", is_permanent=True
        ) from error
