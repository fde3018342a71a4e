/**
 * What a screen reader says of its own accord. A sentence that replaces another before it was spoken is
 * lost, so each stands for as long as speaking it takes, and the next waits.
 */
import { say } from "./settings.svelte";

const PAUSE_MS = 800;
const MS_PER_LETTER = 90; // unhurried speech; a syllable of Hangul takes longer and says more
const MOST_WAITING = 5;

export type Said = { readonly id: number; readonly text: string };

export class Announcer {
  /** What is being said; the number tells the same words, said twice, apart. */
  said = $state.raw<Said>({ id: 0, text: "" });

  #waiting: string[] = [];
  #left = 0;
  #speaking: ReturnType<typeof setTimeout> | null = null;

  /** Say a sentence when those before it are over. In a rush, what is too much is told as a number. */
  tell(text: string): void {
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(text);
    else this.#left += 1;
    if (this.#speaking === null) this.#next();
  }

  stop(): void {
    if (this.#speaking !== null) clearTimeout(this.#speaking);
    this.#speaking = null;
  }

  #next(): void {
    const text = this.#waiting.shift() ?? this.#rest();
    if (text === null) {
      this.#speaking = null;
      return;
    }
    this.said = { id: this.said.id + 1, text };
    this.#speaking = setTimeout(() => this.#next(), PAUSE_MS + text.length * MS_PER_LETTER);
  }

  #rest(): string | null {
    if (this.#left === 0) return null;
    const count = this.#left;
    this.#left = 0;
    return say("arrived_more", { count });
  }
}
