/** What the touch sends: the plate, the consent that stood beside the button, nothing that is not asked for. */
import type { Consent, ReportBody } from "../shared/api/reports";

let battery_pct: number | null = null;

/** Ask early, because the answer comes late and nothing may wait for it. */
export function askBattery(): void {
  const { getBattery } = navigator as { getBattery?: () => Promise<{ level: number }> };
  void getBattery?.call(navigator).then(
    ({ level }) => (battery_pct = Math.round(level * 100)),
    () => undefined,
  );
}

export function reportOf({ dataset }: HTMLElement, now: Date = new Date()): ReportBody {
  return {
    tag: dataset["tag"] ?? "",
    seal: dataset["seal"] ?? "",
    language: document.documentElement.lang,
    consent: JSON.parse(dataset["consent"] ?? "null") as Consent,
    sent_at: now.toISOString(),
    exercise: "exercise" in dataset,
    battery_pct,
    fix: null,
    ...(dataset["locate"] && { locate: dataset["locate"] }),
  };
}
