/** What is being taken down by hand; drafts stay until the server has them, also while the panel is closed. */
import { uuid7 } from "../shared/outbox/uuid";
import * as api from "./api";
import { kindOf, whyRefused } from "./refusals";
import { choices, placeOf, trouble, type Choice, type Located } from "./taking";
import type { Key } from "./strings";
import type { Detail } from "./types";

export type Mode = "call" | "text" | "locate";
export const MODES: readonly Mode[] = ["call", "text", "locate"];
const ASK_AFTER_MS = 250;

export class Taking {
  mode = $state<Mode | null>(null);
  busy = $state(false);
  why = $state<Key | null>(null);
  /** The refusal's name, for what has no sentence of its own. */
  problem = $state("");
  call = $state(emptyCall());
  text = $state(emptyText());
  locate = $state(emptyLocate());
  located = $state.raw<Located | null>(null);
  preview = $state.raw<api.Preview | null>(null);
  chosenKey = $state<string | null>(null);
  readonly choices = $derived(choices(this.located));
  readonly trouble = $derived(trouble(this.located));
  /** One that was understood as it stands counts as chosen; a slip is never assumed. */
  readonly chosen = $derived<Choice | null>(
    this.choices.find(({ key }) => key === this.chosenKey) ?? this.choices.find(({ slip }) => !slip) ?? null,
  );
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly taken: (detail: Detail | { incident: string }) => void) {}

  toggle(mode: Mode): void {
    this.mode = this.mode === mode ? null : mode;
    this.why = null;
  }

  /** Understand what is typed, once the fingers rest. */
  typed(): void {
    [this.chosenKey, this.located] = [null, null];
    this.#later(async (turn) => {
      const q = this.call.place.trim();
      const answer = q ? await api.locate(q) : null;
      if (turn === this.#asked && answer?.ok) this.located = answer.body;
    });
  }

  pasted(): void {
    this.preview = null;
    this.#later(async (turn) => {
      const { text, phone, id } = this.text;
      const answer = text.trim() ? await api.preview({ id, text, phone }) : null;
      if (turn === this.#asked && answer?.ok) this.preview = answer.body;
    });
  }

  async takeCall(): Promise<void> {
    const { id, phone, kind, words, people, exercise } = this.call;
    const place = placeOf(this.chosen, this.call.place);
    const detail = await this.#send(api.takeDown({ id, phone, kind, words, people, exercise, place }));
    if (!detail) return;
    [this.call, this.located, this.chosenKey] = [emptyCall(), null, null];
    this.#done(detail);
  }

  async takeText(): Promise<void> {
    const { id, text, phone } = this.text;
    const detail = await this.#send(api.fromText({ id, text, phone, incident: this.preview?.incident ?? null }));
    if (!detail) return;
    [this.text, this.preview] = [emptyText(), null];
    this.#done(detail);
  }

  async ask(): Promise<void> {
    const { id, phone, language } = this.locate;
    const made = await this.#send(api.askWhere({ id, phone: phone.trim(), language, send: true }));
    if (!made) return;
    this.locate = emptyLocate();
    this.#done(made);
  }

  #done(detail: Detail | { incident: string }): void {
    this.mode = null;
    this.taken(detail);
  }

  async #send<T>(sent: Promise<api.Answer<T>>): Promise<T | null> {
    if (this.busy) return null;
    [this.busy, this.why] = [true, null];
    const answer = await sent;
    this.busy = false;
    if (answer.ok) return answer.body;
    this.why = answer.why === "unreachable" ? "why_unreachable" : whyRefused(answer.problem);
    this.problem = kindOf(answer.problem);
    return null;
  }

  #later(ask: (turn: number) => Promise<void>): void {
    const turn = ++this.#asked;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void ask(turn), ASK_AFTER_MS);
  }
}

// The id goes with what is sent: a second press, or one whose answer was lost, makes nothing twice.
const emptyCall = () => ({ id: uuid7(), place: "", phone: "", kind: "unknown", words: "", people: null as number | null, exercise: false });
const emptyText = () => ({ id: uuid7(), text: "", phone: "" });
const emptyLocate = () => ({ id: uuid7(), phone: "", language: "ko" });
