"""What the board's pages say that the server writes; the board itself has its own catalogue (frontend/board)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BoardWords:
    """One language of the page where links of wall screens are made."""

    product: str
    needs_script: str
    not_built: str
    title: str
    hint: str
    name: str
    name_hint: str
    days: str
    jurisdiction: str
    make: str
    made: str
    made_hint: str
    none: str
    runs: str
    ended: str
    revoked: str
    made_by: str
    opened: str
    never_opened: str
    revoke: str
    to_board: str
    refusals: Mapping[str, str]


BOARD_WORDS = {
    "ko": BoardWords(
        product="여기 상황판",
        needs_script="상황판에는 JavaScript가 필요합니다.",
        not_built="상황판이 아직 만들어지지 않았습니다. script/bootstrap을 실행하세요.",
        title="상황판 링크",
        hint="로그인하지 않는 벽면 화면을 위한 링크입니다. 개인정보 없이 표지판 위치와 건수만 보여 줍니다.",
        name="화면 이름",
        name_hint="어디에 걸린 화면인지 적으세요. 예: 상황실 정면",
        days="며칠 동안 (1~365)",
        jurisdiction="관할",
        make="링크 만들기",
        made="링크를 만들었습니다. 지금 이 주소를 화면에서 여세요.",
        made_hint="이 주소는 다시 보이지 않습니다. 아는 사람은 누구나 상황판을 볼 수 있습니다.",
        none="아직 링크가 없습니다.",
        runs="{date}까지",
        ended="{date}에 끝남",
        revoked="{date} {name} 취소함",
        made_by="{name} 만듦",
        opened="켜진 날 {days}일, 마지막 {date}",
        never_opened="켜진 적 없음",
        revoke="취소",
        to_board="상황판으로 가기",
        refusals={
            "name": "화면 이름을 1자에서 80자까지 적으세요.",
            "days": "1일에서 365일까지 정하세요.",
            "too-many-board-links": "링크가 너무 많습니다. 더는 걸려 있지 않은 화면의 링크를 먼저 취소하세요.",
            "other": "링크를 만들지 못했습니다. 다시 시도하세요.",
        },
    ),
    "en": BoardWords(
        product="Yeogi situation board",
        needs_script="The board needs JavaScript.",
        not_built="The board is not built yet. Run script/bootstrap.",
        title="Board links",
        hint="For a wall screen where nobody signs in. It shows plates and counts, and nothing about a person.",
        name="Name of the screen",
        name_hint="Say where it hangs, such as: control room, front wall",
        days="For how many days (1 to 365)",
        jurisdiction="Jurisdiction",
        make="Make a link",
        made="The link is made. Open this address on the screen now.",
        made_hint="It is not shown again. Whoever knows it can see the board.",
        none="There is no link yet.",
        runs="until {date}",
        ended="ended on {date}",
        revoked="ended on {date} by {name}",
        made_by="made by {name}",
        opened="on the wall on {days} days, last on {date}",
        never_opened="never opened",
        revoke="End it",
        to_board="Go to the board",
        refusals={
            "name": "Name the screen in 1 to 80 characters.",
            "days": "Choose 1 to 365 days.",
            "too-many-board-links": "There are too many links. End that of a screen that hangs no more first.",
            "other": "The link could not be made. Try again.",
        },
    ),
}
