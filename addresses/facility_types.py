"""The facility types that every installation starts with; editable afterwards.

The first 23 have object addresses by the ministry's guide (juso.go.kr). Their order, names, geometry, and
the reference points of numbers 1, 2, 3, 4, 6 and 21 are the guide's; for the others we name the obvious
point, which a city compares with the guide before it surveys. The next six followed in 2025 or are a
city's own plan; the last are places that a plate can name without an object address. The object kind
codes are those seen in published files; the others are not known.
"""

from typing import Any, NamedTuple

POINT, AREA = "point", "area"


class Kind(NamedTuple):
    """One type as it is first written; a city may rename or retire it later."""

    slug: str
    name_ko: str
    name_en: str
    geometry: str
    reference_point: str
    official_number: int | None = None
    kind_code: str = ""
    is_refuge: bool = False


KINDS = (
    Kind("overpass-elevator", "육교승강기", "Overpass elevator", AREA, "승강기 출입구의 중심", 1),
    Kind("riverside-parking", "둔치주차장", "Riverside car park", AREA, "도로와 연결된 출입구", 2),
    Kind(
        "earthquake-shelter",
        "지진옥외대피장소",
        "Outdoor earthquake shelter",
        AREA,
        "출입구 또는 통행로의 중심",
        3,
        "OBJ02",
        True,
    ),
    Kind("bus-stop", "버스정류장", "Bus stop", POINT, "표지 또는 승차대의 중심", 4, "OBJ03"),
    Kind("taxi-stand", "택시승강장", "Taxi stand", POINT, "표지 또는 승차대의 중심", 5),
    Kind("rest-area", "졸음쉼터", "Roadside rest area", AREA, "감속차선의 시작점", 6),
    Kind(
        "tsunami-shelter",
        "지진해일긴급대피장소",
        "Tsunami evacuation site",
        AREA,
        "출입구 또는 통행로의 중심",
        7,
        "",
        True,
    ),
    Kind("small-park", "소공원", "Small park", AREA, "주된 출입구의 중심", 8),
    Kind("childrens-park", "어린이공원", "Children's park", AREA, "주된 출입구의 중심", 9),
    Kind("emergency-water", "비상급수시설", "Emergency water supply", POINT, "급수대의 중심", 10),
    Kind("lifesaving-box", "인명구조함", "Lifesaving equipment box", POINT, "함의 중심", 11),
    Kind("drone-delivery", "드론배달점", "Drone delivery point", POINT, "착륙 표지의 중심", 12),
    Kind("parking", "주차장", "Car park", AREA, "도로와 연결된 출입구", 13),
    Kind("ev-charger", "전기차충전소", "Electric vehicle charger", AREA, "충전기 앞 출입구의 중심", 14),
    Kind("public-phone", "공중전화", "Public telephone", POINT, "전화기의 중심", 15),
    Kind("postbox", "우체통", "Postbox", POINT, "우체통의 중심", 16),
    Kind("wheelchair-charger", "전동휠체어 급속충전기", "Wheelchair charger", POINT, "충전기의 중심", 17),
    Kind("bicycle-rack", "자전거거치대", "Bicycle rack", AREA, "도로와 연결된 출입구", 18),
    Kind("fire-equipment-box", "비상소화장치", "Emergency fire equipment", POINT, "장치함의 중심", 19),
    Kind("cooling-shelter", "무더위쉼터", "Cooling shelter", POINT, "출입구의 중심", 20, "OBJ19", True),
    Kind(
        "civil-defence-shelter",
        "민방위대피시설",
        "Civil defence shelter",
        POINT,
        "출입구의 중심",
        21,
        "",
        True,
    ),
    Kind("playground", "어린이놀이시설", "Playground", AREA, "주된 출입구의 중심", 22),
    Kind("food-truck-zone", "음식판매자동차 허가구역", "Food truck zone", AREA, "도로와 연결된 출입구", 23),
    Kind("aed", "자동심장충격기", "Automated external defibrillator (AED)", POINT, "보관함의 중심"),
    Kind("certificate-kiosk", "무인민원발급기", "Certificate kiosk", POINT, "발급기의 중심"),
    Kind("child-safety-cctv", "어린이보호 CCTV", "Child safety camera", POINT, "기둥의 중심"),
    Kind("park-golf", "파크골프장", "Park golf course", AREA, "주된 출입구의 중심"),
    Kind("protected-tree", "보호수", "Protected tree", POINT, "줄기의 중심"),
    Kind("outdoor-hydrant", "옥외소화전", "Outdoor hydrant", POINT, "소화전의 중심"),
    Kind("npn-plate", "국가지점번호판", "National Point Number plate", POINT, "지주의 중심"),
    Kind("trail-marker", "산길 표지", "Trail marker", POINT, "지주의 중심"),
    Kind("mountain-shelter", "대피소", "Mountain shelter", POINT, "출입구의 중심", None, "", True),
    Kind("peak", "봉우리", "Peak", POINT, "정상석의 중심"),
    Kind("viewpoint", "조망지", "Viewpoint", POINT, "안내판의 중심"),
    Kind("junction", "갈림길", "Trail junction", POINT, "이정표의 중심"),
    Kind("fortress-gate", "성문", "Fortress gate", POINT, "통로의 중심"),
    Kind("trailhead", "탐방로 입구", "Trailhead", POINT, "안내판의 중심"),
    Kind("ranger-post", "공원지킴터", "Ranger post", POINT, "출입구의 중심"),
    Kind("temple", "사찰", "Temple", AREA, "주된 출입구의 중심"),
    Kind("heritage-site", "문화유산", "Heritage site", AREA, "주된 출입구의 중심"),
    Kind("park", "공원", "Park", AREA, "주된 출입구의 중심"),
)


def seed(model: Any) -> int:
    """Add the types that are missing, by slug; touch none that stands. Return how many were added.

    ``model`` is FacilityType, or what it is at the time of a migration.
    """
    known = set(model.objects.values_list("slug", flat=True))
    missing = [model(**kind._asdict()) for kind in KINDS if kind.slug not in known]
    return len(model.objects.bulk_create(missing))
