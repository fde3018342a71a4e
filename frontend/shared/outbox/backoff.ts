/** How long to wait before the next try: 1, 2, 4 … 30 s, with up to a fifth more so that phones do not knock together. */
export function wait_ms(failures: number, retryAfter_ms: number | null, chance = Math.random()): number {
  const growing = Math.min(1000 * 2 ** Math.max(failures - 1, 0), 30_000);
  return Math.round(Math.max(growing, Math.min(retryAfter_ms ?? 0, 120_000)) * (1 + chance / 5));
}
