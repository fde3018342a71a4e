/**
 * What its person says of a plate waits on the phone like a call for help, in a store of its own, and
 * goes out when there is a line: first the words, then the photo. The server knows both by the id made here.
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

export class PlateReports {
  /** Called when something of a report was settled: it has arrived, or the server said why it never will. */
  settled: (id: string, why: string) => void = () => undefined;
  #failures = 0;
  #running: Promise<void> | null = null;

  constructor(
    private readonly store: Store<PlateReport>,
    private readonly wire: Wire = overHttp,
  ) {}

  get durable(): boolean {
    return this.store.durable;
  }

  /** Keep a report on the disk, or what was added to it. */
  keep(report: PlateReport): Promise<void> {
    return this.store.put(report.id, report);
  }

  /** Return what of a report has still to go. */
  async waiting(id: string): Promise<PlateReport | undefined> {
    return (await this.store.all()).find((report) => report.id === id);
  }

  /** Send what waits. Rejects with the time to wait when something of it could not be sent. */
  async send(): Promise<void> {
    // What was kept while the last of it went out is not seen by that run.
    if (this.#running) await this.#running.catch(() => undefined);
    this.#running ??= this.#sendAll().finally(() => (this.#running = null));
    return this.#running;
  }

  async #sendAll(): Promise<void> {
    for (let next = await this.#next(); next; next = await this.#next()) {
      const heard = await this.#sendOne(next).catch((error: unknown) => {
        if (error instanceof NoAnswer) return null;
        throw error;
      });
      if (!heard || heard.status >= 500 || LATER.includes(heard.status)) {
        throw new Waiting(wait_ms(++this.#failures, heard?.retryAfter_ms ?? null));
      }
      this.#failures = 0;
      await this.#took(next, heard);
    }
  }

  async #next(): Promise<PlateReport | undefined> {
    return (await this.store.all()).sort((one, other) => (one.id < other.id ? -1 : 1))[0];
  }

  #sendOne(report: PlateReport): Promise<Heard> {
    return report.isDue || !report.photo ? this.wire.report(report) : this.wire.photo(report, report.photo);
  }

  /** Let go of what was settled; what was added while it travelled stays. */
  async #took(sent: PlateReport, { status, why }: Heard): Promise<void> {
    const isRefused = status >= 400;
    const now = (await this.waiting(sent.id)) ?? sent;
    const words = sent.isDue || !sent.photo;
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
    return { status: isOurs(answer.status, body) ? answer.status : 503, why: detail(body), retryAfter_ms: null };
  },
};

const path = (id: string): string => `/api/v1/plate-reports/${id}`;
const detail = (body: unknown): string => (body as { detail?: string } | null)?.detail ?? "";
const isOurs = (status: number, body: unknown): boolean =>
  status < 400 || Boolean((body as { type?: string } | null)?.type?.startsWith("/problems/"));

const bytes = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
