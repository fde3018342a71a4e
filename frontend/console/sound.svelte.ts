/**
 * The bell: tones made on the spot, no file. Browsers keep a page silent until somebody has touched
 * it, so "blocked" is a state of its own, shown in words. Off is not remembered: each shift starts loud.
 */
type Tone = { readonly hertz: number; readonly at_s: number; readonly for_s: number; readonly loudness: number };

const ALARM: readonly Tone[] = [0, 0.36, 0.72].flatMap((at_s) => [
  { hertz: 880, at_s, for_s: 0.17, loudness: 0.5 },
  { hertz: 660, at_s: at_s + 0.18, for_s: 0.17, loudness: 0.5 },
]);
/** Higher, as loud as it can be, and with no pause: nobody has opened it for too long. */
const LATE: readonly Tone[] = ALARM.map((tone) => ({ ...tone, hertz: tone.hertz * 1.5, loudness: 1 }));
const ALARM_MS = 1_100;
const MESSAGE: readonly Tone[] = [
  { hertz: 587, at_s: 0, for_s: 0.12, loudness: 0.25 },
  { hertz: 784, at_s: 0.13, for_s: 0.18, loudness: 0.25 },
];
const EXERCISE: readonly Tone[] = [{ hertz: 440, at_s: 0, for_s: 0.25, loudness: 0.15 }];

export class Sound {
  state = $state<"on" | "off" | "blocked">("blocked");
  #context: AudioContext | null = null;
  /** On the page's clock. */
  #alarmEnds_ms = 0;

  /** Find out whether this page may sound; else wait for the first touch or key. Returns how to stop. */
  start(): () => void {
    const touched = (): void => void this.#unlock();
    addEventListener("pointerdown", touched);
    addEventListener("keydown", touched);
    void this.#unlock();
    return () => {
      removeEventListener("pointerdown", touched);
      removeEventListener("keydown", touched);
      void this.#context?.close();
    };
  }

  /** Turn it off or on; on sounds once, so that one hears that it works. */
  toggle(): void {
    if (this.state === "on") this.state = "off";
    else {
      this.state = "on";
      void this.#unlock().then(() => this.message());
    }
  }

  /** In a rush one alarm follows another; on top of each other they would be noise. Late ones ring louder. */
  alarm(isLate = false): void {
    if (performance.now() < this.#alarmEnds_ms) return;
    this.#alarmEnds_ms = performance.now() + ALARM_MS;
    this.#play(isLate ? LATE : ALARM);
  }

  message(): void {
    this.#play(MESSAGE);
  }

  exercise(): void {
    this.#play(EXERCISE);
  }

  async #unlock(): Promise<void> {
    if (this.state === "off" || (this.state === "on" && this.#context)) return;
    this.#context ??= new AudioContext();
    if (navigator.userActivation?.hasBeenActive) await this.#context.resume();
    this.state = this.#context.state === "running" ? "on" : "blocked";
    if (this.state === "on") await this.#context.suspend(); // a silent one would still cost a thread
  }

  #play(tones: readonly Tone[]): void {
    const context = this.#context;
    if (this.state !== "on" || !context) return;
    void context.resume().then(() => {
      const last = tones.map((tone) => sound(context, tone)).at(-1);
      if (last) last.onended = () => void context.suspend();
    });
  }
}

function sound(context: AudioContext, { hertz, at_s, for_s, loudness }: Tone): OscillatorNode {
  const [tone, gain] = [context.createOscillator(), context.createGain()];
  const start = context.currentTime + at_s;
  tone.type = "triangle";
  tone.frequency.value = hertz;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(loudness, start + 0.01);
  gain.gain.setValueAtTime(loudness, start + for_s - 0.02);
  gain.gain.linearRampToValueAtTime(0, start + for_s);
  tone.connect(gain).connect(context.destination);
  tone.start(start);
  tone.stop(start + for_s);
  return tone;
}
