"""What the pages before the console say; the console itself has its own catalogue (frontend/console)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """One role as its account reads it: what it is called, where it is held, what it is for today."""

    name: str
    where: str
    does: str


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
    choose_language: str
    account_title: str
    signed_in_as: str
    not_the_console: str
    no_role: str
    to_console: str
    to_admin: str
    to_figures: str
    needs_staff: str
    sign_out: str
    roles: Mapping[str, tuple[str, str]]

    def role(self, role: str, where: list[str]) -> Held:
        """Return a role in words."""
        name, does = self.roles[role]
        return Held(name, ", ".join(where), does)


WORDS = {
    "ko": Words(
        language="ko",
        name="한국어",
        product="여기 관제",
        demonstration="시범 운영",
        title="로그인",
        hint="관제 화면은 새 신고를 소리로 알립니다. 스피커를 켜 두세요.",
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
        choose_language="언어",
        account_title="이 계정으로 할 수 있는 일",
        signed_in_as="로그인한 계정",
        not_the_console="이 계정은 상황실 요원이 아니어서 관제 화면에 신고가 보이지 않습니다.",
        no_role="이 계정에는 아직 어느 관할의 역할도 없습니다. 관리자에게 등록을 요청하세요.",
        to_console="관제 화면으로 가기",
        to_admin="관리 화면으로 가기",
        to_figures="신고 통계",
        needs_staff="이 계정에는 관리 화면에 들어갈 권한이 아직 없습니다. 관리자에게 요청하세요.",
        sign_out="로그아웃",
        roles={
            "dispatcher": ("상황실 요원", "관제 화면에서 신고를 받고 처리합니다."),
            "supervisor": ("상황실 책임자", "관제 화면에서 신고를 받고 처리합니다."),
            "editor": ("주소정보 담당자", "관리 화면에서 주소정보 지점, 표지판, 길을 등록하고 고칩니다."),
            "inspector": (
                "점검자",
                "관리 화면에서 표지판이 설치되었는지, 없어졌는지, 철거되었는지 기록하고 지점을 봅니다.",
            ),
            "auditor": ("감사자", "관리 화면에서 변경 이력과 위치 열람 기록을 봅니다."),
            "administrator": ("관리자", "관리 화면에서 관할, 계정의 역할, 시설 종류를 관리합니다."),
        },
    ),
    "en": Words(
        language="en",
        name="English",
        product="Yeogi console",
        demonstration="Demonstration",
        title="Sign in",
        hint="At the console, new reports ring. Leave the speakers on.",
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
        choose_language="Language",
        account_title="What this account is for",
        signed_in_as="Signed in as",
        not_the_console="This account is no dispatcher's, so the console would show it no reports.",
        no_role="This account has no role in any jurisdiction yet. Ask an administrator to enter it.",
        to_console="Go to the console",
        to_admin="Go to the administration",
        to_figures="Figures",
        needs_staff="This account may not enter the administration yet. Ask an administrator to let it in.",
        sign_out="Sign out",
        roles={
            "dispatcher": ("Dispatcher", "Takes reports at the console and works on them."),
            "supervisor": ("Supervisor", "Takes reports at the console and works on them."),
            "editor": (
                "Editor",
                "Enters and corrects address points, plates and trails in the administration.",
            ),
            "inspector": (
                "Inspector",
                "Notes in the administration whether plates hang, are lost or withdrawn, and reads the points.",
            ),
            "auditor": (
                "Auditor",
                "Reads the history of changes and the log of looks in the administration.",
            ),
            "administrator": (
                "Administrator",
                "Looks after jurisdictions, the roles of accounts and facility types in the administration.",
            ),
        },
    ),
}
