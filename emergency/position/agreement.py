"""How the plate and the phone agree, and which of the two leads: the kind and the sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from .device import WALKING_M_PER_S, Timed
from .measured import Estimate, Source, distance_m

COARSE_M: Final = 50.0  # an agreeing fix above this radius does not replace the plate
COARSE_OVERRIDES: Final = 3.0  # radii by which a coarse fix must miss the plate to lead against it
NEAR_M: Final = 50.0
ELSEWHERE_M: Final = 150.0  # a contradiction below it is a reflected signal rather than a copied plate
AT_THE_SCAN_S: Final = 60.0
ON_FOOT_M_PER_S: Final = 2.5  # running with a phone in the hand; straight between the two circles
IN_A_VEHICLE_M_PER_S: Final = 45.0


class Kind(StrEnum):
    """How plate and phone agree."""

    AT_PLATE = "at_plate"
    NEAR_PLATE = "near_plate"
    WALKED = "walked"
    FAST = "fast"
    ELSEWHERE = "elsewhere"
    COARSE = "coarse"
    STALE = "stale"
    PLATE_ONLY = "plate_only"
    DEVICE_ONLY = "device_only"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The kind, the metres between plate and phone, the whole minutes between scan and fix, a sentence."""

    kind: Kind
    distance_m: float | None
    minutes: int | None
    text_ko: str
    text_en: str


_FIRST: Final[dict[Source, tuple[str, str]]] = {
    "device": ("휴대전화 위치를 우선함", "the phone's position leads"),
    "plate": ("표지판 위치를 우선함", "the plate's position leads"),
}

UNKNOWN: Final = Agreement(Kind.UNKNOWN, None, None, "위치를 알 수 없음", "position unknown")
PLATE_ONLY: Final = Agreement(
    Kind.PLATE_ONLY,
    None,
    None,
    "아직 측위 없음: 스캔한 표지판의 위치",
    "no measurement yet: the plate's position at the scan",
)


def compare(
    plate: Estimate, device: Estimate, told: Sequence[Timed], *, is_typed: bool = False
) -> tuple[Agreement, Source]:
    """Compare the plate at the scan with the phone's estimate; ``told`` are the fixes that it came from.

    ``is_typed``: the code came without a valid seal. Returns the agreement and the source that leads.
    """
    apart_m = distance_m(plate, device)
    gap_m = apart_m - plate.uncertainty_m - device.uncertainty_m
    after_s = plate.age_s - device.age_s
    kind = _kind(plate, device, apart_m, gap_m, after_s)
    if kind in (Kind.WALKED, Kind.FAST) and _was_elsewhere(plate, told):
        kind = Kind.ELSEWHERE
    leads = _leader(kind, plate, device, apart_m, gap_m, after_s)
    described = _describe(kind, leads, device, apart_m, after_s)
    if kind is Kind.ELSEWHERE and is_typed:
        described = _typed_elsewhere(described, leads)
    return described, leads


def alone(device: Estimate, asked_age_s: float) -> Agreement:
    """Describe a phone's position without a plate; ``asked_age_s`` is how long ago the report was made."""
    before_s = device.age_s - asked_age_s
    kind = Kind.STALE if before_s > AT_THE_SCAN_S else Kind.DEVICE_ONLY
    minutes = round(abs(before_s) / 60)
    if kind is Kind.STALE:
        return Agreement(
            kind,
            None,
            minutes,
            f"오래된 측위: 신고 {_span_ko(minutes)} 전, 표지판 없음",
            f"old fix: measured {_span_en(minutes)} before the report, no plate",
        )
    radius = length(device.uncertainty_m)
    return Agreement(
        kind,
        None,
        minutes,
        f"표지판 없음: 휴대전화 측위만 (±{radius})",
        f"no plate: the phone's position only (±{radius})",
    )


def _kind(plate: Estimate, device: Estimate, apart_m: float, gap_m: float, after_s: float) -> Kind:
    if after_s < -AT_THE_SCAN_S:
        return Kind.STALE
    if gap_m <= 0:
        coarse = device.uncertainty_m > max(COARSE_M, plate.uncertainty_m)
        return Kind.COARSE if coarse else Kind.AT_PLATE
    on_foot = gap_m <= ON_FOOT_M_PER_S * abs(after_s)
    if apart_m <= (NEAR_M if on_foot else ELSEWHERE_M):
        return Kind.NEAR_PLATE
    if on_foot:
        return Kind.WALKED
    in_a_vehicle = after_s >= AT_THE_SCAN_S and gap_m <= IN_A_VEHICLE_M_PER_S * after_s
    return Kind.FAST if in_a_vehicle else Kind.ELSEWHERE


def _leader(
    kind: Kind, plate: Estimate, device: Estimate, apart_m: float, gap_m: float, after_s: float
) -> Source:
    """Say which position a dispatcher should use first."""
    if kind in (Kind.COARSE, Kind.STALE):
        return "plate"
    if kind is Kind.AT_PLATE:
        grown_m = plate.uncertainty_m + WALKING_M_PER_S * max(0.0, after_s)
        return "device" if device.uncertainty_m < grown_m else "plate"
    if kind is Kind.NEAR_PLATE:
        # Seconds after reading the plate nobody is 100 m away: the signal was reflected.
        return "device" if gap_m <= ON_FOOT_M_PER_S * abs(after_s) else "plate"
    if kind in (Kind.ELSEWHERE, Kind.FAST) and device.uncertainty_m > COARSE_M:
        far = apart_m > plate.uncertainty_m + COARSE_OVERRIDES * device.uncertainty_m
        return "device" if far else "plate"
    return "device"


def _was_elsewhere(plate: Estimate, told: Sequence[Timed]) -> bool:
    """Whether most fixes around the scan lie too far from the plate for anyone on foot.

    Without it a photographed plate, scanned 5 km away, would read as a walk an hour later.
    """
    scan_s = -plate.age_s
    around = [fix for fix in told if abs(fix.at_s - scan_s) <= AT_THE_SCAN_S]
    away = 0
    for fix in around:
        apart_m = distance_m(plate, fix)
        reach_m = plate.uncertainty_m + fix.uncertainty_m + ON_FOOT_M_PER_S * abs(fix.at_s - scan_s)
        away += apart_m > max(ELSEWHERE_M, reach_m)
    return 2 * away > len(around)


def _describe(kind: Kind, leads: Source, device: Estimate, apart_m: float, after_s: float) -> Agreement:
    minutes = round(abs(after_s) / 60)
    away, radius = length(apart_m), length(device.uncertainty_m)
    when_ko = f"스캔 {_span_ko(minutes)} 뒤" if minutes else "스캔 직후"
    when_en = f"{_span_en(minutes)} after the scan" if minutes else "right after the scan"
    first_ko, first_en = _FIRST[leads]
    texts = {
        Kind.AT_PLATE: (
            f"휴대전화 측위(±{radius})가 표지판과 일치함, {when_ko}",
            f"the phone (±{radius}) agrees with the plate, {when_en}",
        ),
        Kind.NEAR_PLATE: (
            f"표지판에서 {away}, {when_ko}: 표지판 근처, {first_ko}",
            f"{away} from the plate {when_en}: near it, {first_en}",
        ),
        Kind.WALKED: (
            f"표지판에서 {away}, {when_ko}: 걸어서 이동한 것으로 보임",
            f"{away} from the plate {when_en}: has walked",
        ),
        Kind.FAST: (
            f"표지판에서 {away}, {when_ko}: 걷는 것보다 빠르게 이동함, {first_ko}",
            f"{away} from the plate {when_en}: moved faster than on foot, {first_en}",
        ),
        Kind.ELSEWHERE: (
            f"표지판에서 {away}, 스캔할 때 표지판 앞이 아니었음: "
            f"복사·촬영했거나 옮겨진 표지판일 수 있음, {first_ko}",
            f"{away} from the plate, and not at it when it was scanned: "
            f"the plate may be copied, photographed or moved; {first_en}",
        ),
        Kind.COARSE: (
            f"대략적인 측위(±{radius}), 표지판과 어긋나지 않음: 표지판 위치가 더 정확함",
            f"coarse fix (±{radius}) agrees: the plate's position is better",
        ),
        Kind.STALE: (
            f"오래된 측위: 스캔 {_span_ko(minutes)} 전, 표지판 위치를 우선함",
            f"old fix: measured {_span_en(minutes)} before the scan, the plate's position leads",
        ),
    }
    return Agreement(kind, apart_m, minutes, *texts[kind])


def _typed_elsewhere(described: Agreement, leads: Source) -> Agreement:
    """Whoever types a code says nothing of where they stand: no plate need be copied for that."""
    away = length(described.distance_m or 0.0)
    first_ko, first_en = _FIRST[leads]
    return replace(
        described,
        text_ko=f"표지판에서 {away}: 번호는 직접 입력했고 휴대전화는 다른 곳에 있음, {first_ko}",
        text_en=f"{away} from the plate: its code was typed, and the phone is elsewhere; {first_en}",
    )


def length(metres: float) -> str:
    """Write a length for people: metres below a kilometre, tenths up to 100 km, whole ones beyond."""
    if metres < 999.5:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 99_950 else f"{metres / 1000:,.0f} km"


def _span_ko(minutes: int) -> str:
    return f"{minutes}분" if minutes < 120 else f"{minutes // 60}시간"


def _span_en(minutes: int) -> str:
    if minutes < 120:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{minutes // 60} hours"
