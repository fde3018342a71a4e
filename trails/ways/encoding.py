"""The network as bytes, and back: the arrays themselves, compressed. Pure."""

import io
import zipfile
from dataclasses import fields
from typing import Any, Final

import numpy as np

from .lines import Lines
from .network import Network

FORMAT: Final = 1
_LINES: Final = "lines."


class UnreadableNetwork(ValueError):
    """Bytes that are no network of this version of the program."""


def encode(network: Network) -> bytes:
    """Return a network as bytes."""
    arrays: dict[str, Any] = {"format": np.array(FORMAT)}
    arrays |= {
        one.name: getattr(network, one.name) for one in fields(network) if one.init and one.name != "lines"
    }
    arrays |= {_LINES + one.name: np.asarray(getattr(network.lines, one.name)) for one in fields(Lines)}
    written = io.BytesIO()
    np.savez_compressed(written, **arrays)
    return written.getvalue()


def decode(data: bytes) -> Network:
    """Return the network of some bytes. Raises UnreadableNetwork."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            if int(arrays["format"]) != FORMAT:
                raise UnreadableNetwork("The network was made by another version: make it again.")
            parts = {one.name: arrays[_LINES + one.name] for one in fields(Lines)}
            parts["left_out"] = tuple(int(key) for key in parts["left_out"])
            named = [one.name for one in fields(Network) if one.init and one.name != "lines"]
            return Network(Lines(**parts), **{name: arrays[name] for name in named})
    except UnreadableNetwork:
        raise
    except (KeyError, TypeError, ValueError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise UnreadableNetwork("These bytes are no network: make it again.") from error
