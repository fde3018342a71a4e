"""What the pages of second factors say, in both languages."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FactorWords:
    """One language."""

    title: str
    needed: str
    offered: str
    none_yet: str
    passkey: str
    passkey_hint: str
    passkey_add: str
    passkey_name: str
    passkey_default: str
    passkey_failed: str
    passkey_insecure: str
    passkey_use: str
    code: str
    code_hint: str
    code_add: str
    code_scan: str
    code_secret: str
    code_type: str
    code_wrong: str
    code_later: str
    code_is_on: str
    recovery: str
    recovery_hint: str
    recovery_left: str
    recovery_show: str
    recovery_new: str
    recovery_new_sure: str
    recovery_download: str
    recovery_done: str
    remove: str
    remove_sure: str
    remove_last: str
    cancel: str
    second_title: str
    second_hint: str
    second_code: str
    second_lost: str
    again_title: str
    again_hint: str
    submit: str
    back: str
    on: str
    used: str
    never_used: str
    sessions: str
    sessions_hint: str
    session_this: str
    sessions_end: str
    stale_title: str
    stale_text: str
    stale_do: str


FACTOR_WORDS: Final = {
    "ko": FactorWords(
        title="두 번째 확인",
        needed=(
            "위치를 보는 계정은 비밀번호 말고도 한 번 더 "
            "확인해야 합니다. 아래에서 하나를 등록하면 바로 들어갑니다."
        ),
        offered="비밀번호가 새어 나가도 다른 사람이 들어오지 못하게 합니다.",
        none_yet="아직 등록한 것이 없습니다.",
        passkey="패스키",
        passkey_hint=(
            "이 컴퓨터나 휴대전화의 지문·얼굴·PIN, 또는 보안 키로 확인합니다. 가장 쉽고 속이기 어렵습니다."
        ),
        passkey_add="패스키 등록",
        passkey_name="이름 (어느 기기인지)",
        passkey_default="이 기기",
        passkey_failed="등록하거나 확인하지 못했습니다. 다시 누르거나 다른 방법을 쓰세요.",
        passkey_insecure="이 주소에서는 브라우저가 패스키를 쓰지 못합니다. https 주소로 여세요.",
        passkey_use="패스키로 확인",
        code="인증 앱의 번호",
        code_hint="휴대전화의 인증 앱이 30초마다 보여 주는 여섯 자리 번호입니다.",
        code_add="인증 앱 등록",
        code_scan="인증 앱으로 이 QR 코드를 찍으세요.",
        code_secret="찍을 수 없으면 이 글자를 앱에 입력하세요.",  # noqa: S106 - a label
        code_type="앱에 보이는 여섯 자리 번호",
        code_wrong=(
            "번호가 맞지 않습니다. 앱에 지금 보이는 번호를 입력하세요. 한 번 쓴 번호는 다시 쓸 수 없습니다."
        ),
        code_later="여러 번 틀렸습니다. 5분 뒤에 다시 하세요. 급하면 관리자에게 알리세요.",
        code_is_on="등록됨",
        recovery="복구 번호",
        recovery_hint=(
            "휴대전화를 잃어버렸을 때 한 번씩 쓰는 번호입니다. 인쇄하거나 적어서 잠기는 서랍에 두세요."
        ),
        recovery_left="남은 번호 {count}개",
        recovery_show="보기",
        recovery_new="새 번호 만들기",
        recovery_new_sure="새로 만들면 이전 번호는 모두 쓸 수 없게 됩니다.",
        recovery_download="텍스트 파일로 저장",
        recovery_done="적어 두었습니다. 계속",
        remove="지우기",
        remove_sure="{name}: 지우면 이것으로는 더 이상 확인할 수 없습니다.",
        remove_last="마지막 하나입니다. 지우면 다음에 새로 등록해야 들어갈 수 있습니다.",
        cancel="그만두기",
        second_title="한 번 더 확인",
        second_hint="비밀번호는 맞았습니다. 등록해 둔 방법으로 확인하세요.",
        second_code="인증 앱의 번호 또는 복구 번호",
        second_lost="모두 잃어버렸으면 관리자에게 초기화를 요청하세요.",
        again_title="본인 확인",
        again_hint="계정을 바꾸기 전에 다시 확인합니다.",
        submit="확인",
        back="계정으로 돌아가기",
        on="{at} 등록",
        used="마지막으로 쓴 때 {at}",
        never_used="아직 쓰지 않음",
        sessions="로그인한 곳",
        sessions_hint=(
            "모르는 곳이 있으면 다른 곳을 모두 끝내고 비밀번호를 "
            "바꾸세요. 로그인은 한 근무(12시간) 동안 이어집니다."
        ),
        session_this="지금 이 브라우저",
        sessions_end="다른 곳에서 모두 로그아웃",
        stale_title="화면이 오래되었습니다",
        stale_text=(
            "다른 창에서 로그인했거나 시간이 지나 이 화면의 "
            "입력을 받을 수 없습니다. 아무것도 바뀌지 않았습니다."
        ),
        stale_do="처음부터 다시 하기",
    ),
    "en": FactorWords(
        title="Second factor",
        needed=(
            "An account that sees positions needs more than a password. Set one of these up and you are in."
        ),
        offered="It keeps others out even when they know the password.",
        none_yet="Nothing is set up yet.",
        passkey="Passkey",
        passkey_hint=(
            "The fingerprint, face or PIN of this computer or phone, or a "
            "security key. The easiest, and hard to trick."
        ),
        passkey_add="Set up a passkey",
        passkey_name="Name (which device it is)",
        passkey_default="This device",
        passkey_failed="That did not work. Press again, or use another way.",
        passkey_insecure="At this address the browser offers no passkeys. Open the https address.",
        passkey_use="Use a passkey",
        code="One-time code",
        code_hint="Six digits that an authenticator app on the phone shows, new ones every 30 seconds.",
        code_add="Set up an authenticator app",
        code_scan="Scan this QR code with the app.",
        code_secret="If it cannot be scanned, type this into the app.",  # noqa: S106 - a label
        code_type="The six digits that the app shows",
        code_wrong="The code is wrong. Type what the app shows now; a code works once.",
        code_later="Too many wrong codes. Try again in five minutes. If it is urgent, tell an administrator.",
        code_is_on="Set up",
        recovery="Recovery codes",
        recovery_hint=(
            "Each works once when the phone is lost. Print them, or write them down, and lock them away."
        ),
        recovery_left="{count} left",
        recovery_show="Show them",
        recovery_new="Make new codes",
        recovery_new_sure="New codes end all of the earlier ones.",
        recovery_download="Save as a text file",
        recovery_done="I have kept them. Continue",
        remove="Remove",
        remove_sure="{name}: once removed it lets nobody in any more.",
        remove_last="It is the last one. Once removed, a new one must be set up before you get in again.",
        cancel="Cancel",
        second_title="One more step",
        second_hint="The password was right. Now show what you have set up.",
        second_code="Code of the app, or a recovery code",
        second_lost="If all of it is lost, ask an administrator to reset it.",
        again_title="Is it you?",
        again_hint="You are asked again before anything of the account is changed.",
        submit="Confirm",
        back="Back to the account",
        on="set up {at}",
        used="last used {at}",
        never_used="not used yet",
        sessions="Where you are signed in",
        sessions_hint=(
            "If you do not know one of them, end the others and change the "
            "password. A sign-in lasts one shift (12 hours)."
        ),
        session_this="this browser",
        sessions_end="Sign out everywhere else",
        stale_title="This page is out of date",
        stale_text=(
            "You signed in elsewhere, or too much time has passed, so what was "
            "sent could not be taken. Nothing has changed."
        ),
        stale_do="Start again",
    ),
}
