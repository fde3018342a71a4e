/** How often something may be done that others wait for meanwhile. */

/** What takes long is done so seldom that it takes no more than this part of the time. */
const MOST_OF_THE_TIME = 1 / 10;
/** What is older than this on the screen would mislead. */
const LONGEST_REST_MS = 3_000;

/**
 * Return a function that does something soon after it was asked to, once for all who ask meanwhile, and does not
 * begin again before it is over. What took long rests longer, up to three seconds.
 */
export function paced(least_ms: number, act: () => Promise<void>, now: () => number = () => performance.now()): () => void {
  let isAsked = false;
  let isBusy = false;
  let rest_ms = least_ms;

  async function run(): Promise<void> {
    isAsked = false;
    const began = now();
    try {
      await act();
    } finally {
      rest_ms = Math.max(least_ms, Math.min(LONGEST_REST_MS, (now() - began) / MOST_OF_THE_TIME));
      isBusy = false;
      if (isAsked) begin();
    }
  }
  function begin(): void {
    isBusy = true;
    setTimeout(() => void run(), rest_ms);
  }
  return () => {
    isAsked = true;
    if (!isBusy) begin();
  };
}
