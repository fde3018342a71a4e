/** Looks as a person reads them: the same one again and again within ten minutes is one line. Pure. */
import type { Look } from "../shared/api/rights";

export interface Line {
  readonly who: Look["who"];
  readonly name: string;
  readonly times: number;
  /** The last one. */
  readonly at: string;
}

const TOGETHER_MS = 600_000;

/** Return lines for looks, newest first, the centre in the page's language. */
export function lines(looks: readonly Look[], language: string): Line[] {
  const told: (Line & { first_ms: number })[] = [];
  for (const { who, name_ko, name_en, at } of looks) {
    const name = language === "ko" ? name_ko : name_en;
    const last = told.at(-1);
    const at_ms = Date.parse(at);
    if (last && last.who === who && last.name === name && last.first_ms - at_ms <= TOGETHER_MS) {
      told[told.length - 1] = { ...last, times: last.times + 1, first_ms: at_ms };
    } else told.push({ who, name, times: 1, at, first_ms: at_ms });
  }
  return told.map(({ who, name, times, at }) => ({ who, name, times, at }));
}
