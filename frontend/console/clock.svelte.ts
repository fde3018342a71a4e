/** The console's one ticker: a second, shared by every age on screen and everything that repeats. */

let offset_ms = 0;
const each = new Set<(second: number) => void>();

class Clock {
  /** The server's time in milliseconds, stepped once a second. */
  now = $state(Date.now());
}

export const clock = new Clock();

/** Return the server's time now; ages must not depend on this machine's clock. */
export function serverNow(): number {
  return Date.now() + offset_ms;
}

/** Take over the time that the server told. */
export function setServerTime(told: string): void {
  const time = Date.parse(told);
  if (Number.isNaN(time)) return;
  offset_ms = time - Date.now();
  clock.now = serverNow();
}

/** Call a function each second with the number of seconds since the start; returns how to stop it. */
export function everySecond(call: (second: number) => void): () => void {
  each.add(call);
  return () => each.delete(call);
}

/** Start the ticker; returns how to stop it. */
export function startClock(): () => void {
  let second = 0;
  const timer = setInterval(() => {
    second += 1;
    clock.now = serverNow();
    each.forEach((call) => call(second));
  }, 1_000);
  return () => clearInterval(timer);
}
