"""Where is the person? What a dispatcher may rely on when plate and phone disagree."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from emergency.position import Estimate, Kind, Measured, Refused, fuse

from .ground import NOW, PLATE, best, fix, told


def test_before_any_fix_the_plate_stands_with_its_survey_and_the_reach_of_a_hand() -> None:
    fused = told(after_s=7)
    assert fused.agreement.kind is Kind.PLATE_ONLY
    assert fused.best == Estimate(PLATE.longitude, PLATE.latitude, 10.0, "plate", NOW, 7.0)
    assert fused.agreement.text_en == "no measurement yet: the plate's position at the scan"


def test_a_hiker_without_plate_and_fix_has_no_position() -> None:
    fused = told(plate=None)
    assert fused.best is None
    assert fused.agreement.kind is Kind.UNKNOWN


def test_without_a_plate_the_phone_speaks_alone() -> None:
    fused = told(fix(0, 12, 1), after_s=2, plate=None)
    assert fused.agreement.kind is Kind.DEVICE_ONLY
    assert fused.best is not None
    assert (fused.best.source, fused.best.uncertainty_m, fused.best.age_s) == ("device", 12, 1)
    assert fused.agreement.text_ko == "표지판 없음: 휴대전화 측위만 (±12 m)"


def test_a_fix_worse_than_the_plate_right_after_the_scan_leaves_the_plate_leading() -> None:
    fused = told(fix(15, 30, 2), after_s=3)
    assert fused.agreement.kind is Kind.AT_PLATE
    assert fused.best is not None
    assert fused.best.source == "plate"


def test_a_good_fix_minutes_later_leads_because_the_plate_tells_only_of_the_scan() -> None:
    assert best(fix(15, 20, 180), after_s=181).source == "device"


def test_it_says_that_a_hiker_has_walked() -> None:
    fused = told(fix(312, 10, 240), after_s=245)
    assert fused.agreement.kind is Kind.WALKED
    assert fused.agreement.distance_m == pytest.approx(312, rel=0.005)
    assert fused.agreement.minutes == 4
    assert fused.agreement.text_ko == "표지판에서 312 m, 스캔 4분 뒤: 걸어서 이동한 것으로 보임"
    assert fused.agreement.text_en == "312 m from the plate 4 minutes after the scan: has walked"
    assert fused.best is not None
    assert (fused.best.source, fused.best.age_s) == ("device", 5)


def test_it_says_that_somebody_was_carried_away_faster_than_on_foot() -> None:
    fused = told(fix(0, 10, 5), fix(4000, 10, 300), after_s=300)
    assert fused.agreement.kind is Kind.FAST
    assert "moved faster than on foot" in fused.agreement.text_en
    assert best(fix(0, 10, 5), fix(4000, 10, 300), after_s=300).source == "device"


def test_a_fix_5_km_away_right_after_the_scan_is_a_conflict_and_the_phone_leads() -> None:
    fused = told(fix(5000, 12, 4), after_s=5)
    assert fused.agreement.kind is Kind.ELSEWHERE
    assert "copied, photographed or moved; the phone's position leads" in fused.agreement.text_en
    assert best(fix(5000, 12, 4), after_s=5).source == "device"


def test_a_typed_code_far_away_accuses_no_plate_and_moves_nothing() -> None:
    far = fix(3_400, 20, 5)
    scanned, typed = told(far, after_s=5), told(far, after_s=5, is_typed=True)
    assert typed.best == scanned.best
    assert typed.agreement.kind == scanned.agreement.kind == "elsewhere"
    assert typed.agreement.text_en == (
        "3.4 km from the plate: its code was typed, and the phone is elsewhere; the phone's position leads"
    )
    assert "직접 입력" in typed.agreement.text_ko
    assert "복사" not in typed.agreement.text_ko


def test_a_typed_code_beside_its_plate_reads_as_ever() -> None:
    near = fix(5, 12, 3)
    assert told(near, after_s=3, is_typed=True) == told(near, after_s=3)


@pytest.mark.parametrize("minutes", [4, 60])
def test_a_photographed_plate_does_not_become_a_walk_or_a_drive_with_time(minutes: int) -> None:
    later = fix(5000, 12, minutes * 60)
    assert told(fix(5000, 12, 4), later, after_s=minutes * 60).agreement.kind is Kind.ELSEWHERE


def test_a_reflected_signal_90_m_off_seconds_after_the_scan_does_not_take_the_lead() -> None:
    fused = told(fix(90, 8, 5), after_s=6)
    assert fused.agreement.kind is Kind.NEAR_PLATE
    assert fused.best is not None
    assert fused.best.source == "plate"


def test_a_few_steps_from_the_plate_the_phone_leads() -> None:
    fused = told(fix(40, 8, 90), after_s=90)
    assert fused.agreement.kind is Kind.NEAR_PLATE
    assert fused.best is not None
    assert fused.best.source == "device"


def test_a_cell_position_that_holds_the_plate_leaves_the_plate_leading_even_an_hour_later() -> None:
    fused = told(fix(900, 2000, 3600), after_s=3600)
    assert fused.agreement.kind is Kind.COARSE
    assert fused.agreement.text_en == "coarse fix (±2.0 km) agrees: the plate's position is better"
    assert fused.best is not None
    assert fused.best.source == "plate"


def test_a_cell_position_that_misses_the_plate_a_little_does_not_overrule_it() -> None:
    fused = told(fix(3500, 2000, 5), after_s=6)
    assert fused.agreement.kind is Kind.ELSEWHERE
    assert fused.best is not None
    assert fused.best.source == "plate"
    assert "the plate's position leads" in fused.agreement.text_en


def test_a_cell_position_in_another_city_overrules_the_plate() -> None:
    assert best(fix(100_000, 2000, 5), after_s=6).source == "device"


def test_a_fix_an_hour_older_than_the_scan_is_flagged_and_does_not_lead() -> None:
    fused = told(fix(30, 10, -3600), after_s=5)
    assert fused.agreement.kind is Kind.STALE
    assert fused.agreement.text_ko == "오래된 측위: 스캔 60분 전, 표지판 위치를 우선함"
    assert fused.best is not None
    assert fused.best.source == "plate"


def test_an_old_fix_without_a_plate_is_all_there_is_and_says_so() -> None:
    fused = told(fix(30, 10, -3600), plate=None)
    assert fused.agreement.kind is Kind.STALE
    assert fused.best is not None
    assert fused.best.age_s == 3600
    assert fused.agreement.text_en == "old fix: measured 60 minutes before the report, no plate"


def test_a_cached_fix_does_not_hide_a_fresh_one() -> None:
    assert told(fix(30, 5, -3600), fix(10, 25, 3), after_s=4).agreement.kind is Kind.AT_PLATE


def test_a_clock_a_day_ahead_keeps_the_order_and_the_gaps_of_its_fixes() -> None:
    day_s = 86_400.0
    fused = told(
        fix(0, 10, day_s + 10, sequence=1), fix(300, 10, day_s + 250, sequence=2), after_s=240, plate=None
    )
    assert fused.best is not None
    assert fused.best.latitude == fix(300, 10, 0).latitude
    assert fused.best.age_s == 0
    assert fused.best.fixed_at == NOW + timedelta(seconds=240)


def test_a_fix_of_the_year_9999_counts_as_now_and_breaks_nothing() -> None:
    late = replace(fix(5, 10, 0, sequence=9), fixed_at=datetime.max.replace(tzinfo=UTC))
    early = replace(fix(5, 10, 0, sequence=1), fixed_at=datetime.min.replace(tzinfo=UTC))
    assert best(late, early, fix(5, 10, 1, sequence=2), after_s=5).age_s == 0


def test_a_scan_in_the_future_counts_as_now() -> None:
    fused = fuse(PLATE, [], scanned_at=NOW + timedelta(hours=3), now=NOW)
    assert fused.best is not None
    assert (fused.best.age_s, fused.best.fixed_at) == (0, NOW)


def test_one_outlier_with_a_proud_radius_is_outvoted() -> None:
    track = [fix(200 + i, 12, 150 + i, sequence=i) for i in range(4)]
    outlier = fix(900, 6, 154, sequence=9)
    assert best(*track, outlier, after_s=155) == best(*track, after_s=155)


def test_who_is_really_carried_away_is_followed_after_two_fixes() -> None:
    before = [fix(0, 10, i * 10.0) for i in range(3)]
    after = [fix(2000, 10, 100 + i * 5.0) for i in range(2)]
    assert told(*before, *after, after_s=106).agreement.kind is Kind.FAST


def test_a_hundred_fixes_of_a_sitting_phone_are_hardly_better_than_one() -> None:
    fixes = [fix(0, 20, i / 25, sequence=i) for i in range(100)]
    assert 17 < best(*fixes, after_s=5, plate=None).uncertainty_m < 20


def test_fixes_that_scatter_wider_than_they_claim_are_not_believed() -> None:
    fixes = [fix(north, 8, i, sequence=i) for i, north in enumerate((-7, 0, 7, -6, 7))]
    assert best(*fixes, after_s=5, plate=None).uncertainty_m > 10


def test_the_better_of_two_simultaneous_fixes_weighs_more() -> None:
    position = best(fix(0, 10, 1), fix(20, 20, 1), after_s=2, plate=None)
    assert position.latitude == pytest.approx(fix(4, 1, 0).latitude, abs=1e-9)


def test_fixes_on_both_sides_of_the_date_line_meet_between_them() -> None:
    west = Measured(179.99999, 10.0, 20, NOW, "device", 1)
    east = Measured(-179.99999, 10.0, 20, NOW, "device", 2)
    assert abs(best(west, east, plate=None).longitude) == pytest.approx(180, abs=1e-6)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("longitude", math.nan, "longitude"),
        ("longitude", 180.5, "longitude"),
        ("latitude", 126.9, "latitude"),
        ("latitude", -math.inf, "latitude"),
        ("uncertainty_m", math.nan, "uncertainty"),
        ("uncertainty_m", 0.0, "uncertainty"),
        ("uncertainty_m", -8.0, "uncertainty"),
        ("uncertainty_m", 1e308, "uncertainty"),
        ("fixed_at", datetime(2026, 11, 22, 5, 0), "offset from UTC"),
    ],
)
def test_it_refuses_an_impossible_fix_with_a_sentence(field: str, value: object, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        replace(fix(0, 10, 0), **{field: value})
    assert str(refused.value).endswith(".")


def test_it_refuses_the_place_of_a_device_that_knows_none() -> None:
    with pytest.raises(Refused, match="knows no position"):
        Measured(0, 0, 10, NOW, "device")


def test_times_in_any_zone_are_the_same_instant() -> None:
    seoul = replace(
        fix(0, 10, 60), fixed_at=(NOW + timedelta(seconds=60)).astimezone(timezone(timedelta(hours=9)))
    )
    assert best(seoul, after_s=60).age_s == 0
