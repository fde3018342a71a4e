/** Measure where the phone is: the first position at once, then at most one every five seconds. */

/** Degrees in EPSG:4326, radius in metres at 95 % (W3C Geolocation), the phone's time. */
export interface Measured {
  readonly longitude: number;
  readonly latitude: number;
  readonly uncertainty_m: number;
  readonly altitude_m: number | null;
  readonly fixed_at: string;
}

/** `over`: the time is up. The others say why there is no position. */
export type Trouble = "denied" | "unavailable" | "insecure" | "over";

export const EVERY_MS = 5_000;
export const LONGEST_MS = 4 * 3_600_000;

/** Start to measure; the person is asked by the phone when needed. Returns what stops it. */
export function watch(found: (measured: Measured) => void, trouble: (why: Trouble) => void): () => void {
  if (!isSecureContext) {
    trouble("insecure");
    return () => undefined;
  }
  if (!navigator.geolocation) {
    trouble("unavailable");
    return () => undefined;
  }
  const paced = pace(found, EVERY_MS);
  const id = navigator.geolocation.watchPosition(
    (position) => {
      const measured = read(position);
      if (measured) paced.take(measured);
    },
    // A watch goes on after "unavailable": under the next tree there may be a sky.
    (error) => trouble(error.code === error.PERMISSION_DENIED ? "denied" : "unavailable"),
    // One of a minute ago goes at once, with its time; better ones follow.
    { enableHighAccuracy: true, maximumAge: 60_000, timeout: 30_000 },
  );
  const stop = (): void => {
    navigator.geolocation.clearWatch(id);
    paced.stop();
    clearTimeout(timer);
  };
  const timer = setTimeout(() => {
    stop();
    trouble("over");
  }, LONGEST_MS);
  return stop;
}

/** Let the first value through at once, then the newest one whenever the time has come. */
export function pace<T>(give: (value: T) => void, every_ms: number): { take(value: T): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let newest: { readonly value: T } | null = null;
  const next = (): void => {
    timer = null;
    if (!newest) return;
    const { value } = newest;
    newest = null;
    timer = setTimeout(next, every_ms);
    give(value);
  };
  return {
    take: (value) => {
      newest = { value };
      if (timer === null) next();
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      newest = null;
      timer = setTimeout(() => undefined);
    },
  };
}

/** Return a position as we send it, or null for what cannot be one. */
export function read({ coords, timestamp }: GeolocationPosition, now: number = Date.now()): Measured | null {
  const { longitude, latitude, accuracy, altitude } = coords;
  if (![longitude, latitude, accuracy].every(Number.isFinite) || (longitude === 0 && latitude === 0)) return null;
  // Some phones count from another year; a position that was just handed over is from just now.
  const at = Math.abs(timestamp - now) < 86_400_000 ? timestamp : now;
  return { longitude, latitude, uncertainty_m: accuracy, altitude_m: altitude, fixed_at: new Date(at).toISOString() };
}
