"""What has changed from one package to the next, so that a phone need not load all of it again. Pure.

    "YGD" and the format's number; the older package's name and the newer one's, 16 bytes each
    for each table, a section: how many rows go, their numbers in the old table as differences, how many rows come,
        and their numbers in the new table as differences
    the rows that come, as a package of their own (``encoding``)

A row is named by its number in a package that both sides know by its hash: no row needs a key. Several steps stand one
after the other, each behind its length, behind "YGC" and the format's number.
"""

from collections import Counter
from collections.abc import Sequence

from . import varints
from .encoding import FORMAT, TABLES, VERSION_DIGITS, Row, decode, encode, parts, section, version
from .varints import UnreadablePackage

STEP, CHAIN = b"YGD", b"YGC"
_NAME = VERSION_DIGITS // 2


def step(before: bytes, after: bytes) -> bytes:
    """Return what leads from one package's bytes to another's."""
    old, new = decode(before), decode(after)
    changed = {name: _changed(old[name], new[name]) for name in TABLES}
    tables = b"".join(section(_numbers(gone) + _numbers(come)) for gone, come in changed.values())
    added = encode({name: [new[name][row] for row in come] for name, (_, come) in changed.items()})
    names = bytes.fromhex(version(before) + version(after))
    return STEP + bytes([FORMAT]) + names + tables + section(added)


def chain(steps: Sequence[bytes]) -> bytes:
    """Return several steps in one piece."""
    return CHAIN + bytes([FORMAT]) + b"".join(map(section, steps))


def apply(before: bytes, chained: bytes) -> bytes:
    """Return the newest package's bytes. Raises UnreadablePackage when the steps do not lead on from the old one."""
    if chained[:4] != CHAIN + bytes([FORMAT]):
        raise UnreadablePackage("This is no update of a known format.")
    for one in parts(chained[4:]):
        before = _applied(before, one)
    return before


def _changed(old: list[Row], new: list[Row]) -> tuple[list[int], list[int]]:
    """Return the numbers of the rows that go and of those that come; the others keep their order."""
    left = Counter(old)
    left.subtract(Counter(new))
    gone: list[int] = []
    come: list[int] = []
    excess, lack = {row: n for row, n in left.items() if n > 0}, {row: -n for row, n in left.items() if n < 0}
    for rows, wanted, found in ((old, excess, gone), (new, lack, come)):
        for number, row in enumerate(rows):
            if wanted.get(row, 0):
                wanted[row] -= 1
                found.append(number)
    return gone, come


def _numbers(numbers: list[int]) -> bytes:
    return varints.write([len(numbers)]) + varints.differences(numbers)


def _applied(before: bytes, one: bytes) -> bytes:
    if one[:4] != STEP + bytes([FORMAT]) or one[4 : 4 + _NAME].hex() != version(before):
        raise UnreadablePackage("This update is for another package.")
    old = decode(before)
    *tables, added = parts(one[4 + 2 * _NAME :])
    coming = decode(added)
    after = encode(
        {
            name: _merged(old[name], coming[name], varints.read(data))
            for (name, data) in zip(TABLES, tables, strict=True)
        }
    )
    if version(after) != one[4 + _NAME : 4 + 2 * _NAME].hex():
        raise UnreadablePackage("The update led to something else than it promised.")
    return after


def _merged(old: list[Row], coming: list[Row], numbers: varints.Numbers) -> list[Row]:
    gone_count = int(numbers[0])
    gone = set(_unfolded(numbers[1 : 1 + gone_count]))
    places = _unfolded(numbers[2 + gone_count :])
    kept = iter([row for number, row in enumerate(old) if number not in gone])
    merged: list[Row] = []
    for place, row in zip(places, coming, strict=True):
        while len(merged) < place:
            merged.append(next(kept))
        merged.append(row)
    return [*merged, *kept]


def _unfolded(folded: varints.Numbers) -> list[int]:
    return varints.from_differences(varints.write(folded)).tolist()  # type: ignore[no-any-return]
