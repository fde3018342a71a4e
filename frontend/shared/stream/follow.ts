/**
 * Follows a server-sent event stream and never believes that silence means peace: after 25 s without
 * a word, or at the first error, it says "stale" and tries again with growing waits.
 *
 * `fetch` rather than EventSource: the status of a refusal must be seen (the session has ended), and
 * the reader names its own cursor, which may come from the list instead of the last frame.
 */
import { StreamParser, type StreamMessage } from "./parse";

export const SILENCE_MS = 25_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;

/** `connecting` only until the first answer; `refused`: the server knows us no longer. */
export type Connection = "connecting" | "live" | "stale" | "refused";

export type Follower = {
  /** Drop the connection and connect at once, from the cursor as it is now. */
  restart(): void;
  stop(): void;
};

export type Following = {
  readonly address: string;
  /** Further headers, such as the phone's own authorization; the console has its session. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where to go on from; asked at each connect. */
  cursor(): string;
  heard(message: StreamMessage): void;
  changed(connection: Connection): void;
};

/** Follow a stream until stopped. */
export function follow(following: Following): Follower {
  let stopped = false;
  let atOnce = false;
  let attempt = 0;
  let current = new AbortController();
  let wake: () => void = () => undefined;

  const restart = (): void => {
    attempt = 0;
    atOnce = true;
    current.abort();
    wake();
  };
  const offline = (): void => current.abort();

  async function run(): Promise<void> {
    following.changed("connecting");
    while (!stopped) {
      current = new AbortController();
      const refused = await listen(following, current, () => (attempt = 0));
      if (stopped) return;
      if (!atOnce || refused) following.changed(refused ? "refused" : "stale");
      if (!atOnce) await pause(wait_ms(attempt++), (stop) => (wake = stop));
      atOnce = false;
    }
  }

  addEventListener("online", restart);
  addEventListener("offline", offline);
  void run();
  return {
    restart,
    stop: () => {
      stopped = true;
      removeEventListener("online", restart);
      removeEventListener("offline", offline);
      restart();
    },
  };
}

/** Read one connection to its end; true when the server refused us. */
async function listen(following: Following, controller: AbortController, lived: () => void): Promise<boolean> {
  const watch = watchSilence(controller);
  try {
    const response = await fetch(following.address, {
      headers: { ...following.headers, Accept: "text/event-stream", "Last-Event-ID": following.cursor() },
      cache: "no-store",
      signal: controller.signal,
    });
    if (response.status === 401 || response.status === 403) return true;
    if (!response.ok || !response.body) return false;
    lived();
    following.changed("live");
    await readAll(response.body, following, watch.heard);
  } catch {
    // Cut, aborted or unreachable: all the same to the reader, who is told "stale" and tries again.
  } finally {
    watch.stop();
    controller.abort();
  }
  return false;
}

async function readAll(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  following: Following,
  heard: () => void,
): Promise<void> {
  const parser = new StreamParser();
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    parser.feed(value).forEach((message) => following.heard(message));
  }
}

/** One timer that looks again when the silence would be over, instead of one per frame. */
function watchSilence(controller: AbortController): { heard(): void; stop(): void } {
  let last = performance.now();
  let timer = setTimeout(look, SILENCE_MS);
  function look(): void {
    const left = last + SILENCE_MS - performance.now();
    if (left <= 0) controller.abort();
    else timer = setTimeout(look, left);
  }
  return { heard: () => (last = performance.now()), stop: () => clearTimeout(timer) };
}

/** Growing waits with a random part, so that fifty consoles do not return in the same instant. */
function wait_ms(attempt: number): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return whole / 2 + (Math.random() * whole) / 2;
}

function pause(milliseconds: number, stopper: (stop: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stopper(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
