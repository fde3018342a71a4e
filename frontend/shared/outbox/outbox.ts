/**
 * The one way out of the phone: a report is on its disk before anything is sent, and is sent until
 * the centre has confirmed it. Every part carries an id made here, so trying again never doubles it.
 */
import type { Answer } from "../api/http";
import { type Fix, type Message, type Problem, type Receipt, type ReportBody, post, put } from "../api/reports";
import { wait_ms } from "./backoff";
import { type Kept, due, found, newKept } from "./kept";
import type { Store } from "./store";

/** `waiting`: the last try failed, the next one comes by itself. */
export type Phase = "sending" | "waiting" | "idle";

/** Do one thing to a report after another. */
export type InTurn = (id: string, act: () => Promise<void>) => Promise<void>;

const MOST_FIXES = 100;

export class Outbox {
  kept: Kept | null = null;
  phase: Phase = "idle";
  /** Called whenever something of this has changed; whoever shows the report puts itself here. */
  changed: () => void = () => undefined;
  durable: boolean;
  readonly #store: Store<Kept>;
  readonly #wire: { put: typeof put; post: typeof post };
  readonly #inTurn: InTurn;
  #failures = 0;
  #running = false;
  #wake: (() => void) | null = null;

  constructor(store: Store<Kept>, wire = { put, post }, inTurn: InTurn = acrossTabs) {
    this.#store = store;
    this.#wire = wire;
    this.#inTurn = inTurn;
    this.durable = store.durable;
  }

  /** Keep a new report on the disk, then start to send it. Resolves when it is kept. */
  async keep(body: ReportBody): Promise<void> {
    this.kept = newKept(body);
    // No other tab can know of it yet: nothing to wait for, and nothing to read first.
    await this.#put(this.kept);
    this.changed();
    void this.#run();
  }

  /** Go on with a report that was found. */
  adopt(kept: Kept): void {
    this.kept = kept;
    void this.#run();
  }

  /** Queue a measured position; its sequence number is given here. */
  addFix(fix: Omit<Fix, "sequence">): Promise<void> {
    return this.#change((kept) => {
      const sequence = kept.lastSequence + 1;
      return { fixes: [...kept.fixes, { ...fix, sequence }], lastSequence: sequence };
    });
  }

  say(message: Message): Promise<void> {
    return this.#change((kept) => ({ messages: [...kept.messages, message] }));
  }

  cancel(reason: "safe" | "mistake"): Promise<void> {
    return this.#change(() => ({ cancel: reason }));
  }

  /** Remember that the incident was closed, or reopened. */
  closed(closed_ms: number | null): Promise<void> {
    return this.#change(() => ({ closed_ms }));
  }

  /** Erase the report from this phone, unless something of it has not arrived: then it goes on being sent. */
  async forget(): Promise<void> {
    const { kept } = this;
    if (!kept || due(kept)) return;
    this.kept = null;
    await this.#store.remove(kept.id);
  }

  /** Erase the report from this phone whatever of it has not arrived: its person takes their consent back. */
  async erase(): Promise<void> {
    const { kept } = this;
    if (!kept) return;
    this.kept = null;
    await this.#inTurn(kept.id, () => this.#store.remove(kept.id));
  }

  /** Try at once: the signal is back, or somebody looks at the page again. */
  hurry(): void {
    this.#wake?.();
  }

  async #change(part: (kept: Kept) => Partial<Kept>): Promise<void> {
    await this.#write(part);
    void this.#run();
  }

  /** Change the report as it is on the disk by now: another tab may have added to it, or sent some of it. */
  async #write(part: (kept: Kept) => Partial<Kept>): Promise<void> {
    const id = this.kept?.id;
    if (!id) return;
    await this.#inTurn(id, async () => {
      const all = this.durable && (await this.#store.all().catch(() => null));
      // Gone from the disk: its person has erased it in another tab, and nothing brings it back.
      const now = all ? all.find((kept) => kept.id === id) : this.kept;
      this.kept = now ? { ...now, ...part(now) } : null;
      if (this.kept) await this.#put(this.kept);
    });
    this.changed();
  }

  /** A full or silent disk must not stop a call for help: it goes on from memory, and the page says so. */
  async #put(kept: Kept): Promise<void> {
    const late = new Promise((_, reject) => setTimeout(reject, 2000));
    await Promise.race([this.#store.put(kept.id, kept), late]).catch(() => (this.durable = false));
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.kept && due(this.kept)) {
      this.phase = "sending";
      this.changed();
      const sent = this.kept;
      const answer = await this.#send(sent).catch(() => null);
      if (answer && (await this.#took(sent, answer))) this.#failures = 0;
      else {
        await this.#pause(wait_ms(++this.#failures, answer?.retryAfter_ms ?? null));
        await this.#write(() => ({}));
      }
    }
    this.#running = false;
    this.phase = "idle";
    this.changed();
  }

  #send(kept: Kept): Promise<Answer> {
    const what = due(kept);
    if (!what || what === "report") return this.#wire.put(kept, kept.body!);
    const bodies = { messages: kept.messages[0], cancel: { reason: kept.cancel }, fixes: { fixes: inServerTime(kept) } };
    return this.#wire.post(kept, what, bodies[what]);
  }

  /** Write down what the answer settled; false when it settled nothing and must be tried again. */
  async #took(sent: Kept, { status, body, clock_ms }: Answer): Promise<boolean> {
    const refused = refusal(status, body);
    const what = due(sent);
    if (!refused && !confirms(what, sent, status, body)) return false;
    // More may have been queued while this travelled: only what was sent is let go.
    await this.#write(({ messages, fixes }) => {
      if (what === "messages") return { messages: messages.filter(({ id }) => id !== sent.messages[0]!.id) };
      if (what === "cancel") return { cancel: null };
      if (what === "fixes") return { fixes: fixes.filter(({ sequence }) => sequence > batch(sent).at(-1)!.sequence) };
      return refused ? { refused } : { body: null, receipt: body as Receipt, clockAhead_ms: ahead(clock_ms) };
    });
    return true;
  }

  #pause(milliseconds: number): Promise<void> {
    this.phase = "waiting";
    this.changed();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Return what earlier pages left behind, unsent first, then the newest; what needs nobody any more is erased. */
export async function left(store: Store<Kept>): Promise<Kept[]> {
  const all = (await store.all().catch(() => [])).sort((a, b) => (a.made_at < b.made_at ? 1 : -1));
  for (const kept of all) if (found(kept) === "erase") void store.remove(kept.id);
  const rest = all.filter((kept) => found(kept) !== "erase");
  return [...rest.filter(due), ...rest.filter((kept) => !due(kept))];
}

let last = Promise.resolve();

/**
 * One tab at a time changes a report; where there are no locks (plain HTTP), one change of this tab at a
 * time. A tab that holds the lock and sleeps must not silence the others: after two seconds they go on.
 */
const acrossTabs: InTurn = (id, act) =>
  navigator.locks
    ? navigator.locks.request(id, { signal: AbortSignal.timeout(2000) }, act).catch(act)
    : (last = last.then(act));

/** A hotel's sign-in page answers 200 to anything: only the centre's own receipt counts. */
function confirms(what: string | null, kept: Kept, status: number, body: unknown): boolean {
  if (status !== 200 && status !== 201) return false;
  const said = (body ?? {}) as Record<string, unknown>;
  if (what === "fixes") return Array.isArray(said["accepted"]);
  if (what === "messages") return said["message"] === kept.messages[0]!.id;
  return said["report"] === kept.id;
}

/** The reason for a final no from our own server; null for everything that may pass with time. */
function refusal(status: number, body: unknown): { type: string; detail: string } | null {
  const { type, detail } = (body ?? {}) as Problem;
  if (status < 400 || status >= 500 || [404, 408, 425, 429].includes(status)) return null;
  return type?.startsWith("/problems/") ? { type, detail: detail ?? "" } : null;
}

const batch = (kept: Kept): readonly Fix[] => kept.fixes.slice(0, MOST_FIXES);

const ahead = (clock_ms: number | null): number => (clock_ms ? clock_ms - Date.now() : 0);

/** A phone whose clock is minutes off would have its positions refused as future ones. */
function inServerTime(kept: Kept): Fix[] {
  const shift = Math.abs(kept.clockAhead_ms) > 60_000 ? kept.clockAhead_ms : 0;
  return batch(kept).map((fix) => ({ ...fix, fixed_at: new Date(Date.parse(fix.fixed_at) + shift).toISOString() }));
}
