/**
 * What its person says of a plate waits on the phone like a call for help, in a store of its own, and
 * goes out when there is a line: first the words of all of them, then the photos. The server knows both by the
 * id made here. What cannot be sent waits for a next try of its own; the others go on.
 */
import { NoAnswer, call, parsed } from "../api/http";
import { wait_ms } from "./backoff";
import type { Store } from "./store";

export const KINDS = ["damaged", "missing", "wrong_text", "wrong_place", "other"] as const;
export type Kind = (typeof KINDS)[number];

export interface PlateReport {
  readonly id: string;
  readonly tag: string;
  readonly kind: Kind;
  readonly words: string;
  readonly language: string;
  /** Whether the words have still to go. */
  readonly isDue: boolean;
  /** A JPEG in base64 that has still to go. */
  readonly photo: string | null;
}

export interface Heard {
  readonly status: number;
  readonly why: string;
  readonly retryAfter_ms: number | null;
}

export interface Wire {
  report(report: PlateReport): Promise<Heard>;
  photo(report: PlateReport, jpeg: string): Promise<Heard>;
}

const PHOTO_MS = 60_000;
const LATER = [408, 425, 429];
const TOO_LARGE = 413;

export class PlateReports {
  /** Called when something of a report was settled: it has arrived, or the server said why it never will. */
  settled: (id: string, why: string) => void = () => undefined;
  /** What failed, by report: how often, and when its next try is due in milliseconds since 1970. */
  readonly #failed = new Map<string, { readonly failures: number; readonly due_ms: number }>();
  #running: Promise<void> | null = null;

  constructor(
    private readonly store: Store<PlateReport>,
    private readonly wire: Wire = overHttp,
    private readonly now_ms: () => number = Date.now,
  ) {}

  get durable(): boolean {
    return this.store.durable;
  }

  /** Keep a report on the disk, or what was added to it. Somebody waits for it: its next try is due at once. */
  keep(report: PlateReport): Promise<void> {
    this.#failed.delete(report.id);
    return this.store.put(report.id, report);
  }

  /** Return what of a report has still to go. */
  async waiting(id: string): Promise<PlateReport | undefined> {
    return (await this.store.all()).find((report) => report.id === id);
  }

  /** Try at once whatever failed: the line may be back. */
  hurry(): Promise<void> {
    for (const [id, { failures }] of this.#failed) this.#failed.set(id, { failures, due_ms: 0 });
    return this.send();
  }

  /** Send what is due. Rejects with the time until the next try when something could not be sent. */
  async send(): Promise<void> {
    // What was kept while the last of it went out is not seen by that run.
    if (this.#running) await this.#running.catch(() => undefined);
    this.#running ??= this.#sendAll().finally(() => (this.#running = null));
    return this.#running;
  }

  async #sendAll(): Promise<void> {
    for (let next = await this.#next(); next; next = await this.#next()) {
      const sent = next;
      // Whatever goes wrong with this one must not keep the next one back.
      const heard = await this.#sendOne(sent).catch(() => null);
      if (heard && heard.status < 500 && !LATER.includes(heard.status)) await this.#took(sent, heard);
      else this.#wait(sent.id, heard?.retryAfter_ms ?? null);
    }
    const left = (await this.store.all()).map(({ id }) => this.#due_ms(id) - this.now_ms());
    if (left.length) throw new Waiting(Math.max(0, Math.min(...left)));
  }

  /** Return what is due: words before photos, which take long on a slow line. */
  async #next(): Promise<PlateReport | undefined> {
    const rank = (report: PlateReport): string => `${isWords(report) ? 0 : 1} ${report.id}`;
    const due = (await this.store.all()).filter(({ id }) => this.#due_ms(id) <= this.now_ms());
    return due.sort((one, other) => (rank(one) < rank(other) ? -1 : 1))[0];
  }

  #due_ms(id: string): number {
    return this.#failed.get(id)?.due_ms ?? 0;
  }

  #wait(id: string, retryAfter_ms: number | null): void {
    const failures = (this.#failed.get(id)?.failures ?? 0) + 1;
    this.#failed.set(id, { failures, due_ms: this.now_ms() + wait_ms(failures, retryAfter_ms) });
  }

  #sendOne(report: PlateReport): Promise<Heard> {
    return isWords(report) ? this.wire.report(report) : this.wire.photo(report, report.photo!);
  }

  /** Let go of what was settled; what was added while it travelled stays. */
  async #took(sent: PlateReport, { status, why }: Heard): Promise<void> {
    const isRefused = status >= 400;
    this.#failed.delete(sent.id);
    const now = (await this.waiting(sent.id)) ?? sent;
    const words = isWords(sent);
    const next = {
      ...now,
      isDue: words ? now.words !== sent.words : now.isDue,
      photo: (words && isRefused) || (!words && now.photo === sent.photo) ? null : now.photo,
    };
    if (next.isDue || next.photo) await this.store.put(next.id, next);
    else await this.store.remove(next.id);
    this.settled(sent.id, isRefused ? why : "");
  }
}

/** Something waits: try again after so many milliseconds. */
export class Waiting extends Error {
  constructor(readonly wait_ms: number) {
    super("no line yet");
  }
}

const overHttp: Wire = {
  report: async ({ id, tag, kind, words, language }) => {
    const { status, body, retryAfter_ms } = await call(path(id), { method: "PUT", json: { tag, kind, words, language } });
    // A hotel's sign-in page answers 200 to anything.
    if (status < 300 && (body as { report?: string } | null)?.report !== id) throw new NoAnswer();
    return { status: isOurs(status, body) ? status : 503, why: detail(body), retryAfter_ms };
  },
  photo: async ({ id }, jpeg) => {
    const answer = await fetch(`${path(id)}/photo`, {
      method: "PUT",
      headers: { "Content-Type": "image/jpeg" },
      body: bytes(jpeg),
      cache: "no-store",
      signal: AbortSignal.timeout(PHOTO_MS),
    }).catch(() => null);
    if (!answer) throw new NoAnswer();
    const body = parsed(await answer.text().catch(() => ""));
    if (answer.ok && (body as { report?: string } | null)?.report !== id) throw new NoAnswer();
    // The same photo is as large the next time, whoever says so on the way.
    const isFinal = isOurs(answer.status, body) || answer.status === TOO_LARGE;
    const seconds = Number(answer.headers.get("Retry-After") ?? NaN);
    return {
      status: isFinal ? answer.status : 503,
      why: detail(body) || String(answer.status),
      retryAfter_ms: seconds >= 0 ? seconds * 1000 : null,
    };
  },
};

/** Whether the words go next; without a photo nothing else can. */
const isWords = ({ isDue, photo }: PlateReport): boolean => isDue || !photo;

const path = (id: string): string => `/api/v1/plate-reports/${id}`;
const detail = (body: unknown): string => (body as { detail?: string } | null)?.detail ?? "";
const isOurs = (status: number, body: unknown): boolean =>
  status < 400 || Boolean((body as { type?: string } | null)?.type?.startsWith("/problems/"));

const bytes = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
