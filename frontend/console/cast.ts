/** The incident that every test of the console starts from. */
import type { Row } from "./types";

/** Return an unopened incident on Nogosan, changed where the test says so. */
export function row(changes: Partial<Row> = {}): Row {
  return {
    id: "0193a5c2-0000-7000-8000-000000000001",
    jurisdiction: 1,
    state: "new",
    version: 1,
    kind: "fall",
    exercise: false,
    escalation: 0,
    sights: [],
    hand_over: null,
    tag: "48279153",
    typed: "",
    place_ko: "노고산 정상",
    place_en: "Nogosan summit",
    received_at: "2026-11-22T05:03:22.123Z",
    opened_at: null,
    acknowledged_at: null,
    acknowledged_by: "",
    dispatched_at: null,
    closed_at: null,
    disposition: "",
    merged_into: null,
    reports: 1,
    presence: "qr_sealed",
    people: 1,
    language: "ko",
    battery_pct: 55,
    flags: [],
    voice: "",
    cancelled_at: null,
    cancel_reason: "",
    uncertainty_m: 8,
    source: "plate",
    agreement_kind: "at_plate",
    plate: { longitude: 126.94491, latitude: 37.682467, uncertainty_m: 8 },
    ...changes,
  };
}
