"""What the report of one incident says besides what was said and done."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportWords:
    """One language of the report."""

    language: str
    title: str
    exercise: str
    made: str
    no_place: str
    nothing: str
    unknown: str
    where: str
    place: str
    npn: str
    plate: str
    position: str
    by_plate: str
    by_phone: str
    agreement: str
    presence: str
    legend: str
    when: str
    received: str
    steps: Mapping[str, str]
    disposition: str
    report: str
    kind: str
    words: str
    people: str
    phone: str
    language_spoken: str
    fixes: str
    flags: str
    units: str
    messages: str
    person: str
    timeline: str


REPORT_WORDS = {
    "ko": ReportWords(
        language="ko",
        title="사건 보고서",
        exercise="훈련",
        made="{at} {by}",
        no_place="위치를 모름",
        nothing="없음",
        unknown="알 수 없음",
        where="위치",
        place="장소",
        npn="국가지점번호",
        plate="태그 번호",
        position="가장 나은 위치",
        by_plate="표지판",
        by_phone="휴대전화",
        agreement="표지판과 측위",
        presence="현장 증명",
        legend="네모와 원: 표지판과 그 오차 · 점과 원: 가장 나은 위치와 반경(95 %) · "
        "보라 선: 휴대전화의 이동 · 회색 선: 탐방로",
        when="시각",
        received="접수",
        steps={
            "opened": "열어 봄",
            "acknowledged": "확인",
            "dispatched": "출동 지시",
            "closed": "종결",
            "assigned": "편성",
            "en_route": "출발",
            "on_scene": "도착",
            "cleared": "복귀",
        },
        disposition="종결 사유",
        report="신고 {number}",
        kind="종류",
        words="신고 내용",
        people="인원",
        phone="전화번호(끝 네 자리)",
        language_spoken="언어",
        fixes="측위 횟수",
        flags="표시",
        units="출동대",
        messages="대화",
        person="신고자",
        timeline="경과",
    ),
    "en": ReportWords(
        language="en",
        title="Incident report",
        exercise="Exercise",
        made="made {at} for {by}",
        no_place="Place unknown",
        nothing="none",
        unknown="unknown",
        where="Where",
        place="Place",
        npn="National Point Number",
        plate="Plate code",
        position="Best position",
        by_plate="from the plate",
        by_phone="from the phone",
        agreement="Plate and phone",
        presence="Proof of presence",
        legend="Square and circle: plate and its radius · dot and circle: best position and radius (95 %) · "
        "violet line: way of the phone · grey lines: trails",
        when="When",
        received="Received",
        steps={
            "opened": "Opened",
            "acknowledged": "Acknowledged",
            "dispatched": "Help sent",
            "closed": "Closed",
            "assigned": "assigned",
            "en_route": "en route",
            "on_scene": "on scene",
            "cleared": "clear",
        },
        disposition="Disposition",
        report="Report {number}",
        kind="Kind",
        words="Words",
        people="People",
        phone="Number (last four)",
        language_spoken="Language",
        fixes="Fixes",
        flags="Flags",
        units="Units",
        messages="What was said",
        person="the person",
        timeline="What was done",
    ),
}
