/** The incident that is open on the right: its facts, what is typed about it, what was done to it. */
import { uuid7 } from "../shared/outbox/uuid";
import * as api from "./api";
import type { Live } from "./live.svelte";
import type { Detail, Frame, Problem, Row, Verb } from "./types";

/** Fixes may come every second; the facts are read again at most this often. */
const REFRESH_MS = 1_500;

/** What is typed but not sent; kept per incident in memory only, so that nothing lies around. */
export class Draft {
  message = $state("");
  note = $state("");
  disposition = $state("");
  /** The id goes with the text: sending the same words again must not say them twice. */
  messageId = uuid7();
}

export type Notice = { why: "stale" | "refused" | "unreachable" | "signed-out"; verb: Verb | "read"; problem: Problem | null };

export class OpenIncident {
  id = $state<string | null>(null);
  detail = $state.raw<Detail | null>(null);
  phase = $state<"loading" | "ready" | "failed" | "refused">("loading");
  busy = $state<Verb | null>(null);
  /** Talking goes on while something else is being done. */
  saying = $state(false);
  notice = $state.raw<Notice | null>(null);
  form = $state<"dispatch" | "close" | null>(null);
  draft = $state.raw(new Draft());

  #drafts = new Map<string, Draft>();
  #refreshing: ReturnType<typeof setTimeout> | null = null;
  #readAt = 0;

  constructor(
    private readonly live: Live,
    private readonly mayAct: (row: Row) => boolean,
  ) {}

  /** The row as the queue has it: there at once, before any detail. */
  get row(): Row | null {
    return (this.id && this.live.rows.get(this.id)) || this.detail;
  }

  /** Show an incident; a dispatcher's first look opens it. */
  async open(id: string): Promise<void> {
    if (this.id !== id) {
      [this.id, this.detail, this.notice, this.form] = [id, null, null, null];
      this.draft = this.#draftOf(id);
    }
    const row = this.row;
    this.phase = this.detail ? "ready" : "loading";
    const firstLook = row?.state === "new" && this.mayAct(row);
    this.#read(id, firstLook ? await api.act(id, "open") : await api.detail(id), "read");
  }

  leave(): void {
    [this.id, this.detail, this.notice, this.form] = [null, null, null, null];
  }

  /** Take what the stream told about this incident; positions come by reading the facts again. */
  heard(frame: Frame): void {
    if (frame.incident.id !== this.id || !this.detail) return;
    const messages = frame.message ? withMessage(this.detail, frame.message) : this.detail.messages;
    this.detail = { ...this.detail, ...frame.incident, messages };
    this.#refreshSoon();
  }

  /** Do something; true when it was done. What was typed stays until then. */
  async act(verb: Verb, body: Record<string, unknown> = {}): Promise<boolean> {
    const [id, version] = [this.id, this.row?.version];
    if (!id || this.busy) return false;
    this.busy = verb;
    this.notice = null;
    const answer = await api.act(id, verb, { version, ...body });
    this.busy = null;
    return this.#read(id, answer, verb);
  }

  async acknowledge(): Promise<void> {
    await this.act("acknowledge");
  }

  async dispatch(): Promise<void> {
    const { draft } = this;
    if (await this.act("dispatch", { note: draft.note.trim() })) this.#sent(draft);
  }

  async close(): Promise<void> {
    const { draft } = this;
    const { disposition, note } = draft;
    if (disposition && (await this.act("close", { disposition, note: note.trim() }))) this.#sent(draft);
  }

  async reopen(): Promise<void> {
    await this.act("reopen");
  }

  async say(): Promise<void> {
    const { draft } = this;
    const [id, text] = [this.id, draft.message.trim()];
    if (!id || !text || this.saying) return;
    this.saying = true;
    this.notice = null;
    const answer = await api.act(id, "message", { id: draft.messageId, text });
    this.saying = false;
    if (!this.#read(id, answer, "message")) return;
    draft.message = "";
    draft.messageId = uuid7();
  }

  #sent(draft: Draft): void {
    this.form = null;
    draft.note = draft.disposition = "";
  }

  #draftOf(id: string): Draft {
    const draft = this.#drafts.get(id) ?? new Draft();
    this.#drafts.set(id, draft);
    return draft;
  }

  #read(id: string, answer: api.Answer<Detail>, verb: Verb | "read"): boolean {
    const present = answer.ok ? answer.body : answer.why === "stale" ? (answer.problem?.current ?? null) : null;
    if (present) this.#show(present);
    if (!answer.ok && answer.why === "signed-out") this.live.signedOut = true;
    if (!answer.ok && this.id === id) this.#tell(answer, verb);
    return answer.ok;
  }

  #show(detail: Detail): void {
    this.live.take(detail);
    if (this.id !== detail.id || (this.detail && this.detail.version > detail.version)) return;
    this.detail = detail;
    this.phase = "ready";
    this.#readAt = performance.now();
  }

  #tell(answer: Extract<api.Answer<Detail>, { ok: false }>, verb: Verb | "read"): void {
    this.notice = { why: answer.why, verb, problem: answer.problem };
    if (!this.detail) this.phase = answer.why === "refused" ? "refused" : "failed";
  }

  #refreshSoon(): void {
    if (this.#refreshing) return;
    const wait = Math.max(0, this.#readAt + REFRESH_MS - performance.now());
    this.#refreshing = setTimeout(() => {
      this.#refreshing = null;
      if (this.id) void this.#refresh(this.id);
    }, wait);
  }

  async #refresh(id: string): Promise<void> {
    this.#readAt = performance.now();
    const answer = await api.detail(id);
    if (answer.ok) this.#show(answer.body);
    else this.#read(id, answer, "read");
  }
}

function withMessage(detail: Detail, message: Detail["messages"][number]): Detail["messages"] {
  const others = detail.messages.filter((said) => said.id !== message.id);
  return [...others, message];
}
