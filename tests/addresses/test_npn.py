"""National Point Numbers: the same cell as PROJ and as the plates outside, or clear words."""

import math
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from addresses.errors import OutsideGrid, UnreadableReference
from addresses.grids import Point, npn

PROJ = Transformer.from_crs("EPSG:4326", "EPSG:5179", always_xy=True)
PROJ_BACK = Transformer.from_crs("EPSG:5179", "EPSG:4326", always_xy=True)

# name, code on its plate, longitude, latitude
PLACES = [
    ("백운대", "다사 5393 6228", 126.97778, 37.65889),
    ("고양시청", "다사 4108 6230", 126.832, 37.6584),
    ("일산호수공원", "다사 3536 6204", 126.7672, 37.6556),
    ("노고산 정상", "다사 5105 6491", 126.94491, 37.6824675),
    ("한라산 백록담", "다나 0968 8599", 126.5292, 33.3617),
    ("울릉도 성인봉", "바사 9770 4957", 130.8675, 37.4975),
    ("독도 독립문바위", "사사 8787 2465", 131.8719612, 37.2400705),
    ("백령도", "가아 4682 0147", 124.6175307, 37.9779567),
    ("마라도", "나나 8496 5922", 126.267, 33.118),
]

# metres of EPSG:5179: exactly on an edge, and a millimetre before it
EDGES = [
    (700_000.0, 1_300_000.0, "가가 0000 0000"),
    (700_009.999, 1_300_009.999, "가가 0000 0000"),
    (700_010.0, 1_300_000.0, "가가 0001 0000"),
    (799_999.999, 1_399_999.999, "가가 9999 9999"),
    (800_000.0, 1_300_000.0, "나가 0000 0000"),
    (700_000.0, 1_400_000.0, "가나 0000 0000"),
    (953_990.0, 1_952_040.0, "다사 5399 5204"),
    (953_989.999, 1_952_039.999, "다사 5398 5203"),
    (1_399_999.999, 2_099_999.999, "사아 9999 9999"),
]

codes = st.builds(
    lambda east, north, digits, column, row: f"{east}{north} {column:0{digits}d} {row:0{digits}d}",
    st.sampled_from(npn.EAST_LETTERS),
    st.sampled_from(npn.NORTH_LETTERS),
    st.just(4),
    st.integers(0, 9999),
    st.integers(0, 9999),
)


@pytest.mark.parametrize(("name", "code", "longitude", "latitude"), PLACES)
def test_it_writes_the_number_that_stands_on_the_plate(name, code, longitude, latitude):
    assert npn.write(Point(longitude, latitude)) == code


@pytest.mark.parametrize(("east_m", "north_m", "code"), EDGES)
def test_it_cuts_metres_off_and_never_rounds_them(east_m, north_m, code):
    assert npn.write_plane(east_m, north_m) == code


@settings(deadline=None, max_examples=300)
@given(st.floats(700_000, 1_399_999.99), st.floats(1_300_000, 2_099_999.99))
def test_every_position_on_the_grid_is_in_the_cell_that_it_is_given(east_m, north_m):
    point = Point(*PROJ_BACK.transform(east_m, north_m))
    again_east_m, again_north_m = PROJ.transform(point.longitude, point.latitude)
    if not (700_000 <= again_east_m < 1_400_000 and 1_300_000 <= again_north_m < 2_100_000):
        return  # the way through degrees has moved it over the edge of the grid, by a billionth of a metre

    found = npn.cell(npn.write(point))

    assert found.distance_m(again_east_m, again_north_m) == 0
    assert (found.east_m, found.north_m) == (
        math.floor(again_east_m / 10) * 10,
        math.floor(again_north_m / 10) * 10,
    )


@settings(deadline=None, max_examples=300)
@given(codes)
def test_the_centre_of_every_cell_has_the_number_of_that_cell(code):
    assert npn.write(npn.read(code).point) == code


@settings(deadline=None)
@given(codes, st.sampled_from([2, 4, 6]))
def test_a_short_form_is_the_beginning_of_both_halves(code, digits):
    letters, east, north = code.split()
    half = digits // 2

    short = npn.write(npn.read(code).point, digits)

    assert short == f"{letters} {east[:half]} {north[:half]}"
    assert npn.cell(short).distance_m(*npn.cell(code).centre) == 0


@pytest.mark.parametrize(
    ("code", "radius_m", "size_m"),
    [
        ("다사 5393 6228", 7.1, 10),
        ("다사 539 622", 70.8, 100),
        ("다사 53 62", 707.2, 1000),
        ("다사 5 6", 7071.1, 10_000),
    ],
)
def test_its_radius_covers_the_whole_cell(code, radius_m, size_m):
    place = npn.read(code)
    centre = PROJ.transform(place.point.longitude, place.point.latitude)
    corners = [PROJ.transform(corner.longitude, corner.latitude) for corner in place.outline]

    assert place.uncertainty_m == radius_m
    assert max(math.dist(centre, corner) for corner in corners) <= radius_m
    assert math.dist(corners[0], corners[1]) == pytest.approx(size_m, abs=1e-6)
    assert corners[0] == pytest.approx(corners[4])


@pytest.mark.parametrize(
    "typed",
    [
        "다사53936228",
        "다사 53936228",
        "다사-5393-6228",
        "다사.5393.6228",
        "다사·5393·6228",
        "다사 ５３９３ ６２２８",
        " 다 사 5393　6228 ",
        "국가지점번호: 다사 5393 6228",
        unicodedata.normalize("NFD", "다사 5393 6228"),
        "다사\u200b5393\ufeff6228",
    ],
)
def test_a_dispatcher_may_type_it_in_any_way(typed):
    assert npn.normal(typed) == "다사 5393 6228"
    assert npn.compact(typed) == "다사53936228"


def test_it_keeps_leading_zeros():
    assert npn.normal("다나00070002") == "다나 0007 0002"


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("댜사53936228", "is not on the grid"),
        ("사자 5393 6228", "second one of"),
        ("아사 5393 6228", "first letter is one of"),
        ("다사 5393 622", "not 7. Count them"),
        ("다사 5393 62281", "not 9. Count them"),
        ("다사", "not 0. Count them"),
        ("다사 5393 622O", "digits only"),
        ("다사읍", "digits only"),
        ("5393 6228", "two Hangul letters"),
        ("", "two Hangul letters"),
        ("다사" + "5" * 400, "too long"),
    ],
)
def test_it_says_what_is_wrong_with_a_number_and_what_to_do(typed, advice):
    with pytest.raises(UnreadableReference, match=advice):
        npn.read(typed)


@pytest.mark.parametrize(
    "point", [Point(139.69, 35.68), Point(126.9, 31.0), Point(0, 0), Point(-70, 80), Point(0, 90)]
)
def test_a_place_outside_korea_has_no_number(point):
    with pytest.raises(OutsideGrid, match="latitude and longitude"):
        npn.write(point)


def test_it_names_the_eight_cells_around_a_plate():
    assert npn.neighbours("다사 5393 6228") == (
        "다사 5392 6229",
        "다사 5393 6229",
        "다사 5394 6229",
        "다사 5392 6228",
        "다사 5394 6228",
        "다사 5392 6227",
        "다사 5393 6227",
        "다사 5394 6227",
    )


def test_neighbours_cross_into_the_next_letters_and_stop_at_the_end_of_the_grid():
    assert "라아 0000 0000" in npn.neighbours("다사 9999 9999")
    assert npn.neighbours("가가 0000 0000") == ("가가 0000 0001", "가가 0001 0001", "가가 0001 0000")


def test_an_inspector_learns_how_far_a_surveyed_plate_is_from_its_cell():
    found = npn.cell("다사 5393 6228")

    assert found.distance_m(953_935, 1_962_285) == 0
    assert found.distance_m(953_928.5, 1_962_285) == 1.5
    assert found.distance_m(953_943, 1_962_294) == 5


def test_it_refuses_to_write_an_odd_number_of_digits():
    with pytest.raises(ValueError, match="2, 4, 6 or 8"):
        npn.write(Point(126.97778, 37.65889), digits=7)
