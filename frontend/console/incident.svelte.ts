/** The incident that is open on the right: its facts, what is typed about it, what was done to it. */
import { uuid7 } from "../shared/outbox/uuid";
import * as api from "./api";
import type { Live } from "./live.svelte";
import { actsSince, lastEntry, movesSince, withEntry } from "./overtaken";
import type { Detail, Frame, Problem, Related, Row, TimelineEntry, UnitStep, Verb } from "./types";

/** Fixes may come every second; the facts are read again at most this often. */
const REFRESH_MS = 1_500;

/** What puts reports together or apart: the answer has more of them than before, and none has come in. */
const REGROUPS: readonly string[] = ["merge", "split", "take-out"];

/** As many as the server takes at once. */
const MOST_SEEN = 200;

/** What is typed but not sent; kept per incident in memory only, so that nothing lies around. */
export class Draft {
  message = $state("");
  note = $state("");
  disposition = $state("");
  /** The last event that was on screen when the message was begun; null while nothing is typed. */
  messageSeen = $state<number | null>(null);
  /** The id goes with the text: sending the same words again must not say them twice. */
  messageId = uuid7();

  get isUnsent(): boolean {
    return Boolean(this.message.trim() || this.note.trim() || this.disposition);
  }
}

/** What an open form was opened on: when the incident moves on, one looks first, and then presses again. */
export type Armed = { readonly kind: "dispatch" | "close"; readonly version: number; readonly entry: number };

export type Notice = { why: "stale" | "refused" | "unreachable" | "signed-out"; verb: Verb | "read"; problem: Problem | null };

export class OpenIncident {
  id = $state<string | null>(null);
  detail = $state.raw<Detail | null>(null);
  phase = $state<"loading" | "ready" | "failed" | "refused">("loading");
  busy = $state<Verb | null>(null);
  /** Talking goes on while something else is being done. */
  saying = $state(false);
  notice = $state.raw<Notice | null>(null);
  form = $state.raw<Armed | null>(null);
  draft = $state.raw(new Draft());
  /** What may be the same thing, the same person before, or close by. */
  related = $state.raw<readonly Related[]>([]);

  #drafts = new Map<string, Draft>();
  #refreshing: ReturnType<typeof setTimeout> | null = null;
  #readAt = 0;
  #relatedOf = "";
  #sending: { unit: number; id: string } | null = null;
  #underway: Promise<api.Answer<Detail>> | null = null;
  #waits = false;
  #witnessed = "";
  #asking: string | null = null;

  constructor(
    private readonly live: Live,
    private readonly mayAct: (row: Row) => boolean,
  ) {}

  /** The row as the queue has it: there at once, before any detail. */
  get row(): Row | null {
    return (this.id && this.live.rows.get(this.id)) || this.detail;
  }

  /** Whether anything was typed, about any incident, that the server does not have. */
  get hasUnsent(): boolean {
    return [this.draft, ...this.#drafts.values()].some((draft) => draft.isUnsent);
  }

  /** Whether the incident has moved on since the open form was opened, or its last press was refused. */
  get isFormOvertaken(): boolean {
    return this.busy === null && this.form !== null && this.form.version !== this.row?.version;
  }

  /** What happened since the open form was opened, so far as it counts for a decision. */
  get overtakenForm(): TimelineEntry[] {
    return this.isFormOvertaken ? movesSince(this.detail?.timeline ?? [], this.form!.entry) : [];
  }

  /** What another dispatcher did since the message was begun. */
  get overtakenMessage(): TimelineEntry[] {
    const { messageSeen } = this.draft;
    if (messageSeen === null || this.saying || this.busy) return [];
    return actsSince(this.detail?.timeline ?? [], messageSeen, this.live.session?.name ?? "");
  }

  /** Open a form on what is on screen now; again, once its person has seen what is new. */
  arm(kind: Armed["kind"]): void {
    this.form = { kind, version: this.row?.version ?? 0, entry: lastEntry(this.detail) };
  }

  disarm(): void {
    this.form = null;
  }

  /** Note what was on screen when a message was begun. */
  typed(): void {
    if (!this.draft.message.trim()) this.draft.messageSeen = null;
    else this.draft.messageSeen ??= lastEntry(this.detail);
  }

  /** Say that what another dispatcher did meanwhile was seen; the next press sends. */
  messageChecked(): void {
    this.draft.messageSeen = lastEntry(this.detail);
  }

  /** Move the words of a form that is no longer possible to where they still can be sent. */
  noteToMessage(): void {
    const { draft } = this;
    draft.message = [draft.message.trim(), draft.note.trim()].filter(Boolean).join("\n");
    draft.note = "";
    this.disarm();
    this.messageChecked();
  }

  /** Show an incident; a dispatcher's first look opens it. */
  async open(id: string): Promise<void> {
    if (this.id !== id) {
      [this.id, this.detail, this.notice, this.form] = [id, null, null, null];
      this.related = [];
      this.draft = this.#draftOf(id);
    }
    const row = this.row;
    const wasShown = this.detail !== null;
    this.phase = wasShown ? "ready" : "loading";
    const firstLook = row?.state === "new" && this.mayAct(row);
    this.#read(id, firstLook ? await api.act(id, "open") : await api.detail(id), "read");
    // A form that was opened before the facts came counts from now on.
    if (this.id === id && this.form && !wasShown) this.arm(this.form.kind);
  }

  leave(): void {
    [this.id, this.detail, this.notice, this.form] = [null, null, null, null];
  }

  /** Another centre has opened it first: it is not shown here any more. What was typed is kept. */
  gone(id: string): void {
    if (this.id !== id) return;
    [this.detail, this.form] = [null, null];
    this.phase = "refused";
  }

  /** Take what the stream told about this incident; positions come by reading the facts again. */
  heard(frame: Frame): void {
    if (frame.incident.id !== this.id || !this.detail) return;
    const messages = frame.message ? withMessage(this.detail, frame.message) : this.detail.messages;
    this.detail = { ...this.detail, ...frame.incident, messages, timeline: withEntry(this.detail.timeline, frame) };
    this.#refreshSoon();
  }

  /** Read the facts again after the whole list was. */
  listed(): void {
    if (this.detail) this.#refreshSoon();
  }

  /**
   * Do something; true when it was done. What was typed stays until then.
   *
   * A key that is pressed while an earlier step is on its way is not lost: it waits for that one's answer, and then
   * names the version that this answer had. What somebody else did meanwhile is seen first, as ever.
   */
  async act(verb: Verb, body: Record<string, unknown> = {}): Promise<boolean> {
    const { id } = this;
    if (!id) return false;
    let version = this.row?.version;
    if (this.busy) {
      const before = await this.#afterThat(verb);
      if (!before) return false;
      if (before.id === id) version = before.version;
    }
    const form = this.isFormOvertaken ? null : this.form;
    const isMessageSeen = this.overtakenMessage.length === 0;
    this.busy = verb;
    this.notice = null;
    this.#underway = api.act(id, verb, { version, ...body });
    const answer = await this.#underway;
    this.busy = null;
    const done = this.#read(id, answer, verb);
    if (this.id === id && done) this.#stepTaken(form, isMessageSeen);
    else if (this.id === id && !answer.ok && answer.why === "refused") this.#refused(id);
    return done;
  }

  /** Wait for the step that is on its way; null when it was not done, is the same, or another one waits already. */
  async #afterThat(verb: Verb): Promise<Detail | null> {
    if (verb === this.busy || this.#waits || !this.#underway) return null;
    this.#waits = true;
    const answer = await this.#underway;
    this.#waits = false;
    return answer.ok ? answer.body : null;
  }

  async acknowledge(): Promise<boolean> {
    return this.act("acknowledge");
  }

  /** Send the open form; one that was overtaken is only opened again on what is true now. */
  async submit(): Promise<void> {
    const { draft, form } = this;
    if (!form || this.busy) return;
    if (this.isFormOvertaken) return this.arm(form.kind);
    const { disposition } = draft;
    const note = draft.note.trim();
    const said = form.kind === "close" ? { disposition, note } : { note };
    if (form.kind === "close" && !disposition) return;
    if (await this.act(form.kind, { version: form.version, ...said })) this.#sent(draft, form);
  }

  /** What is most likely another call about the same thing. */
  get same(): Related | undefined {
    return this.related.find(({ how }) => how === "same");
  }

  /** Put another incident's reports into this one. */
  async merge(other: Related): Promise<void> {
    // As it stands in the list: what its row does not show has not been seen.
    const other_version = this.live.rows.get(other.id)?.version ?? other.version;
    if (await this.act("merge", { other: other.id, other_version })) this.live.rows.delete(other.id);
  }

  /** Undo a merging. */
  async split(other: string): Promise<void> {
    await this.act("split", { other });
  }

  /** Give one report of several an incident of its own. */
  async takeOut(report: string): Promise<void> {
    await this.act("take-out", { report });
  }

  /** Send a unit, expected in so many minutes; true when it was sent. */
  async assign(unit: number, minutes: number | null): Promise<boolean> {
    // The id goes with the unit: a press whose answer was lost sends nobody twice.
    if (this.#sending?.unit !== unit) this.#sending = { unit, id: uuid7() };
    const sent = await this.act("assign", { id: this.#sending.id, unit, minutes });
    if (sent) this.#sending = null;
    return sent;
  }

  /** Note how far a unit is. */
  async step(assignment: string, step: UnitStep): Promise<void> {
    const { id } = this;
    if (!id || this.busy) return;
    this.busy = "assign";
    this.#underway = api.act(id, `units/${assignment}`, { step });
    const answer = await this.#underway;
    this.busy = null;
    this.#read(id, answer, "assign");
  }

  /** Ask another centre to take it over; true when it was asked. It stays here until that centre says yes. */
  async handOver(asked: { id: string; centre: number; reason: string }): Promise<boolean> {
    return this.act("hand-over", asked);
  }

  /** Take a closed incident up again; true when it was done. */
  async reopen(): Promise<boolean> {
    return this.act("reopen");
  }

  async say(): Promise<void> {
    const { draft } = this;
    const [id, text] = [this.id, draft.message.trim()];
    if (!id || !text || this.saying) return;
    if (this.overtakenMessage.length > 0) return this.messageChecked();
    this.saying = true;
    this.notice = null;
    const answer = await api.act(id, "message", { id: draft.messageId, text });
    this.saying = false;
    if (!this.#read(id, answer, "message")) return;
    draft.message = "";
    draft.messageSeen = null;
    draft.messageId = uuid7();
  }

  #sent(draft: Draft, form: Armed): void {
    if (this.form?.kind === form.kind) this.disarm();
    draft.note = draft.disposition = "";
  }

  /** What one did oneself overtakes neither the form beside it nor the message; what others did still waits for a look. */
  #stepTaken(form: Armed | null, isMessageSeen: boolean): void {
    if (form && this.form === form) this.arm(form.kind);
    if (isMessageSeen && this.draft.messageSeen !== null) this.messageChecked();
  }

  /** A refused step needs a look at what is true now, too. */
  #refused(id: string): void {
    if (this.form) this.form = { ...this.form, version: 0 };
    void this.#refresh(id);
  }

  #draftOf(id: string): Draft {
    const draft = this.#drafts.get(id) ?? new Draft();
    this.#drafts.set(id, draft);
    return draft;
  }

  #read(id: string, answer: api.Answer<Detail>, verb: Verb | "read"): boolean {
    const present = answer.ok ? answer.body : answer.why === "stale" ? (answer.problem?.current ?? null) : null;
    if (present) this.#show(present, REGROUPS.includes(verb));
    if (!answer.ok && answer.why === "signed-out") this.live.signedOut = true;
    if (!answer.ok && this.id === id) this.#tell(answer, verb);
    return answer.ok;
  }

  #show(detail: Detail, isRegrouped = false): void {
    // Reports that were put together here are no further calls.
    this.live.take(detail, isRegrouped ? false : undefined);
    if (this.id !== detail.id || (this.detail && this.detail.version > detail.version)) return;
    this.detail = detail;
    this.phase = "ready";
    this.#readAt = performance.now();
    void this.#relate(detail);
    void this.#witness(detail);
  }

  /** Tell the server which of the person's words stand on this screen now, where somebody may act on them. */
  async #witness({ id, messages, state }: Detail): Promise<void> {
    const row = this.live.rows.get(id);
    const unseen = messages.filter((said) => !said.from_centre && said.seen_at === null).map((said) => said.id);
    if (!unseen.length || !row || state === "new" || !this.mayAct(row) || document.hidden) return;
    const told = unseen.join();
    if (told === this.#witnessed) return;
    this.#witnessed = told;
    const answer = await api.seen(id, unseen.slice(0, MOST_SEEN));
    // Without an answer the next reading of the facts says it again.
    if (answer.ok) this.#show(answer.body);
    else this.#witnessed = "";
  }

  /** Ask the phones for a fresh position. */
  async askPosition(): Promise<void> {
    // The id goes with the question: a press whose answer was lost asks once.
    this.#asking ??= uuid7();
    if (await this.act("ask-position", { id: this.#asking })) this.#asking = null;
  }

  /** Ask again whenever the incident has moved on. */
  async #relate({ id, version }: Detail): Promise<void> {
    if (this.#relatedOf === `${id} ${version}`) return;
    this.#relatedOf = `${id} ${version}`;
    const answer = await api.related(id);
    if (answer.ok && this.id === id) this.related = answer.body.related;
  }

  #tell(answer: Extract<api.Answer<Detail>, { ok: false }>, verb: Verb | "read"): void {
    // The form itself says what overtook it.
    if (answer.why !== "stale" || this.form === null) this.notice = { why: answer.why, verb, problem: answer.problem };
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
