"""Which facility type does a register mean? By slug, name in either language, or code."""

import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from addresses.formats.positions import plain
from addresses.models import FacilityType

MOST_MEANT = 3


class Types:
    """The active facility types of this installation, found by any of their names."""

    def __init__(self) -> None:
        self._by_name: dict[str, FacilityType] = {}
        self._hints: dict[str, str] = {}  # a register says the same wrong word in thousands of rows
        for kind in FacilityType.objects.filter(is_active=True):
            for name in (kind.slug, kind.name_ko, kind.name_en, kind.kind_code, *kind.name_ko.split("(")):
                if plain(name):
                    self._by_name.setdefault(plain(name), kind)

    def named(self, *names: str) -> FacilityType | None:
        """Return the type that the first known of these names means, or None."""
        for name in names:
            known = self._by_name.get(plain(name)) or self._by_name.get(plain(name.split("(")[0]))
            if known is not None:
                return known
        return None

    def listed(self) -> list[FacilityType]:
        """Return the types that a row may name, in the order of the register."""
        return list(dict.fromkeys(self._by_name.values()))

    def hint(self, text: str) -> str:
        """Return which known types this may have meant, as half a sentence; empty when none is near."""
        if text not in self._hints:
            by_letters = {_letters(name): kind for name, kind in self._by_name.items()}
            near = get_close_matches(_letters(plain(text)), by_letters, n=3 * MOST_MEANT)
            kinds = list(
                dict.fromkeys(f"{by_letters[name].name_ko} ({by_letters[name].slug})" for name in near)
            )
            self._hints[text] = f"did you mean {' or '.join(kinds[:MOST_MEANT])}?" if kinds else ""
        return self._hints[text]

    def fallback(self, chosen: str | None, about: Sequence[str]) -> FacilityType | None:
        """Return the type for rows that name none: the person's choice, else what the register is about.

        Raises KeyError when the choice is not a type of this installation.
        """
        if chosen is None:
            return self.named(*about)
        known = self.named(chosen)
        if known is None:
            raise KeyError(chosen)
        return known


def _letters(name: str) -> str:
    """Return the single letters of Hangul, so that 정류소 and 정류장 have most of them in common."""
    return unicodedata.normalize("NFD", name)
