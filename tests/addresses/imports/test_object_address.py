"""Addresses as the decree writes them come apart into the parts that the register keeps."""

import pytest

from addresses.imports import object_address


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "경기도 고양시 일산동구 강성로 256 민방위대피시설",
            {
                "sido": "경기도",
                "sigungu": "고양시",
                "district": "일산동구",
                "road_name": "강성로",
                "object_number": "256",
            },
        ),
        (
            "서울특별시 강남구 학동로 2 비상급수시설",
            {"sido": "서울특별시", "sigungu": "강남구", "road_name": "학동로", "object_number": "2"},
        ),
        (
            "경기도 고양시 일산서구 킨텍스로 217-3 어린이공원",
            {
                "sido": "경기도",
                "sigungu": "고양시",
                "district": "일산서구",
                "road_name": "킨텍스로",
                "object_number": "217",
                "object_subnumber": "3",
            },
        ),
        ("강성로 256 민방위대피시설", {"road_name": "강성로", "object_number": "256"}),
        ("고양시청", {}),
        ("", {}),
        ("서울특별시 종로구 중학천길 42, 201호 무인발급기", {}),
    ],
)
def test_an_object_address_outside_a_building(text: str, parts: dict[str, str]) -> None:
    assert object_address.parts(text) == parts


def test_a_buildings_address() -> None:
    assert object_address.building_parts("경기도 고양시 덕양구 고양시청로 10 (주교동)") == {
        "sido": "경기도",
        "sigungu": "고양시",
        "district": "덕양구",
        "road_name": "고양시청로",
        "building_number": "10",
    }


def test_a_region() -> None:
    assert object_address.region("경기도 고양시 덕양구") == {
        "sido": "경기도",
        "sigungu": "고양시",
        "district": "덕양구",
    }
    assert object_address.region("덕양구") == {}
