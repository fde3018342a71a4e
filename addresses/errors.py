"""What can be wrong with something a person typed, scanned or pasted. Every text says what to do next."""


class AddressError(Exception):
    """The family of errors of this app.

    `slug` is the stable name that interfaces put into a problem document's `type` and translate by.
    """

    slug = "address-error"


class UnreadableReference(AddressError, ValueError):
    """The text is not a reference of the kind that was asked for."""

    slug = "unreadable-reference"


class ImpossiblePosition(UnreadableReference):
    """The numbers can be read, and no place on Earth has them (out of range, NaN, or the empty 0/0)."""

    slug = "impossible-position"


class OutsideGrid(UnreadableReference):
    """The position is real and lies outside the Korean grid."""

    slug = "outside-grid"


class UnknownCoordinateSystem(UnreadableReference):
    """The reference names a coordinate system that must not be guessed at."""

    slug = "unknown-coordinate-system"


class MistypedCode(UnreadableReference):
    """`digits` fail the check, or are one or two too many: at least one of them is wrong."""

    slug = "mistyped-code"

    def __init__(self, message: str, digits: str) -> None:
        super().__init__(message)
        self.digits = digits


class HalfTypedCode(UnreadableReference):
    """`digits` are the beginning of a tag code: `missing_digits` more are needed."""

    slug = "half-typed-code"

    def __init__(self, message: str, digits: str, missing_digits: int) -> None:
        super().__init__(message)
        self.digits = digits
        self.missing_digits = missing_digits
