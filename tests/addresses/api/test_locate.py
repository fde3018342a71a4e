"""One box understands whatever a caller reads out: codes, numbers, positions, addresses, names."""

import pytest

from tests.cast import Person, Town

NOWHERE = {"", "   ", "x" * 2_001}


def found(somebody: Person, text: str, **more: str) -> list[dict]:
    answer = somebody.get("/api/v1/locate", {"q": text, **more})
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


@pytest.mark.parametrize(
    "text", ["48279154", "4827-9154", "4827 9154", "HTTPS://LOCALHOST:8000/48279154.K7Q4M"]
)
def test_it_understands_a_code_however_it_is_written(hiker: Person, text: str):
    first = found(hiker, text)[0]
    assert first["kind"] == "code"
    assert first["point"]["properties"]["name_ko"] == "노고산 정상"
    assert first["longitude"] == pytest.approx(126.9449, abs=0.001)


def test_it_does_not_help_to_guess_a_seal(hiker: Person, town: Town):
    from addresses import seals, tags

    right = seals.seal("48279154", tags.seal_key())
    answers = [found(hiker, f"48279154.{seal}") for seal in (right, "00000")]
    assert answers[0] == answers[1]


def test_it_suggests_the_code_that_one_slip_away_is_meant(hiker: Person):
    first = found(hiker, "4827-9145")[0]
    assert "wrong" in first["problem"]
    assert "48279154" in first["suggestions"]


def test_it_says_that_no_plate_bears_a_code(hiker: Person):
    first = found(hiker, "00000000")[0]
    assert first["kind"] == "code"
    assert "No plate bears" in first["problem"]


def test_it_finds_the_plate_that_bears_a_national_point_number(hiker: Person, town: Town):
    marker = town.point("nogosan-3")
    first = found(hiker, f"{marker.npn[:2]} {marker.npn[2:6]} {marker.npn[6:]}")[0]
    assert first["kind"] == "npn"
    assert first["point"]["id"] == marker.pk
    assert first["uncertainty_m"] == 7.1
    assert len(first["outline"]) == 5
    assert first["nearest"]["properties"]["distance_m"] < 20


@pytest.mark.parametrize(
    "text", ["37.68247, 126.94491", "37°40'56.9\"N 126°56'41.7\"E", "geo:37.68247,126.94491;u=8"]
)
def test_it_tells_the_nearest_point_of_a_position(hiker: Person, text: str):
    first = found(hiker, text)[0]
    assert first["latitude"] == pytest.approx(37.68247, abs=1e-4)
    assert first["nearest"]["properties"]["name_ko"] == "노고산 정상"


def test_a_position_far_from_everything_has_nothing_near(hiker: Person):
    first = found(hiker, "35.1, 129.2")[0]
    assert "nearest" not in first


def test_it_knows_the_parks_own_signs_however_they_are_padded(hiker: Person, town: Town):
    for text in ("북한61-01", "북한61-1", "북한 61-01"):
        first = found(hiker, text)[0]
        assert (first["kind"], first["point"]["id"]) == ("alias", town.point("baegundae").pk)


def test_it_knows_object_addresses(hiker: Person, town: Town):
    shelter = town.point("ilsandong-shelter")
    for text in ("강성로 256", shelter.object_address, "강성로 256 민방위대피시설"):
        assert shelter.pk in [one["point"]["id"] for one in found(hiker, text)]


@pytest.mark.parametrize("text", ["백운대", "baegundae", "정발산 정상"])
def test_it_knows_names_in_both_languages(hiker: Person, text: str):
    first = found(hiker, text)[0]
    assert first["kind"] == "name"
    assert first["point"]["properties"]["name_en"] in {"Baegundae", "Jeongbalsan summit"}


def test_it_finds_the_references_in_a_whole_message(hiker: Person):
    results = found(hiker, "[119구조]다사51056491 4827-9154 ±8m 낙상1명")
    assert {one["kind"] for one in results} == {"npn", "code"}


def test_it_gives_ten_at_most_and_each_point_once(hiker: Person, town: Town):
    results = found(hiker, "표지")
    assert len(results) == 10
    assert len({one["point"]["id"] for one in results}) == 10


@pytest.mark.parametrize("text", ["%", "_", "'; drop table", "\x00", "없는이름의장소"])
def test_words_that_mean_nothing_find_nothing(hiker: Person, text: str):
    answer = hiker.get("/api/v1/locate", {"q": text})
    assert answer.status_code in {200, 400}
    assert answer.json().get("results", []) == []


@pytest.mark.parametrize("nothing", sorted(NOWHERE))
def test_an_empty_or_endless_question_is_refused(hiker: Person, nothing: str):
    answer = hiker.get("/api/v1/locate", {"q": nothing})
    assert answer.status_code == 400
    assert "q" in answer.json()["errors"]


def test_it_refuses_a_place_that_is_none(hiker: Person):
    assert hiker.get("/api/v1/locate", {"q": "백운대", "near": "north"}).status_code == 400


def test_it_answers_the_same_twice(hiker: Person):
    assert found(hiker, "호수공원") == found(hiker, "호수공원")
