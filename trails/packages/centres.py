"""Who answers for each place: with no line a phone must still call and text the right number."""

from collections.abc import Sequence

import numpy as np

from addresses import jurisdictions
from addresses.models import Jurisdiction
from addresses.telephone import dialled

from .encoding import Row


def of(places: Sequence[tuple[float, float]]) -> tuple[list[int], list[Row]]:
    """Return for each place in degrees the number of its centre's row and 1, and these rows; 0 where nobody answers."""
    if not places:
        return [], []
    held = jurisdictions.holding_each(np.array(places))
    if None in held:
        try:
            otherwise = jurisdictions.default()
        except jurisdictions.NoDefaultJurisdiction:
            pass
        else:
            held = [one or otherwise for one in held]
    known = {one.slug: one for one in held if one}
    numbers = {slug: number for number, slug in enumerate(sorted(known), 1)}
    return [numbers[one.slug] if one else 0 for one in held], [_row(known[slug]) for slug in numbers]


def _row(centre: Jurisdiction) -> Row:
    """Return what the page of one of its plates says of a centre."""
    return (
        centre.centre_name_ko,
        centre.centre_name_en,
        dialled(centre.fire_number, "119"),
        dialled(centre.police_number, "112"),
        centre.sharing_mode,
    )
