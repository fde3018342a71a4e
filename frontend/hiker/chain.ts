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

const LATER = ["opened", "acknowledged", "dispatched", "closed"] as const;

export const nameOf = (centre: Centre | undefined, language: string, otherwise: string): string =>
  (centre && (language === "ko" ? centre.name_ko : centre.name_en)) || otherwise;

/** Return the receipt chain: done steps with their time, open ones named. */
export function steps(now: Now, say: Say, clock: Clock): Step[] {
  const { kept, status } = now;
  const receipt = status ?? kept.receipt;
  const centre = nameOf(receipt?.centre, now.language, now.centre);
  const chain: Step[] = [{ text: say(now.durable ? "kept" : "kept_memory"), done: true }];
  chain.push(
    receipt
      ? { text: say("received_by", { centre, time: clock(receipt.received_at) }), done: true }
      : { text: say("received", { centre }), done: false },
  );
  for (const step of LATER) {
    const at = status?.[`${step}_at`];
    if (at) chain.push({ text: say(`${step}_by`, { time: clock(at) }), done: true });
    else if (step !== "closed") chain.push({ text: say(step), done: false });
  }
  if (status?.cancelled_at) chain.push({ text: say("cancelled", { time: clock(status.cancelled_at) }), done: true });
  return chain;
}

/** Return the sentence that stands largest: the last thing that is certain, or what is being tried. */
export function headline(now: Now, say: Say, clock: Clock): string {
  const { kept, phase } = now;
  if (kept.refused) {
    return kept.refused.type.endsWith("sharing-off") ? say("sharing_off") : say("refused", { why: kept.refused.detail });
  }
  if (kept.body) return say(!now.online ? "offline" : phase === "sending" ? "sending" : now.durable ? "kept" : "kept_memory");
  return steps(now, say, clock).filter(({ done }) => done).at(-1)?.text ?? "";
}

/** What should alarm the person: no receipt after 20 s, nobody looked after 90 s. */
export function worry(now: Now, waited_ms: number): "unconfirmed" | "unopened" | null {
  if (now.kept.body) return waited_ms >= 20_000 || now.kept.refused ? "unconfirmed" : null;
  return now.status?.state === "received" && !now.status.cancelled_at && waited_ms >= 90_000 ? "unopened" : null;
}
