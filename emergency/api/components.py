"""Turn the shapes of ``emergency/shapes.py`` into the components of the OpenAPI document."""

import types
from datetime import datetime
from functools import cache
from inspect import getdoc
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict
from uuid import UUID

from emergency import shapes

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    UUID: {"type": "string", "format": "uuid"},
    type(None): {"type": "null"},
    Any: {},
}


def ref(shape: type) -> dict[str, Any]:
    """Return the reference to a shape's component."""
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """Return every shape as a JSON schema (2020-12, as OpenAPI 3.1 has it), by its name."""
    every = [shape for shape in vars(shapes).values() if is_typeddict(shape)]
    return {shape.__name__: _object(shape) for shape in every}


def _object(shape: Any) -> dict[str, Any]:
    hints = get_type_hints(shape)
    required = sorted(shape.__required_keys__)
    written: dict[str, Any] = {
        "type": "object",
        "properties": {name: _schema(hint) for name, hint in hints.items()},
    }
    if required:
        written["required"] = required
    if "__doc__" in vars(shape) and shape.__doc__:
        written["description"] = getdoc(shape)
    return written


def _schema(hint: Any) -> dict[str, Any]:
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if is_typeddict(hint):
        return ref(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is list:
        return {"type": "array", "items": _schema(inner[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(inner[1])}
    if origin is Literal:
        return {"type": "string", "enum": list(inner)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(one) for one in inner]}
    raise TypeError(f"A shape cannot hold {hint!r}.")
