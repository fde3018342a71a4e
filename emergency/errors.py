"""What can go wrong between a phone, the intake and a console. Each says what to do next."""


class Refused(Exception):
    """A request that cannot be taken; ``kind`` names the problem, ``status`` is HTTP's.

    The sentence is for a person and says what to do next.
    """

    kind = "refused"
    status = 400
    title = "Refused"

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Unreadable(Refused):
    kind, status, title = "unreadable", 400, "The message cannot be read"


class TooLarge(Refused):
    kind, status, title = "too-large", 413, "The message is too large"


class SecretMissing(Refused):
    kind, status, title = "secret-missing", 401, "The report's secret is missing"


class SecretWrong(Refused):
    kind, status, title = "secret-wrong", 403, "Not this report's secret"


class SameIdOtherSecret(Refused):
    kind, status, title = "id-taken", 409, "This id belongs to another report"


class SameIdOtherBody(Refused):
    kind, status, title = "report-differs", 422, "Received already, with other contents"


class UnknownReport(Refused):
    kind, status, title = "unknown-report", 404, "No such report"


class SharingOff(Refused):
    kind, status, title = "sharing-off", 403, "This centre takes no positions over the internet"


class StorageAway(Refused):
    """The database is locked, full or away. The phone keeps its report and tries again."""

    kind, status, title = "try-again", 503, "Not stored yet"
