"""What a person agrees to before a position leaves the phone: versioned, by purpose, in plain words.

Each file in ``consents/`` is one version, named after its date, with every purpose in every
language. A published file is never edited: agreement refers to it by hash. A new wording is a
new file, and the newest is asked for. Location Information Act art. 19(1) and (2); counsel
must confirm the wording before it is used for real.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "consents"
LANGUAGES: Final = ("ko", "en", "ja", "zh", "vi")
DISPATCH: Final = "dispatch"  # send my position to the dispatch centre now
FAMILY: Final = "family"  # show my position to those to whom I give a link


@dataclass(frozen=True, slots=True)
class Terms:
    """What the operator fills in; kept with the consent, because the hash is of the wording alone."""

    operator: str
    contact: str
    centre: str
    retention_hours: int
    log_days: int


@dataclass(frozen=True, slots=True)
class Text:
    """What is shown: one sentence beside the button, and the whole notice as paragraphs.

    ``sha256`` (hex) is of the wording before the terms are filled in, so that an intake
    can tell years later which wording was agreed to, whatever the operator was called.
    """

    version: str
    language: str
    purposes: tuple[str, ...]
    sentence: str
    notice: tuple[str, ...]
    sha256: str
    terms: Terms

    @property
    def agreed(self) -> dict[str, object]:
        """What a report says of it."""
        return {
            "version": self.version,
            "language": self.language,
            "purposes": list(self.purposes),
            "text_sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True)
class Wording:
    """One published wording, with its places for the terms still open."""

    version: str
    purpose: str
    language: str
    sentence: str
    notice: tuple[str, ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256("\n".join((self.sentence, *self.notice)).encode()).hexdigest()


def _published() -> tuple[Wording, ...]:
    return tuple(
        Wording(path.stem, purpose, language, wording["sentence"], tuple(wording["notice"]))
        for path in sorted(FOLDER.glob("*.json"), key=lambda path: path.stem)
        for purpose, languages in json.loads(path.read_text("utf-8")).items()
        for language, wording in languages.items()
    )


PUBLISHED: Final = _published()  # oldest first
VERSION: Final = PUBLISHED[-1].version
_KNOWN: Final = {(w.purpose, w.version, w.language, w.sha256) for w in PUBLISHED}


def current(language: str, terms: Terms, *, purpose: str = DISPATCH) -> Text:
    """Fill in the newest wording; a language without one is answered in English."""
    shown = language.lower()[:2] if language.lower()[:2] in LANGUAGES else "en"
    wording = next(w for w in PUBLISHED if (w.version, w.purpose, w.language) == (VERSION, purpose, shown))
    values = {name: str(getattr(terms, name)) for name in Terms.__slots__}
    return Text(
        version=wording.version,
        language=shown,
        purposes=(purpose,),
        sentence=wording.sentence.format(**values),
        notice=tuple(paragraph.format(**values) for paragraph in wording.notice),
        sha256=wording.sha256,
        terms=terms,
    )


def known(version: str, language: str, sha256: str, *, purpose: str = DISPATCH) -> bool:
    """Whether this wording was ever published for this purpose; if not, a report is taken and flagged."""
    return (purpose, version, language, sha256.lower()) in _KNOWN
