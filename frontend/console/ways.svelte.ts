/** The ways to the open incident: read when it is opened and when its person has gone elsewhere; one of them is chosen. */
import * as api from "./api";
import { isElsewhere, listed, type Listed, type Ways } from "../shared/ways/ways";
import type { Detail } from "./types";

/** Each reading is a look in the log: somebody who walks makes no more of them than this. */
const AGAIN_AFTER_MS = 30_000;

export class WaysThere {
  answer = $state.raw<Ways | null>(null);
  phase = $state<"loading" | "ready" | "failed">("loading");
  chosen = $state<string | null>(null);
  readonly listed = $derived(this.answer ? listed(this.answer) : []);
  readonly way = $derived<Listed | null>(this.listed.find(({ key }) => key === this.chosen) ?? this.listed[0] ?? null);

  #incident: string | null = null;
  #readAt_ms = -Infinity;
  #reading = false;

  /** Take note of the facts of the open incident; ask for the ways when those at hand lead to another place. */
  follow({ id, position }: Pick<Detail, "id" | "position">, now_ms = performance.now()): void {
    if (id !== this.#incident) this.#begin(id);
    const known = this.answer?.position ?? null;
    const isDue = this.phase !== "ready" || isElsewhere(known, position);
    if (isDue && !this.#reading && now_ms - this.#readAt_ms >= AGAIN_AFTER_MS) void this.read(now_ms);
  }

  async read(now_ms = performance.now()): Promise<void> {
    const id = this.#incident;
    if (!id) return;
    [this.#readAt_ms, this.#reading] = [now_ms, true];
    if (!this.answer) this.phase = "loading";
    const answer = await api.ways(id);
    if (id !== this.#incident) return;
    this.#reading = false;
    if (answer.ok) [this.answer, this.phase] = [answer.body, "ready"];
    else if (!this.answer) this.phase = "failed";
  }

  /** Choose the next way of the list; after the last comes the first. */
  next(): void {
    const place = this.listed.findIndex(({ key }) => key === this.way?.key);
    this.chosen = this.listed[(place + 1) % this.listed.length]?.key ?? null;
  }

  #begin(id: string): void {
    [this.#incident, this.answer, this.chosen, this.phase] = [id, null, null, "loading"];
    [this.#readAt_ms, this.#reading] = [-Infinity, false];
  }
}
