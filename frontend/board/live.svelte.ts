/** What is on the screen and how old it is. Each answer takes the place of the one before: nothing piles up. */
import * as api from "./api";
import { isOld, isTimeToReload, wait_ms } from "./rest";
import { screen } from "./screen";
import type { Shown } from "./types";

const SHUT_WAIT_MS = 60_000;
/** A second that took longer than this was a sleep: of the screen, or of the whole machine. */
const SLEPT_MS = 5_000;
/** The server tells its clock in whole seconds; what differs by less is no difference. */
const CLOCK_SLACK_MS = 1_500;
const RELOADED = "board.reloaded";

export class Live {
  shown = $state.raw<Shown | null>(null);
  shut = $state<api.Shut | null>(null);
  failed = $state(0);
  /** The server's time, stepped once a second, and when it last said what is on the screen. */
  now = $state(Date.now());
  heardAt = $state(0);
  readonly age_ms = $derived(Math.max(0, this.now - this.heardAt));
  readonly isStale = $derived(this.shown !== null && (this.failed > 0 || isOld(this.age_ms)));

  readonly #began = Date.now();
  #offset_ms = 0;
  #ticked = Date.now();
  #busy = false;
  #leaving = false;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ownBuild: string) {}

  /** Begin to ask; returns how to stop. */
  start(): () => void {
    const ticker = setInterval(() => this.#tick(), 1_000);
    const woken = (): void => void this.ask();
    const seen = (): void => {
      if (document.visibilityState === "visible") woken();
    };
    addEventListener("online", woken);
    addEventListener("pageshow", woken);
    document.addEventListener("visibilitychange", seen);
    woken();
    return () => {
      clearInterval(ticker);
      clearTimeout(this.#next);
      removeEventListener("online", woken);
      removeEventListener("pageshow", woken);
      document.removeEventListener("visibilitychange", seen);
    };
  }

  /** Ask now, unless an answer is awaited already; then ask again after a while, for ever. */
  async ask(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    clearTimeout(this.#next);
    try {
      this.#take(await api.read(screen.token, screen.at, this.shown?.version ?? ""));
    } finally {
      this.#busy = false;
      this.#next = setTimeout(() => void this.ask(), this.shut ? SHUT_WAIT_MS : wait_ms(this.failed));
    }
    if (this.failed === 0) await this.#rest();
  }

  #take(heard: api.Heard): void {
    if (heard.what === "nothing") {
      this.failed += 1;
      return;
    }
    this.failed = 0;
    this.shut = heard.what === "shut" ? heard.why : null;
    if (heard.what === "shut") this.shown = null;
    else this.#setClock(heard.clock_ms);
    if (heard.what === "new") this.shown = heard.shown;
    this.heardAt = this.now = this.#serverNow();
  }

  #tick(): void {
    const slept = Date.now() - this.#ticked > SLEPT_MS;
    this.#ticked = Date.now();
    this.now = this.#serverNow();
    if (slept) void this.ask();
  }

  #setClock(told_ms: number | null): void {
    if (told_ms === null) return;
    const offset_ms = told_ms - Date.now();
    if (Math.abs(offset_ms - this.#offset_ms) > CLOCK_SLACK_MS) this.#offset_ms = offset_ms;
  }

  #serverNow(): number {
    return Date.now() + this.#offset_ms;
  }

  /** Load the page again when it is time to: a new build, or a day has passed. */
  async #rest(): Promise<void> {
    const isTime = isTimeToReload({
      now: Date.now(),
      began: this.#began,
      reloaded: Math.max(Number(kept(RELOADED)), this.#began),
      ownBuild: this.ownBuild,
      toldBuild: this.shown?.build ?? "",
      unopened: this.shown?.real.unopened ?? 0,
    });
    if (!isTime || this.#leaving) return;
    this.#leaving = true;
    if (await api.pageIsThere()) {
      keep(RELOADED, String(Date.now()));
      location.reload();
    } else this.#leaving = false;
  }
}

function kept(what: string): string | null {
  try {
    return sessionStorage.getItem(what);
  } catch {
    return null;
  }
}

/** Where nothing can be kept, each page counts from its own beginning. */
function keep(what: string, value: string): void {
  try {
    sessionStorage.setItem(what, value);
  } catch {
    return;
  }
}
