"""Who asks the administration for what is not theirs, or not there, is told where they are and where to go."""

import pytest

from tests.cast import Person, Town

FORBIDDEN = "/admin/addresses/jurisdiction/"
NOWHERE = "/admin/nothing-here/"


@pytest.mark.parametrize(
    ("language", "role", "table", "way_out"),
    [("ko", "감사자 · ", "변경 이력", "로그아웃"), ("en", "Auditor · ", "Changes", "Sign out")],
)
def test_an_auditor_is_told_with_which_role_and_what_it_may_see(
    language: str, role: str, table: str, way_out: str, auditor: Person
) -> None:
    answer = auditor.get(FORBIDDEN, headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 403
    for said in (role, table, way_out, "auditor-deokyang", 'href="/admin/"', 'action="/sign-out"'):
        assert said in page
    assert 'href="/admin/addresses/change/"' in page
    assert 'href="/admin/addresses/jurisdiction/"' not in page


@pytest.mark.parametrize(
    ("language", "title"), [("ko", "이 주소에는 아무것도 없습니다"), ("en", "Nothing stands at this address")]
)
def test_an_unknown_page_of_the_administration_is_no_hikers_page(
    language: str, title: str, editor: Person
) -> None:
    for nowhere in (NOWHERE, "/admin/addresses/48279154/"):
        answer = editor.get(nowhere, headers={"accept-language": language})
        page = answer.content.decode()
        assert answer.status_code == 404
        assert title in page
        assert "tel:119" not in page


def test_a_hiker_who_mistypes_still_finds_the_calls(hiker: Person) -> None:
    answer = hiker.get("/nothing-here/at-all")
    assert answer.status_code == 404
    assert "tel:119" in answer.content.decode()


def test_who_is_not_signed_in_is_asked_to(hiker: Person, town: Town) -> None:
    assert hiker.get(NOWHERE).status_code == 302


@pytest.mark.parametrize("address", ["/api/", "/api/v1/"])
def test_the_api_says_where_it_is_described(address: str, hiker: Person) -> None:
    told = hiker.get(address).json()
    assert told["schema"] == "/api/v1/schema"
    named = [value for key, value in told.items() if key != "version"]
    assert [hiker.get(where).status_code for where in named] == [200] * len(named)
