/** When a board that nobody touches for a month begins anew, moves a little, or waits. Pure. */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A build that differs between two servers must not make a screen reload without end. */
const LEAST_BETWEEN_MS = 10 * MINUTE_MS;
const OLD_MS = 20 * HOUR_MS;
const VERY_OLD_MS = 36 * HOUR_MS;
/** The hour of the day, in Korea, in which least happens. */
const QUIET_HOUR = 4;
const HOUR = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Seoul", hour: "2-digit", hourCycle: "h23" });

export type Age = {
  readonly now: number;
  /** When this page began, and when the screen last reloaded by itself; milliseconds since 1970. */
  readonly began: number;
  readonly reloaded: number;
  readonly ownBuild: string;
  readonly toldBuild: string;
  /** How many real reports nobody has opened: no screen goes blank on them, not for a second. */
  readonly unopened: number;
};

/** Say whether this is the moment to load the page again: for a new build, and once a day. */
export function isTimeToReload({ now, began, reloaded, ownBuild, toldBuild, unopened }: Age): boolean {
  if (unopened > 0 || now - reloaded < LEAST_BETWEEN_MS) return false;
  if (ownBuild && toldBuild && ownBuild !== toldBuild) return true;
  const age_ms = now - began;
  return age_ms > VERY_OLD_MS || (age_ms > OLD_MS && Number(HOUR.format(now)) === QUIET_HOUR);
}

const SHIFT_EVERY_MS = 4 * MINUTE_MS;
const RING = [[0, 0], [1, 0], [2, 0], [2, 1], [2, 2], [1, 2], [0, 2], [0, 1]] as const;

/** Return how far the whole picture stands to the right and down, in steps: nothing burns into the screen. */
export function shiftAt(now: number): readonly [number, number] {
  return RING[Math.floor(now / SHIFT_EVERY_MS) % RING.length] ?? RING[0];
}

const POLL_MS = 2_000;
const LONGEST_WAIT_MS = 10_000;

/** Return the wait before the next question; after so many without an answer it is longer. */
export function wait_ms(failed: number): number {
  return Math.min(POLL_MS * 2 ** Math.max(failed - 1, 0), LONGEST_WAIT_MS);
}

/** Three questions in a row brought nothing: what is on the screen may be wrong. */
const STALE_MS = 3 * POLL_MS;

/** Say whether what is on the screen is too old to be trusted, whatever the reason. */
export function isOld(age_ms: number): boolean {
  return age_ms > STALE_MS;
}
