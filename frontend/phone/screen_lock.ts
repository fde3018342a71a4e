/** Keep the screen on while it is wanted; the browser lets go whenever the page is hidden. */
export interface ScreenLock {
  readonly held: boolean;
  want(wanted: boolean): void;
}

export function screenLock(): ScreenLock {
  let [wanted, asking] = [false, false];
  let lock: WakeLockSentinel | null = null;
  const ask = async (): Promise<void> => {
    if (asking || lock || !wanted || document.hidden || !("wakeLock" in navigator)) return;
    asking = true;
    // Refused on a low battery, for example: the page says that it must be kept awake by hand.
    lock = await navigator.wakeLock.request("screen").catch(() => null);
    asking = false;
    lock?.addEventListener("release", () => (lock = null));
    if (lock && !wanted) void lock.release();
  };
  document.addEventListener("visibilitychange", () => void ask());
  return {
    get held() {
      return lock !== null;
    },
    want(now) {
      if (now === wanted) return;
      wanted = now;
      if (wanted) void ask();
      else void lock?.release();
    },
  };
}
