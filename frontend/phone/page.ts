/** What the first screen lends to the second stage: the report that stands, words, and room on the page. */
import { by, h } from "../hiker/dom";
import type { Position } from "../hiker/position";
import { plateOf } from "../shared/api/plates";
import type { Status } from "../shared/api/reports";
import { once } from "../shared/geo/once";
import type { Measured } from "../shared/geo/watch";
import type { Kept } from "../shared/outbox/kept";
import type { Outbox } from "../shared/outbox/outbox";
import type { PhoneWord, Say, Values } from "./words";

export interface Report {
  readonly kept: Kept;
  readonly status: Status | null;
  readonly outbox: Outbox;
  readonly gps: Position;
}

export interface Page {
  readonly language: string;
  say(word: PhoneWord, values?: Values): string;
  /** The report that stands on this page now. */
  report(): Report | null;
  /** Called at once and whenever it may have changed, at least once a second while a report stands. */
  changed(listener: (report: Report | null) => void): void;
  /** The plate's code; empty without one. */
  readonly tag: string;
  readonly centre: string;
  /** Whether the centre takes no positions over the internet. */
  readonly isDeviceOnly: boolean;
  /** Whether this page is for practice. */
  readonly isExercise: boolean;
  /** Room below the report's own panel; it is there only while a report stands. */
  beside(): HTMLElement;
  /** Room above the footer. */
  further(): HTMLElement;
  /** One position; the phone asks its person when needed. Rejects when it tells none. */
  position(): Promise<Measured>;
}

/** The first screen tells it on `window` whenever it draws a report; null when the report leaves the page. */
export const REPORT = "yeogi-report";
/** Told before a position is queued; whoever prevents it leaves it out. */
export const FIX = "yeogi-fix";
/** Told to the first screen: go on with this report. */
export const ADOPT = "yeogi-adopt";

export function page(language: string, say: Say): Page {
  const form = by("send");
  const listeners: ((report: Report | null) => void)[] = [];
  let now: Report | null = null;
  const [beside, further] = [room("beside"), room("further")];
  // Below whatever the report's panel puts there, whether the report or this stage came first.
  const below = document.querySelector(".message");
  if (below) below.before(beside);
  else by("chain")?.after(beside);
  document.querySelector("main")?.append(further);
  beside.hidden = true;
  addEventListener(REPORT, ({ detail }: Event & { detail?: Omit<Report, "kept"> | null }) => {
    const kept = detail?.outbox.kept;
    const isFirst = !now;
    now = detail && kept ? { ...detail, kept } : null;
    if (now && isFirst) lookAt(document.querySelector(".headline"));
    beside.hidden = !now;
    for (const listener of listeners) listener(now);
  });
  return {
    language,
    say,
    report: () => now,
    changed: (listener) => {
      listeners.push(listener);
      listener(now);
    },
    // Without a form, where the centre takes no positions, the address still says which plate it is.
    tag: form ? (form.dataset["tag"] ?? "") : (plateOf(new URL(location.href))?.code ?? ""),
    // Read when it is asked for: a plate's place may be told after the page (known_place_told.ts).
    get centre() {
      return form?.dataset["centre"] ?? "";
    },
    isDeviceOnly: !form && Boolean(by("add-gps")),
    isExercise: document.body.classList.contains("exercise"),
    beside: () => beside,
    further: () => further,
    position: once,
  };
}

/** Whoever pressed a button that is gone by now, by key or by a reader's touch, goes on at what took its place. */
function lookAt(headline: HTMLElement | null): void {
  if (!headline || document.activeElement !== document.body) return;
  headline.tabIndex = -1;
  headline.focus({ preventScroll: true });
}

/** Put a line below what the page says of the phone's position. */
export function belowPosition(line: HTMLElement): void {
  const gps = document.querySelector("#sent .gps");
  if (gps && gps.nextElementSibling !== line) gps.after(line);
}

const room = (id: string): HTMLElement => h("div", { id, class: "room" });
