/**
 * The one way out of the phone: a report is on its disk before anything is sent, and is sent until
 * the centre has confirmed it. Every part carries an id made here, so trying again never doubles it.
 */
import { type Answer, NoAnswer } from "../api/http";
import { type Fix, type Problem, type Receipt, type ReportBody, post, put } from "../api/reports";
import { wait_ms } from "./backoff";
import { type Kept, due, found, newKept } from "./kept";
import type { Store } from "./store";

/** `waiting`: the last try failed, the next one comes by itself. */
export type Phase = "sending" | "waiting" | "idle";

const MOST_FIXES = 100;

export class Outbox {
  kept: Kept | null = null;
  phase: Phase = "idle";
  durable: boolean;
  private failures = 0;
  private running = false;
  private wake: (() => void) | null = null;

  constructor(
    private readonly store: Store<Kept>,
    private readonly changed: () => void,
    private readonly wire: { put: typeof put; post: typeof post } = { put, post },
  ) {
    this.durable = store.durable;
  }

  /** Keep a new report on the disk, then start to send it. Resolves when it is kept. */
  async keep(body: ReportBody): Promise<void> {
    await this.write(newKept(body));
    void this.run();
  }

  /** Return what an earlier page left behind, erasing what needs nobody any more. */
  async left(): Promise<Kept[]> {
    const all = await this.store.all().catch(() => []);
    const over = all.filter((kept) => found(kept) === "erase");
    for (const kept of over) void this.store.remove(kept.id).catch(() => undefined);
    return all.filter((kept) => !over.includes(kept)).sort((a, b) => (a.made_at < b.made_at ? 1 : -1));
  }

  /** Go on with a report that was found. */
  adopt(kept: Kept): void {
    this.kept = kept;
    void this.run();
  }

  /** Queue a measured position; its sequence number is given here. */
  addFix(fix: Omit<Fix, "sequence">): Promise<void> {
    return this.change((kept) => {
      const sequence = kept.lastSequence + 1;
      return { fixes: [...kept.fixes, { ...fix, sequence }], lastSequence: sequence };
    });
  }

  say(id: string, text: string): Promise<void> {
    return this.change((kept) => ({ messages: [...kept.messages, { id, text }] }));
  }

  cancel(reason: "safe" | "mistake"): Promise<void> {
    return this.change(() => ({ cancel: reason }));
  }

  /** Erase the report from this phone. What has arrived at the centre stays there. */
  async forget(kept: Kept | null = this.kept): Promise<void> {
    if (kept && kept.id === this.kept?.id) this.kept = null;
    if (kept) await this.store.remove(kept.id).catch(() => undefined);
  }

  /** Erase the report from the disk and go on following it: it is closed. */
  async letGo(): Promise<void> {
    if (this.kept) await this.store.remove(this.kept.id).catch(() => undefined);
  }

  /** Try at once: the signal is back, or somebody looks at the page again. */
  hurry(): void {
    this.wake?.();
  }

  private async change(part: (kept: Kept) => Partial<Kept>): Promise<void> {
    if (!this.kept) return;
    await this.write({ ...this.kept, ...part(this.kept) });
    void this.run();
  }

  private async write(kept: Kept): Promise<void> {
    this.kept = kept;
    // A full disk must not stop a call for help: it goes on from memory, and the page says so.
    await this.store.put(kept.id, kept).catch(() => (this.durable = false));
    this.changed();
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.kept && due(this.kept)) {
      this.phase = "sending";
      this.changed();
      const sent = this.kept;
      const answer = await this.send(sent).catch((error: unknown) => {
        if (error instanceof NoAnswer) return null;
        throw error;
      });
      if (answer && (await this.took(sent, answer))) this.failures = 0;
      else await this.pause(wait_ms(++this.failures, answer?.retryAfter_ms ?? null));
    }
    this.running = false;
    this.phase = "idle";
    this.changed();
  }

  private send(kept: Kept): Promise<Answer> {
    switch (due(kept)) {
      case "report":
        return this.wire.put(kept, kept.body!);
      case "message":
        return this.wire.post(kept, "messages", kept.messages[0]);
      case "cancel":
        return this.wire.post(kept, "cancel", { reason: kept.cancel });
      default:
        return this.wire.post(kept, "fixes", { fixes: inServerTime(kept) });
    }
  }

  /** Write down what the answer settled; false when it settled nothing and must be tried again. */
  private async took(sent: Kept, { status, body, clock_ms }: Answer): Promise<boolean> {
    const refused = refusal(status, body);
    const what = due(sent);
    if (!refused && !confirms(what, sent, status, body)) return false;
    // More may have been queued while this travelled: only what was sent is let go.
    const now = this.kept;
    if (now?.id !== sent.id) return true;
    if (what === "message") await this.write({ ...now, messages: now.messages.filter(({ id }) => id !== sent.messages[0]?.id) });
    else if (what === "cancel") await this.write({ ...now, cancel: null });
    else if (what === "fixes") await this.write({ ...now, fixes: now.fixes.filter((fix) => !batch(sent).includes(fix)) });
    else if (refused) await this.write({ ...now, refused });
    else await this.write({ ...now, body: null, receipt: body as Receipt, clockAhead_ms: ahead(clock_ms) });
    return true;
  }

  private pause(milliseconds: number): Promise<void> {
    this.phase = "waiting";
    this.changed();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A hotel's sign-in page answers 200 to anything: only the centre's own receipt counts. */
function confirms(what: string | null, kept: Kept, status: number, body: unknown): boolean {
  if (status !== 200 && status !== 201) return false;
  const said = (body ?? {}) as Record<string, unknown>;
  if (what === "fixes") return Array.isArray(said["accepted"]);
  if (what === "message") return said["message"] === kept.messages[0]?.id;
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
