"""What the pages before the console say; the console itself has its own catalogue (frontend/console)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language of the sign-in pages, named in that language."""

    language: str
    name: str
    product: str
    demonstration: str
    title: str
    hint: str
    username: str
    password: str
    submit: str
    wrong: str
    locked: str
    locked_hint: str
    back: str
    not_here: str
    needs_script: str
    not_built: str


WORDS = {
    "ko": Words(
        language="ko",
        name="한국어",
        product="여기 관제",
        demonstration="시범 운영",
        title="상황실 로그인",
        hint="로그인하면 새 신고를 소리로 알립니다. 스피커를 켜 두세요.",
        username="사용자 이름",
        password="비밀번호",  # noqa: S106 - a label
        submit="로그인",
        wrong="사용자 이름이나 비밀번호가 맞지 않습니다. 다시 입력하세요.",
        locked="여러 번 틀려서 잠겼습니다.",
        locked_hint="{minutes}분 뒤에 다시 시도하세요. 급하면 관리자에게 풀어 달라고 하세요.",
        back="로그인으로 돌아가기",
        not_here="도움이 필요하면 로그인하지 말고 119나 112에 전화하세요.",
        needs_script="관제 화면에는 JavaScript가 필요합니다.",
        not_built="관제 화면이 아직 만들어지지 않았습니다. script/bootstrap을 실행하세요.",
    ),
    "en": Words(
        language="en",
        name="English",
        product="Yeogi console",
        demonstration="Demonstration",
        title="Dispatcher sign-in",
        hint="After signing in, new reports ring. Leave the speakers on.",
        username="User name",
        password="Password",  # noqa: S106 - a label
        submit="Sign in",
        wrong="User name or password is wrong. Type them again.",
        locked="Locked after too many wrong attempts.",
        locked_hint="Try again in {minutes} minutes. If it is urgent, ask an administrator to unlock it.",
        back="Back to sign-in",
        not_here="If you need help, do not sign in: call 119 or 112.",
        needs_script="The console needs JavaScript.",
        not_built="The console is not built yet. Run script/bootstrap.",
    ),
}
