"""What tables, columns and choices are called at ``/admin/``, in the language of the request.

The words are Django's own English ones where nothing stands here. They are put on the models when everything is
loaded, so a word is no migration, and no catalogue has to be compiled.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.utils.functional import lazy
from django.utils.translation import get_language, override

from addresses.bilingual import chosen, said
from emergency.console_words import WORDS

from .choices import CHOICES, HELP, Words

APPS = {
    "addresses": ("주소", "Addresses"),
    "trails": ("길", "Trails"),
    "emergency": ("긴급신고", "Emergency"),
    "axes": ("로그인 기록", "Sign-ins"),
    "mfa": ("두 번째 확인", "Second factors"),
    "usersessions": ("로그인한 곳", "Sessions"),
}
# Table: Korean, English, English for many of them.
TABLES = {
    "addresses.FacilityType": ("시설 유형", "facility type", "facility types"),
    "addresses.Jurisdiction": ("관할", "jurisdiction", "jurisdictions"),
    "addresses.Membership": ("역할 부여", "membership", "memberships"),
    "addresses.AddressPoint": ("주소 지점", "address point", "address points"),
    "addresses.PointAlias": ("지점의 다른 번호", "point alias", "point aliases"),
    "addresses.Tag": ("표지", "tag", "tags"),
    "addresses.PlateReport": ("표지판 알림", "plate report", "plate reports"),
    "addresses.Change": ("변경 이력", "change", "changes"),
    "trails.Trail": ("길", "trail", "trails"),
    "trails.AccessPoint": ("차량 접근 지점", "access point", "access points"),
    "trails.Closure": ("통행 제한", "closure", "closures"),
    "trails.Anchor": ("길 위의 지점", "anchor", "anchors"),
    "emergency.LocateRequest": ("위치 요청 문자", "position request", "position requests"),
    "emergency.Unit": ("출동대", "unit", "units"),
    "emergency.Look": ("위치 열람 기록", "look", "looks"),
    "emergency.Contact": (
        "미확인 신고를 알릴 사람",
        "contact for what is overdue",
        "contacts for what is overdue",
    ),
    "emergency.Webhook": ("웹훅", "webhook", "webhooks"),
    "emergency.Delivery": ("웹훅 메시지", "webhook message", "webhook messages"),
    "emergency.Try": ("시도", "try", "tries"),
    "mfa.Authenticator": ("두 번째 확인 수단", "second factor", "second factors"),
    "usersessions.UserSession": ("로그인", "session", "sessions"),
    "axes.AccessAttempt": ("로그인 실패", "failed sign-in", "failed sign-ins"),
    "axes.AccessFailureLog": ("로그인 실패 이력", "log of failed sign-ins", "log of failed sign-ins"),
    "axes.AccessLog": ("로그인 이력", "log of sign-ins", "log of sign-ins"),
}
# A column means the same in each table.
COLUMNS = {
    "louder_after_s": "경보를 키우는 때(초)", "told_after_s": "담당자에게 알리는 때(초)",
    "everybodys_after_s": "모든 상황실에 보이는 때(초)",
    "name": "이름", "phone": "전화번호",
    "from_metre": "시작 거리(m)", "to_metre": "끝 거리(m)", "reason_ko": "사유(한국어)", "reason_en": "사유(영어)",
    "since": "시작 일시", "until": "종료 예정 일시", "is_public": "공개", "is_exercise": "훈련",
    "attempt_time": "시도 일시", "failures_since_start": "실패 횟수", "get_data": "주소의 값",
    "http_accept": "받는 형식", "ip_address": "IP 주소", "locked_out": "잠김",
    "logout_time": "로그아웃 일시", "path_info": "화면 주소",
    "post_data": "입력한 값", "session_hash": "세션", "user_agent": "브라우저",
    "address": "받는 주소(URL)", "takes_exercises": "훈련도 받음", "gives_reference": "위치 링크를 줌",
    "endpoint": "웹훅", "channel": "방식", "kinds": "알릴 일", "salt": "비밀 키의 씨앗",
    "previous_salt": "이전 비밀 키의 씨앗", "previous_until": "이전 키가 쓰이는 때까지",
    "planned_sequence": "보내기로 한 마지막 번호", "leased_until": "맡은 때까지", "turn_at": "마지막 차례",
    "rests_until": "다시 시도하는 때", "failures": "이어진 실패", "last_success_at": "마지막 성공",
    "last_failure_at": "마지막 실패", "gone_at": "없어진 때", "occasion": "알리는 일", "tries": "시도",
    "due_at": "다음 시도", "sent_at": "받은 때", "last_error": "마지막 답", "event": "사건 기록",
    "planned_at": "보내기로 한 때", "is_replay": "다시 보낸 것",
    "token_sha256": "링크의 해시", "asked_by": "요청한 사람", "asked_by_name": "요청한 사람의 이름",
    "made_at": "만든 때", "ends_at": "끝나는 때", "opened_at": "처음 연 때", "used_at": "쓴 때",
    "delivery": "보낼 메시지", "sms_queued_at": "문자를 보내기로 한 때", "sms_sent_at": "문자를 보낸 때",
    "sms_failed_at": "문자를 못 보낸 때", "sms_gateway": "보낸 방법", "sms_why": "못 보낸 까닭",
    "centre": "본 상황실", "report": "신고", "share": "보기 링크", "reference": "다른 기관의 링크",
    "area": "경계", "area_note": "경계의 출처", "centre_name_en": "상황실 이름(영어)",
    "centre_name_ko": "상황실 이름(한국어)", "fire_number": "소방 번호", "geometry": "모양",
    "is_default": "기본 관할", "is_refuge": "대피할 곳", "kind_code": "사물 종류 코드", "language": "언어",
    "official_number": "공식 번호", "police_number": "경찰 번호", "reference_point": "기준 지점",
    "retention_hours": "위치 보관(시간)", "sharing_mode": "위치 공유", "slug": "식별 이름",
    "border_m": "경계 밖으로 함께 보는 거리(m)", "answer_within_s": "이관에 답할 시간(초)",
    "action": "작업", "actor": "변경한 사람", "at": "일시", "building_number": "건물번호", "code": "코드",
    "derived_at": "계산 일시", "district": "구·읍·면", "elevation_m": "고도(m)", "elevations_m": "고도 목록(m)",
    "ended_at": "종료 일시", "facility_type": "시설 유형", "incident": "사건", "installed_at": "설치 일시",
    "is_active": "사용 중", "issued_at": "발급 일시", "jurisdiction": "관할", "kind": "종류", "length_m": "길이(m)",
    "line": "선형(경도 위도)", "medium": "매체", "method": "제공 방법", "metre": "거리(m)", "name_en": "이름(영어)",
    "name_ko": "이름(한국어)", "new": "새 값", "normalised": "정리된 번호", "note_en": "안내(영어)",
    "note_ko": "안내(한국어)", "npn": "국가지점번호", "npn_state": "국가지점번호 상태", "object_id": "대상 번호",
    "object_number": "사물번호(본번)", "object_place": "건물 안 위치", "object_subnumber": "사물번호(부번)",
    "object_type": "대상 표", "offset_m": "길에서 떨어진 거리(m)", "old": "이전 값", "origin": "경로",
    "path": "열람 경로", "photo": "사진", "point": "지점", "point_version": "지점 버전",
    "position": "위치(경도 위도)", "public_note_en": "공개 안내(영어)", "public_note_ko": "공개 안내(한국어)",
    "reason": "사유", "recipient": "열람한 계정", "recipient_name": "열람한 사람", "replaced_by": "대체한 표지",
    "responder_note": "출동대 안내(비공개)", "reviewed_at": "검토 일시", "reviewed_by": "검토한 사람",
    "road_name": "도로명", "role": "역할", "side": "방향", "sido": "시·도", "sigungu": "시·군·구", "source": "출처",
    "source_key": "출처의 관리번호", "state": "상태", "survey_method": "측량 방법", "surveyed_on": "측량일",
    "text": "표지의 번호", "trail": "길", "trail_version": "길 버전", "uncertainty_m": "오차 반경(m, 95 %)",
    "updated_at": "수정 일시", "user": "사용자", "vehicle_note_en": "차량 안내(영어)",
    "tag": "표지", "vehicle_note_ko": "차량 안내(한국어)", "version": "버전", "words": "내용",
}  # fmt: skip


ROLE = "addresses.Membership.role"


def _header() -> str:
    product = said("여기 관리", "Yeogi administration")
    return f"{product} · {said('시연용', 'demonstration')}" if settings.DEMONSTRATION else product


def put() -> None:
    """Name the tables, their columns and choices, and the administration. Every app is loaded already."""
    # A library's own words in English: another library may have translated the same ones.
    with override("en"):
        _put()


def _put() -> None:
    for app, words in APPS.items():
        apps.get_app_config(app).verbose_name = chosen(*words)
    named: set[Any] = set()
    for label, (korean, one, many) in TABLES.items():
        model = apps.get_model(label)
        model._meta.verbose_name = chosen(korean, one)
        model._meta.verbose_name_plural = chosen(korean, many)
        for field in model._meta.concrete_fields:
            # Two proxies share the columns of their table: what was named stays so.
            if field.name in COLUMNS and field not in named:
                field.verbose_name = chosen(COLUMNS[field.name], str(field.verbose_name))
                named.add(field)
            _explain(field, f"{label}.{field.name}")
    admin.site.site_header = admin.site.site_title = lazy(_header, str)()


def _explain(field: Any, name: str) -> None:
    """Say what stands below a field and what its values are called."""
    if name in HELP:
        field.help_text = chosen(HELP[name], str(field.help_text))
    choices = _roles() if name == ROLE else CHOICES.get(name, {})
    if choices:
        field.choices = [
            (value, _value(str(word), *choices[value]) if value in choices else word)
            for value, word in field.choices
        ]


def _roles() -> dict[str, Words]:
    """Return what the pages before the console call each role: one word for one thing."""
    korean, english = WORDS["ko"], WORDS["en"]
    return {role: (korean.roles[role][0], english.roles[role][0]) for role in korean.roles}


def _in_language(original: str, korean: str, english: str) -> str:
    # Without a language a migration is asking, and it knows the word of the model.
    return original if get_language() is None else said(korean, english)


_value = lazy(_in_language, str)
