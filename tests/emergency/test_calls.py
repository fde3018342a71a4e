"""The numbers on a page can be dialled, whatever somebody wrote into the table."""

from urllib.parse import quote, unquote

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError

from addresses.models import AddressPoint, Jurisdiction
from emergency import calls


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("119", "119"),
        ("031-909-9119", "031-909-9119"),
        ("031 909 9119", "0319099119"),
        ("+82 (31) 909.9119", "+82319099119"),
        ("", "119"),
        ("the control room", "119"),
        ("119+112", "119"),
    ],
)
def test_a_number_that_is_badly_written_takes_no_page_away(written: str, dialled: str) -> None:
    found = calls.to(Jurisdiction(fire_number=written, police_number="1 1 2"), "Android")
    assert (found.fire, found.police) == (dialled, "112")
    assert found.fire_sms.startswith(f"sms:{dialled}?")


@pytest.mark.parametrize("field", ["fire_number", "police_number"])
@pytest.mark.parametrize("written", ["031 909 9119", "119번", "119\n", ""])
def test_an_administrator_is_told_how_to_write_a_number(field: str, written: str) -> None:
    centre = Jurisdiction(**{field: written})
    with pytest.raises(ValidationError) as refused:
        centre.clean_fields()
    assert field in refused.value.message_dict


@pytest.mark.parametrize("written", ["119", "031-909-9119", "+82-31-909-9119"])
def test_numbers_that_can_be_dialled_are_taken(written: str) -> None:
    exclude = {field.name for field in Jurisdiction._meta.fields} - {"fire_number"}
    Jurisdiction(fire_number=written).clean_fields(exclude)


@pytest.mark.parametrize("browser", ["Android", "iPhone", ""])
def test_a_link_holds_hangul_as_it_is_and_escapes_whatever_could_end_it(browser: str) -> None:
    place = AddressPoint(
        name_ko='노고산 "정상" & <1> 100% #2',
        npn="다사51056491",
        position=Point(126.9, 37.6),
        uncertainty_m=5,
    )
    found = calls.to(Jurisdiction(), browser, code="48279154", point=place)
    link = found.fire_sms
    assert "다사51056491" in link
    assert not set(link.partition("body=")[2]) & set(" \"'<>&#[]%") - {"%"}
    assert unquote(link.partition("body=")[2]) == found.sms_text
    # What a browser makes of it is the address that the rules for such links ask for.
    escaped = quote(link, safe="%?&=:(),")
    assert escaped.isascii()
    assert unquote(escaped.partition("body=")[2]) == found.sms_text
