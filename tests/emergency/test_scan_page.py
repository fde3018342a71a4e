"""The page behind a tag: all that helps is there with no script, no cookie and no permission."""

import gzip
import json
import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.contrib.gis.geos import LineString, Point
from django.test import Client
from django.utils import timezone

from addresses.models import AddressPoint, FacilityType, PointAlias, Tag
from emergency import consent, inlined, languages
from tests.cast import Town
from tests.emergency.scene import Scene
from trails.models import AccessPoint, Anchor, Trail

pytestmark = pytest.mark.django_db

ANDROID = "Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari"

PAGE_BYTES = 4_580
SENT_BY_THE_SERVER = {"HTTP/1.1 200 OK": "", "date": "Sun, 22 Nov 2026 19:23:32 GMT"}


@pytest.fixture
def summit(scene: Scene) -> str:
    """The summit with everything around it: trail, AED, shelter, a place where a car can come."""
    point = Tag.objects.get(pk=scene.plates["nogosan"]).point
    assert point is not None
    point.name_ko, point.name_en, point.npn, point.elevation_m = (
        "노고산 정상",
        "Nogosan summit",
        "다사51056491",
        487,
    )
    point.sido, point.sigungu, point.road_name, point.object_number = "경기도", "고양시", "북한산로", 12
    point.responder_note = "key at the temple"
    point.save()
    PointAlias.objects.create(point=point, kind="park_sign", text="북한61-01", normalised="북한61-1")
    for slug, ko, en, refuge, where in (
        ("aed", "자동심장충격기", "AED", False, (126.950, 37.685)),
        ("mountain-shelter", "대피소", "Shelter", True, (126.955, 37.682)),
    ):
        kind, _ = FacilityType.objects.get_or_create(slug=slug, defaults={"name_ko": ko, "name_en": en})
        FacilityType.objects.filter(pk=slug).update(is_refuge=refuge)
        place = {"position": Point(*where, srid=4326), "uncertainty_m": 5, "survey_method": "gnss"}
        AddressPoint.objects.create(
            name_ko=f"흥국사 {ko}", name_en=f"Temple {en}", facility_type=kind, **place
        )
    line = LineString((126.94, 37.68), (126.95, 37.69), srid=4326)
    trail = Trail.objects.create(name_ko="능선길", name_en="Ridge trail", line=line, length_m=3200)
    Anchor.objects.create(
        point=point, trail=trail, metre=1250, side="right", offset_m=12.4, derived_at=timezone.now(),
        trail_version=trail.version, point_version=point.version,
    )  # fmt: skip
    AccessPoint.objects.create(
        name_ko="흥국사 주차장", name_en="Temple car park", kind="car_park",
        position=Point(126.956, 37.679, srid=4326), vehicle_note_en="fire engines can pass",
    )  # fmt: skip
    return scene.plates["nogosan"]


def page(client: Client, path: str, language: str = "en", **headers: str) -> str:
    answer = client.get(path, headers={"Accept-Language": language, **headers})
    assert answer.status_code == 200
    return str(answer.content.decode())


def without_its_own_id(html: bytes) -> bytes:
    """Return a page without what is new in each answer: the id and the secret of its form."""
    return re.sub(rb'(name="(report|secret)" value=")[^"]+', rb"\1", html)


def texts(html: str) -> list[str]:
    return [unquote(unescape(link)) for link in re.findall(r'href="(sms:[^"]+)"', html)]


def test_it_tells_a_hiker_where_they_are_and_what_is_near(client: Client, summit: str) -> None:
    html = page(client, f"/{summit}")
    for told in (
        "Nogosan summit", "노고산 정상", f"{summit[:4]}-{summit[4:]}", "다사 5105 6491", "경기도 고양시 북한산로 12",
        "37.682500, 126.944900", "±5 m", "Ridge trail, 1,250 m from its start", "12 m right of the trail",
        "487 m above sea level", "북한61-01", "Temple AED", "Temple Shelter", "Temple car park",
        "fire engines can pass", "north-east", "530 m",
    ):  # fmt: skip
        assert told in html


def test_what_is_called_by_its_kind_is_said_once(client: Client, summit: str) -> None:
    AddressPoint.objects.filter(facility_type="aed").update(name_ko="자동심장충격기", name_en="AED")
    for language, name in (("ko", "자동심장충격기"), ("en", "AED")):
        html = page(client, f"/{summit}", language)
        assert re.findall(rf">{name}</", html) == [f">{name}</"]
        assert '<span class="what">' in html


@pytest.mark.parametrize(
    ("uncertainty_m", "said"),
    [
        (30, "1,240 m from its start</dd>"),
        (200, "1,200 m from its start</dd>"),
        (2, "12 m right of the trail"),
    ],
)
def test_it_says_no_more_of_the_trail_than_the_survey_knows(
    client: Client, summit: str, uncertainty_m: float, said: str
) -> None:
    AddressPoint.objects.filter(tags=summit).update(uncertainty_m=uncertainty_m)
    Anchor.objects.update(metre=1237, offset_m=12.4)
    assert said in page(client, f"/{summit}")


def test_a_number_that_nobody_has_confirmed_says_so(client: Client, summit: str) -> None:
    assert "NPN (unconfirmed)" not in page(client, f"/{summit}")
    for state, marked in (("candidate", True), ("surveyed", True), ("confirmed", False), ("reported", False)):
        AddressPoint.objects.filter(tags=summit).update(npn_state=state)
        assert ("NPN (unconfirmed)" in page(client, f"/{summit}")) is marked


def test_a_helicopter_spot_is_no_way_for_a_car(client: Client, summit: str) -> None:
    for name, where in (("Near pad", (126.9455, 37.6830)), ("Far pad", (126.96, 37.70))):
        AccessPoint.objects.create(
            name_ko=name, name_en=name, kind="helicopter", position=Point(*where, srid=4326)
        )
    html = page(client, f"/{summit}")
    assert re.search(r"Vehicle access: car park</span> <a[^>]*>Temple car park", html)
    assert re.search(r"Helicopter spot</span> <a[^>]*>Near pad", html)
    AccessPoint.objects.filter(name_en="Near pad").delete()
    assert "Helicopter spot" not in page(client, f"/{summit}")


def test_who_runs_no_script_can_practise_and_tell_that_the_plate_is_wrong(
    client: Client, summit: str
) -> None:
    found = re.search(r"<noscript>(.*?)</noscript>", page(client, f"/{summit}"))
    assert found
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', found[1])]
    assert links == ["?plate&lang=en", "?exercise&lang=en"]
    assert all(page(client, f"/{summit}{link}") for link in links)
    assert "<noscript>" not in page(client, f"/{summit}?exercise")


def test_it_keeps_the_notes_for_responders_to_the_responders(client: Client, summit: str) -> None:
    assert "key at the temple" not in page(client, f"/{summit}")


def test_it_offers_each_call_and_each_message_as_a_link_of_its_own(client: Client, summit: str) -> None:
    html = page(client, f"/{summit}")
    assert 'href="tel:119"' in html
    assert 'href="tel:112"' in html
    fire, police = texts(html)
    written = f"다사51056491 {summit[:4]}-{summit[4:]} ±5m (노고산 정상)"
    assert fire == f"sms:119?&body=[119구조]{written}"
    assert police == f"sms:112?&body=[112신고]{written}"
    assert f"[119구조]{written}" in html.split("<textarea", 1)[1]


@pytest.mark.parametrize(("phone", "opening"), [(ANDROID, "sms:119?body="), (IPHONE, "sms:119&amp;body=")])
def test_each_kind_of_phone_gets_the_link_that_it_understands(
    client: Client, summit: str, phone: str, opening: str
) -> None:
    assert f'href="{opening}' in page(client, f"/{summit}", **{"User-Agent": phone})


def test_an_iphone_opens_a_map_of_its_own_others_a_geo_link(client: Client, summit: str) -> None:
    assert "geo:37.682500,126.944900;u=5" in page(client, f"/{summit}", **{"User-Agent": ANDROID})
    assert "maps.apple.com/?ll=37.682500,126.944900" in page(client, f"/{summit}", **{"User-Agent": IPHONE})


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("ko", "ko"),
        ("ko-KR,ko;q=0.9", "ko"),
        ("en-GB", "en"),
        ("ja-JP", "ja"),
        ("vi,en;q=0.5", "vi"),
        ("zh", "zh-Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-Hans-CN", "zh-Hans"),
        ("zh-Hant", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("de,ja;q=0.5", "ja"),
        ("ja;q=0,vi;q=0.1", "vi"),
        ("th", "en"),
        ("", "ko"),
        ("*", "ko"),
        ("ja;;q", "en"),
    ],
)
def test_it_speaks_the_language_of_the_phone(client: Client, summit: str, asked: str, language: str) -> None:
    assert f'<html lang="{language}">' in page(client, f"/{summit}", asked)


@pytest.mark.parametrize("language", languages.known())
def test_one_touch_leads_to_every_other_language(client: Client, summit: str, language: str) -> None:
    html = page(client, f"/{summit}?lang={language}")
    assert f'<html lang="{languages.words(language).tag}">' in html
    others = [languages.words(other) for other in languages.known() if other != language]
    for other in others:
        assert f'<a href="?lang={other.language}" lang="{other.tag}">{other.name}</a>' in html
    assert f'<span aria-current="true">{languages.words(language).name}</span>' in html


@pytest.mark.parametrize("language", ["en", "ja", "zh", "vi"])
def test_who_reads_no_korean_sees_the_english_name_and_the_korean_one_to_read_to_a_dispatcher(
    client: Client, summit: str, language: str
) -> None:
    html = page(client, f"/{summit}?lang={language}")
    assert "<h1>Nogosan summit</h1>" in html
    assert '<span lang="ko">노고산 정상</span>' in html
    AddressPoint.objects.filter(tags=summit).update(name_en="")
    assert "<h1>노고산 정상</h1>" in page(client, f"/{summit}?lang={language}")


def test_one_touch_changes_the_language_without_a_cookie(client: Client, summit: str) -> None:
    answer = client.get(f"/{summit}?lang=ko", headers={"Accept-Language": "en"})
    assert '<html lang="ko">' in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("spelling", ["{0}-{1}", "{0}{1}/", "{0}%20{1}", "{0}-{1}.{2}", "{0}{1}.{3}"])
def test_any_usual_spelling_of_a_code_opens_the_page(client: Client, scene: Scene, spelling: str) -> None:
    plate = scene.plate("nogosan")
    code, seal = plate["tag"], plate["seal"]
    assert "Nogosan" in page(client, "/" + spelling.format(code[:4], code[4:], seal, seal.lower()))


def test_a_wrong_seal_is_said_quietly_and_blocks_nothing(client: Client, summit: str) -> None:
    html = page(client, f"/{summit}.AAAAA")
    assert "marked “typed”" in html
    assert 'id="send"' in html
    assert "marked “typed”" not in page(client, f"/{summit}")


def test_the_consent_stands_beside_the_button_and_goes_with_the_report(client: Client, summit: str) -> None:
    html = page(client, f"/{summit}")
    assert "By pressing I agree to send my position" in html
    shown = json.loads(unescape(re.search(r"data-consent='([^']*)'", html)[1]))  # type: ignore[index]
    assert consent.known(shown["version"], shown["language"], shown["text_sha256"])
    assert shown["purposes"] == ["dispatch"]


def test_where_positions_stay_on_the_phone_there_is_no_button_only_calls_and_messages(
    client: Client, scene: Scene
) -> None:
    html = page(client, f"/{scene.plates['valley']}")
    assert 'id="send"' not in html
    assert "takes no positions over the internet" in html
    assert len(texts(html)) == 2
    assert 'href="tel:119"' in html


def test_the_demonstration_is_marked(client: Client, summit: str, settings: object) -> None:
    assert "Demonstration: nobody answers here" not in page(client, f"/{summit}")
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    assert "Demonstration: nobody answers here" in page(client, f"/{summit}")


def test_nothing_keeps_the_page_and_nothing_foreign_runs_in_it(
    client: Client, summit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = inlined.Inlined("void 0", "a{}", inlined.policy("void 0", "a{}"))
    monkeypatch.setattr("emergency.pages.inlined", lambda: parts)
    answer = client.get(f"/{summit}")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'sha256-" in policy
    assert "<script>void 0</script>" in answer.content.decode()
    assert not re.search(r'(src|href)="(https?:)?//(?!maps\.apple)', answer.content.decode())


def test_whoever_reads_gzip_gets_the_page_as_small_as_it_can_be(client: Client, summit: str) -> None:
    plain = client.get(f"/{summit}")
    for accepted, is_packed in (("gzip, br", True), ("br;q=1, gzip;q=0.5", True), ("br", False)):
        answer = client.get(f"/{summit}", headers={"Accept-Encoding": accepted})
        assert (answer.headers.get("Content-Encoding") == "gzip") is is_packed
        assert int(answer["Content-Length"]) == len(answer.content)
        html = gzip.decompress(answer.content) if is_packed else answer.content
        assert without_its_own_id(html) == without_its_own_id(plain.content)


def test_the_mark_in_the_tab_costs_no_question_to_the_database(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    assert "max-age" in answer["Cache-Control"]


def test_the_page_stands_without_a_built_front_end(
    client: Client, summit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = inlined.Inlined("", "", inlined.policy("", ""))
    monkeypatch.setattr("emergency.pages.inlined", lambda: parts)
    html = page(client, f"/{summit}")
    assert 'method="post"' in html
    assert "<script>" not in html


def test_what_stands_on_a_plate_cannot_become_markup(client: Client, scene: Scene) -> None:
    AddressPoint.objects.filter(tags=scene.plates["nogosan"]).update(name_en='<script>alert(1)</script>"')
    html = page(client, f"/{scene.plates['nogosan']}")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("language", languages.known())
def test_every_plate_of_the_town_leaves_room_for_its_script_within_one_round_trip(
    client: Client, town: Town, language: str, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    """14 KB in all: so much for page and headers, the rest for script and style (frontend/hiker/size.test.ts)."""
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    parts = inlined.Inlined(
        "void 0", "a{}", inlined.policy("void 0", "a{}"), "/static/phone/boot-CxkH2vCy.js"
    )
    monkeypatch.setattr("emergency.pages.inlined", lambda: parts)
    asked = {"Accept-Encoding": "gzip", "Accept-Language": language, "User-Agent": IPHONE}
    weights = {}
    for tag in Tag.objects.filter(point__isnull=False):
        answer = client.get(f"/{tag.code}.AAAAA", headers=asked)
        headers = {**answer.headers, **SENT_BY_THE_SERVER}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        weights[tag.code] = len(head.encode()) + len(answer.content)
    heaviest = max(weights, key=lambda code: weights[code])
    assert weights[heaviest] <= PAGE_BYTES, heaviest


def test_a_page_costs_few_questions_to_the_database(
    client: Client, summit: str, django_assert_max_num_queries: object
) -> None:
    page(client, f"/{summit}")
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        page(client, f"/{summit}")
