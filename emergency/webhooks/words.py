"""What the administration calls events, outcomes of a try, and how an endpoint does, in Korean and in English."""

from typing import Final

from addresses.bilingual import said
from emergency.models import EventKind, Outcome

from .health import Health

Words = tuple[str, str]

KINDS: Final[dict[str, Words]] = {
    EventKind.REPORT_RECEIVED: ("신고 접수", "report received"),
    EventKind.FIXES_RECEIVED: ("위치 수신(자주 옴)", "positions received (often)"),
    EventKind.MESSAGE_FROM_PERSON: ("신고자의 메시지", "message from the person"),
    EventKind.REPORT_CANCELLED: ("신고 취소", "report cancelled"),
    EventKind.OPENED: ("열어 봄", "opened"),
    EventKind.ACKNOWLEDGED: ("확인함", "acknowledged"),
    EventKind.DISPATCHED: ("출동", "dispatched"),
    EventKind.MESSAGE_FROM_CENTRE: ("상황실의 메시지", "message from the centre"),
    EventKind.CLOSED: ("종결", "closed"),
    EventKind.REOPENED: ("다시 열림", "reopened"),
    EventKind.POSITIONS_ERASED: ("위치 파기", "positions erased"),
    EventKind.CONSENT_WITHDRAWN: ("동의 철회", "consent withdrawn"),
    EventKind.LOCATE_REQUESTED: ("위치 요청", "position asked for"),
    EventKind.LOCATE_PROGRESSED: ("위치 요청 진행", "the asking went on"),
    EventKind.REFERENCE_MADE: ("다른 기관에 위치 링크 제공", "position link made for another agency"),
    EventKind.REFERENCE_REVOKED: ("위치 링크 회수", "position link revoked"),
    EventKind.MERGED: ("다른 사건이 합쳐짐", "another incident was merged into it"),
    EventKind.MERGED_INTO: ("다른 사건에 합쳐짐", "merged into another incident"),
    EventKind.SPLIT: ("신고가 나뉘어 나감", "reports were split off it"),
    EventKind.SPLIT_OFF: ("다른 사건에서 나뉨", "split off another incident"),
    EventKind.MESSAGE_SHOWN: ("메시지가 신고자 화면에 보임", "message on the person's screen"),
    EventKind.MESSAGE_READ: ("신고자가 메시지를 읽음", "message read by the person"),
    EventKind.WORDS_SEEN: ("신고자의 말을 상황실이 봄", "the person's words seen by the centre"),
    EventKind.POSITION_ASKED: ("새 위치 요청", "fresh position asked for"),
    EventKind.UNIT_ASSIGNED: ("출동대 배정", "unit assigned"),
    EventKind.UNIT_EN_ROUTE: ("출동대 이동 중", "unit en route"),
    EventKind.UNIT_ON_SCENE: ("출동대 현장 도착", "unit on scene"),
    EventKind.UNIT_CLEARED: ("출동대 임무 종료", "unit cleared"),
    EventKind.CREW_LINK_MADE: ("출동대용 링크를 만듦", "link made for a crew"),
    EventKind.CREW_LINK_ENDED: ("출동대용 링크를 끝냄", "link of a crew ended"),
    EventKind.ESCALATED_LOUDER: ("제때 열지 않음", "not opened in time"),
    EventKind.ESCALATED_TOLD: ("열지 않아 두 번째 담당자에게 알림", "not opened: a second person is told"),
    EventKind.ESCALATED_EVERYBODYS: ("열지 않아 모든 상황실에 보임", "not opened: shown to every centre"),
    EventKind.HAND_OVER_OFFERED: ("다른 상황실에 이관 요청", "offered to another centre"),
    EventKind.HAND_OVER_REFUSED: ("이관 거절됨", "offer refused"),
    EventKind.HAND_OVER_WITHDRAWN: ("이관 요청 취소", "offer taken back"),
    EventKind.HAND_OVER_LAPSED: ("이관 요청에 답이 없음", "offer not answered in time"),
    EventKind.HANDED_OVER: ("다른 상황실로 이관함", "handed over to another centre"),
    EventKind.TAKEN_OVER: ("다른 상황실에서 이관받음", "taken over from another centre"),
}
# What comes many times a minute from each phone: a receiver asks for it by name.
NOT_AT_FIRST: Final = (EventKind.FIXES_RECEIVED,)

OUTCOMES: Final[dict[str, Words]] = {
    Outcome.TAKEN: ("받음", "taken"),
    Outcome.ANSWERED: ("오류로 답함", "answered with an error"),
    Outcome.REDIRECTED: ("다른 주소로 넘김(따라가지 않음)", "redirected elsewhere (not followed)"),
    Outcome.GONE: ("없어졌다고 답함: 껐음", "said that it is gone: switched off"),
    Outcome.SILENT: ("제때 답하지 않음", "no answer in time"),
    Outcome.UNREACHABLE: ("연결할 수 없음", "cannot be reached"),
    Outcome.CERTIFICATE: ("인증서가 맞지 않음", "wrong certificate"),
    Outcome.FORBIDDEN: ("보낼 수 없는 주소", "an address that may not be reached"),
    Outcome.NOT_SHARED: (
        "관할이 다른 시스템과 공유하지 않음",
        "the jurisdiction shares with no other systems",
    ),
    Outcome.FAULT: ("이쪽의 오류", "a fault on our side"),
}

STATES: Final[dict[str, Words]] = {
    "due": ("기다림", "waiting"),
    "sent": ("보냄", "sent"),
    "failed": ("실패", "failed"),
}

HEALTH: Final[dict[Health, Words]] = {
    Health.OFF: ("꺼짐", "off"),
    Health.GONE: ("없어짐(410)", "gone (410)"),
    Health.FAILING: ("답하지 않음", "not answering"),
    Health.BEHIND: ("밀림", "behind"),
    Health.WELL: ("정상", "well"),
    Health.NEW: ("아직 보낸 것 없음", "nothing sent yet"),
}


def kind(value: str) -> str:
    """Return what a kind of event is called; its own word where it has none here."""
    return said(*KINDS.get(value, (value, value.replace("_", " "))))
