"""Whole numbers in as few bytes as they need: seven bits a byte, the lowest first (LEB128). Pure, vectorised."""

from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.int64]]
LONGEST = 9  # bytes: 63 bits


class UnreadablePackage(ValueError):
    """The bytes are no package, or not a whole one."""


def write(numbers: Any) -> bytes:
    """Return non-negative numbers below 2^63, one after the other."""
    values = np.asarray(numbers, dtype=np.uint64)
    sizes = np.ones(len(values), dtype=np.int64)
    for byte in range(1, LONGEST):
        sizes += values >= np.uint64(1 << (7 * byte))
    begins = np.cumsum(sizes) - sizes
    out = np.zeros(int(sizes.sum()), dtype=np.uint8)
    for byte in range(int(sizes.max(initial=0))):
        has = sizes > byte
        bits = (values[has] >> np.uint64(7 * byte)) & np.uint64(127)
        out[begins[has] + byte] = bits.astype(np.uint8) | np.where(sizes[has] > byte + 1, 128, 0).astype(
            np.uint8
        )
    return out.tobytes()


def read(data: bytes) -> Numbers:
    """Return all numbers in the bytes. Raises UnreadablePackage when the last one is cut off."""
    octets = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(octets < 128)
    if len(octets) == 0:
        return np.zeros(0, dtype=np.int64)
    if len(ends) == 0 or ends[-1] != len(octets) - 1:
        raise UnreadablePackage("A number is cut off.")
    begins = np.concatenate(([0], ends[:-1] + 1))
    sizes = ends - begins + 1
    if sizes.max() > LONGEST:
        raise UnreadablePackage("A number is too long.")
    places = np.arange(len(octets)) - np.repeat(begins, sizes)
    bits = (octets & 127).astype(np.uint64) << (7 * places).astype(np.uint64)
    return np.add.reduceat(bits, begins).astype(np.int64)


def differences(numbers: Any) -> bytes:
    """Return signed numbers, each as its difference from the one before; small either way stays small."""
    values = np.asarray(numbers, dtype=np.int64)
    steps: Numbers = values - np.concatenate(([0], values[:-1])) if len(values) else values
    return write(((steps << 1) ^ (steps >> 63)).astype(np.uint64))


def from_differences(data: bytes) -> Numbers:
    """Return what ``differences`` was given."""
    folded = read(data)
    return np.cumsum((folded >> 1) ^ -(folded & 1))
