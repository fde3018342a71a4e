"""What the page of figures says."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AfterWords:
    """One language of the page of figures."""

    title: str
    hint: str
    days: str
    last_days: str
    all_centres: str
    centre: str
    which: str
    real: str
    exercises: str
    show: str
    total: str
    total_one: str
    none: str
    times: str
    times_hint: str
    step: str
    count: str
    middle: str
    ninth_tenth: str
    steps: Mapping[str, str]
    kinds: str
    kind: str
    to_open: str
    dispositions: str
    hours: str
    hours_hint: str
    places: str
    place: str
    squares: str
    squares_hint: str
    square: str
    in_few: str
    nowhere: str
    wanted: str
    wanted_hint: str
    wanted_none: str
    next_plate: str
    no_plate: str
    file: str
    columns: tuple[str, ...]


AFTER_WORDS = {
    "ko": AfterWords(
        title="신고 통계",
        hint="개인을 알 수 있는 내용은 없습니다. 합친 신고는 한 건으로 셉니다.",
        days="기간",
        last_days="최근 {days}일",
        all_centres="모든 관할",
        centre="관할",
        which="구분",
        real="실제 신고",
        exercises="훈련",
        show="보기",
        total="신고 {count}건",
        total_one="신고 {count}건",
        none="이 기간에는 신고가 없습니다.",
        times="단계별 걸린 시간",
        times_hint="신고가 들어온 때부터 잽니다. 그 단계까지 간 신고만 셉니다.",
        step="단계",
        count="건수",
        middle="중앙값",
        ninth_tenth="열에 아홉은 이 안에",
        steps={
            "opened": "열어 봄",
            "acknowledged": "확인",
            "dispatched": "출동 지시",
            "assigned": "출동대 편성",
            "arrived": "현장 도착",
        },
        kinds="종류",
        kind="종류",
        to_open="열 때까지(중앙값)",
        dispositions="종결 사유",
        hours="시각",
        hours_hint="하루 중 신고가 들어온 시각",
        places="장소",
        place="장소",
        squares="신고가 온 곳 (1 km 칸)",
        squares_hint=(
            "국가지점번호 칸마다 신고 건수(북쪽이 위). {least}건이 안 되는 칸은 보이지 않습니다. "
            "가는 선은 산길, 점선은 관할 경계입니다."
        ),
        square="칸",
        in_few="건수가 적어 보이지 않는 칸의 신고: {count}건",
        nowhere="위치가 없거나 보관 기간이 지난 신고: {count}건",
        wanted="표지판이 필요한 곳",
        wanted_hint="표지판 없이 온 신고 중 {metres} m 안에 지점이 없던 것이 {least}건 이상인 칸입니다.",
        wanted_none="이 기간에는 그런 칸이 없습니다.",
        next_plate="가장 가까운 지점",
        no_plate="없음",
        file="신고별 표 내려받기 (CSV)",
        columns=(
            "번호", "접수", "종류", "상태", "종결 사유", "장소",
            "열어 봄(초)", "확인(초)", "출동 지시(초)", "출동대 편성(초)", "현장 도착(초)",
        ),
    ),
    "en": AfterWords(
        title="Figures",
        hint="Nothing here is about one person. Merged reports count once.",
        days="Period",
        last_days="last {days} days",
        all_centres="All jurisdictions",
        centre="Jurisdiction",
        which="Which",
        real="Real reports",
        exercises="Exercises",
        show="Show",
        total="{count} incidents",
        total_one="{count} incident",
        none="There are none in this period.",
        times="How long each step took",
        times_hint="From when the report came in, of those that came so far.",
        step="Step",
        count="Number",
        middle="Median",
        ninth_tenth="Nine in ten within",
        steps={
            "opened": "Opened",
            "acknowledged": "Acknowledged",
            "dispatched": "Help sent",
            "assigned": "Unit assigned",
            "arrived": "On scene",
        },
        kinds="Kinds",
        kind="Kind",
        to_open="Until opened (median)",
        dispositions="How they ended",
        hours="Hours",
        hours_hint="The hour of the day at which they came in",
        places="Places",
        place="Place",
        squares="Where they came from (1 km squares)",
        squares_hint=(
            "Incidents in each square of the National Point Number grid, north up; from {least} on. "
            "Thin lines are trails, dashed ones borders."
        ),
        square="Square",
        in_few="In squares with too few to be shown: {count}",
        nowhere="Without a position, or its time was over: {count}",
        wanted="Where a plate is missing",
        wanted_hint="Squares with {least} or more calls without a plate and no point within {metres} m of them.",
        wanted_none="There is no such square in this period.",
        next_plate="Nearest point",
        no_plate="none",
        file="Table of incidents (CSV)",
        columns=(
            "id", "received_at", "kind", "state", "disposition", "place",
            "opened_s", "acknowledged_s", "dispatched_s", "assigned_s", "arrived_s",
        ),
    ),
}  # fmt: skip
