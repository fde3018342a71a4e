/** What happened so far, from the newest fact backwards: one sentence, and the steps. Pure. */
import type { Centre, Status } from "../shared/api/reports";
import type { Kept } from "../shared/outbox/kept";
import type { Phase } from "../shared/outbox/outbox";
import type { Word } from "./words";

type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string;
type Clock = (at: string) => string;

export interface Now {
  readonly kept: Kept;
  readonly phase: Phase;
  readonly durable: boolean;
  readonly online: boolean;
  readonly status: Status | null;
  readonly language: string;
  readonly centre: string;
}

export interface Step {
  readonly text: string;
  readonly done: boolean;
}

const LATER = ["opened", "acknowledged", "reopened", "dispatched", "cancelled", "closed"] as const;
/** The others are shown only when they happened. */
const AWAITED: readonly Word[] = ["opened", "acknowledged", "dispatched"];

export const nameOf = (centre: Centre | undefined, language: string, otherwise: string): string =>
  (centre && (language === "ko" ? centre.name_ko : centre.name_en)) || otherwise;

/** Return the receipt chain: done steps with their time, open ones named. */
export function steps(now: Now, say: Say, clock: Clock): Step[] {
  const { kept, status } = now;
  const receipt = status ?? kept.receipt;
  const centre = nameOf(receipt?.centre, now.language, now.centre);
  const step = (word: Word, at: string | null | undefined): Step => ({
    text: say(word, { centre }) + (at ? `, ${clock(at)}` : ""),
    done: Boolean(at),
  });
  /** Who is safe has taken nothing back. */
  const wordOf = (word: (typeof LATER)[number]): Word =>
    word === "cancelled" && status?.cancel_reason === "safe" ? "told_safe" : word;
  const isOver = status?.cancelled_at || status?.closed_at;
  return [
    { text: say(now.durable ? "kept" : "kept_memory"), done: true },
    step("received", receipt?.received_at),
    // What is over waits for no further step.
    ...LATER.filter((word) => status?.[`${word}_at`] || (!isOver && AWAITED.includes(word))).map((word) =>
      step(wordOf(word), status?.[`${word}_at`]),
    ),
  ];
}

/** Return the sentence that stands largest: the last thing that is certain, or what is being tried. */
export function headline(now: Now, say: Say, clock: Clock): string {
  const { kept, phase } = now;
  if (kept.refused) {
    return kept.refused.type.endsWith("sharing-off") ? say("sharing_off") : say("refused");
  }
  if (kept.body) {
    if (!now.online) return say("offline");
    if (phase === "sending") return say("sending");
    return `${say(now.durable ? "kept" : "kept_memory")}, ${say("again_soon")}`;
  }
  return steps(now, say, clock).filter(({ done }) => done).at(-1)?.text ?? "";
}

/** What should alarm the person: no receipt after 20 s, nobody looked after 90 s. */
export function worry(now: Now, waited_ms: number): "unconfirmed" | "unopened" | null {
  if (now.kept.body) return waited_ms >= 20_000 || now.kept.refused ? "unconfirmed" : null;
  return now.status?.state === "received" && !now.status.cancelled_at && waited_ms >= 90_000 ? "unopened" : null;
}
