/** What the page shows, how old that is, and what waits to be sent: a crew walks in and out of the line all the time. */
import { isWorth } from "../shared/geo/worth";
import { EVERY_MS as WATCH_EVERY_MS, watch, type Measured, type Trouble } from "../shared/geo/watch";
import * as api from "./api";
import { forget, isOver, read, write } from "./kept";
import type { Noted, Step, Told } from "./types";

const EVERY_MS = 10_000;
const AGAIN_MS = 5_000;
/** Without an answer for so long, what is shown is called old. */
const OLD_MS = 45_000;

export class Live {
  told = $state.raw<Told | null>(null);
  /** Why nothing is shown: no link, one that is over or was never made, or one that was never opened with a line. */
  shut = $state<"no_link" | "over" | "unknown" | null>(null);
  failed = $state(0);
  steps = $state.raw<readonly Noted[]>([]);
  /** What was noted and never reached the centre, because the link was over first. */
  unsent = $state.raw<readonly Noted[]>([]);
  refused = $state(false);
  now = $state(Date.now());
  heardAt = $state(0);
  here = $state.raw<Measured | null>(null);
  sharing = $state(false);
  trouble = $state<Trouble | null>(null);
  readonly age_ms = $derived(Math.max(0, this.now - this.heardAt));
  readonly isOld = $derived(this.told !== null && (this.failed > 0 || this.age_ms > OLD_MS));

  #token = "";
  #offset_ms = 0;
  #busy = false;
  #next: ReturnType<typeof setTimeout> | undefined;
  #stopWatch: (() => void) | null = null;
  /** What was sent last, with the time at which it was sent. */
  #shared: Measured | null = null;
  #posting: Promise<api.Heard> | null = null;
  #shareAgainAt = 0;
  #owesStop = false;

  constructor(token: string) {
    const kept = read(token);
    if (!kept) this.shut = "no_link";
    else {
      [this.#token, this.told, this.heardAt, this.#offset_ms, this.steps] = [kept.token, kept.told, kept.heardAt, kept.offset_ms, kept.steps];
      this.#owesStop = kept.owesStop;
    }
  }

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
    this.#tick();
    woken();
    return () => {
      clearInterval(ticker);
      clearTimeout(this.#next);
      this.#stopWatch?.();
      removeEventListener("online", woken);
      removeEventListener("pageshow", woken);
      document.removeEventListener("visibilitychange", seen);
    };
  }

  /** Send what waits, then ask what is true now; then again after a while. */
  async ask(): Promise<void> {
    if (this.#busy || this.shut) return;
    this.#busy = true;
    clearTimeout(this.#next);
    try {
      const sent = await this.#sendSteps();
      if (sent) this.#take(this.#owesStop && !this.sharing ? await this.#stop() : await api.read(this.#token));
    } finally {
      this.#busy = false;
      if (!this.shut) this.#next = setTimeout(() => void this.ask(), this.failed ? AGAIN_MS : EVERY_MS);
    }
  }

  /** Note a step: kept on the phone at once, and sent now or when there is a line. */
  async note(step: Step): Promise<void> {
    this.steps = [...this.steps, { step, at: Date.now() }];
    this.#keep();
    await this.ask();
  }

  /** Share where the crew is, until it is turned off or the link is over. */
  share(): void {
    [this.sharing, this.trouble, this.#owesStop] = [true, null, true];
    this.#keep();
    this.#stopWatch = watch(
      (measured) => {
        [this.here, this.trouble] = [measured, null];
        void this.#shareHere();
      },
      (why) => {
        this.trouble = why;
        if (why !== "unavailable") void this.stopSharing();
      },
    );
  }

  async stopSharing(): Promise<void> {
    this.#stopWatch?.();
    [this.#stopWatch, this.sharing, this.here, this.#shared] = [null, false, null, null];
    this.#take(await this.#stop());
  }

  /** Let the server forget where this phone was; without a line that is tried again with the next question. */
  async #stop(): Promise<api.Heard> {
    // A position that is still on its way would be written after the end of it.
    await this.#posting;
    const heard = await api.stopSharing(this.#token);
    if (heard.what === "told") this.#owesStop = false;
    return heard;
  }

  /** Send where the crew is when it is worth it: asked each second, because no later position may come. */
  async #shareHere(): Promise<void> {
    const { here } = this;
    const now = Date.now();
    if (!here || this.#posting || now < this.#shareAgainAt) return;
    const fixed_at = new Date(now).toISOString();
    if (!isWorth({ ...here, fixed_at }, this.#shared, null)) return;
    this.#shareAgainAt = now + WATCH_EVERY_MS;
    this.#posting = api.share(this.#token, here);
    const heard = await this.#posting;
    this.#posting = null;
    if (!this.sharing) return;
    if (heard.what === "told") this.#shared = { ...here, fixed_at };
    this.#take(heard);
  }

  async #sendSteps(): Promise<boolean> {
    while (this.steps.length > 0) {
      const noted = this.steps[0]!;
      const heard = await api.note(this.#token, noted.step, (Date.now() - noted.at) / 1000);
      if (heard.what === "nothing") {
        this.failed += 1;
        return false;
      }
      this.refused = heard.what === "refused";
      // The end of the work ends the link, so it is answered like one that is over; any other step then came too late.
      const isLate = (heard.what === "over" || heard.what === "unknown") && (noted.step !== "clear" || this.#isOver());
      if (!isLate) this.steps = this.steps.filter((one) => one !== noted);
      this.#take(heard);
      if (this.shut) return false;
    }
    return true;
  }

  #take(heard: api.Heard): void {
    if (heard.what === "over" || heard.what === "unknown") return this.#shutFor(heard.what);
    if (heard.what !== "told") {
      this.failed += 1;
      return;
    }
    [this.told, this.failed] = [heard.told, 0];
    this.#offset_ms = Date.parse(heard.told.server_time) - Date.now();
    this.heardAt = this.now = Date.now();
    this.#keep();
  }

  #tick(): void {
    this.now = Date.now();
    if (this.sharing) void this.#shareHere();
    if (!this.shut && this.#isOver()) this.#shutFor("over");
  }

  #isOver(): boolean {
    return isOver({ told: this.told, offset_ms: this.#offset_ms }, Date.now());
  }

  /** Nothing of a person stays on a phone whose link is over. */
  #shutFor(why: "over" | "unknown"): void {
    this.unsent = this.steps;
    [this.shut, this.told, this.steps, this.sharing, this.here] = [why, null, [], false, null];
    this.#stopWatch?.();
    clearTimeout(this.#next);
    forget();
  }

  #keep(): void {
    write({ token: this.#token, told: this.told, heardAt: this.heardAt, offset_ms: this.#offset_ms, steps: this.steps, owesStop: this.#owesStop });
  }
}
