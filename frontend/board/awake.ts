/** Keep the screen on: the browser lets go whenever the page is hidden, so it is asked again when it is not. */

/** Ask for the screen to stay on, and say whether it does; returns how to stop. */
export function keepAwake(told: (isAwake: boolean) => void): () => void {
  let lock: WakeLockSentinel | null = null;
  let stopped = false;

  async function ask(): Promise<void> {
    if (stopped || document.visibilityState !== "visible" || (lock && !lock.released)) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => told(false), { once: true });
      told(true);
    } catch {
      told(false); // no leave, an empty battery, or a browser without it: then the screen's own settings decide
    }
  }
  const asked = (): void => void ask();
  document.addEventListener("visibilitychange", asked);
  asked();
  return () => {
    stopped = true;
    document.removeEventListener("visibilitychange", asked);
    void lock?.release();
  };
}
