/** What the phone keeps of the newest link, so that it opens without a line; gone as soon as the link is over. */
import type { Noted, Told } from "./types";

const KEY = "crew";

export type Kept = {
  readonly token: string;
  readonly told: Told | null;
  /** When the server said it, by the phone's clock, and how far that clock is behind the server's, in milliseconds. */
  readonly heardAt: number;
  readonly offset_ms: number;
  readonly steps: readonly Noted[];
  /** Whether the server may still hold a position of this phone: whoever closed the page shares nothing more. */
  readonly owesStop: boolean;
};

const NEW = { told: null, heardAt: 0, offset_ms: 0, steps: [], owesStop: false } as const;

/** Return what is kept for a token; without one, for the link that was opened last. Null: nothing is, and none was asked for. */
export function read(token: string, store: Storage = localStorage): Kept | null {
  const found = parsed(attempt(() => store.getItem(KEY)));
  if (found && (!token || found.token === token)) return found;
  return token ? { token, ...NEW } : null;
}

/** Keep it, in place of what another link left. Where nothing can be kept, the page works with a line alone. */
export function write(kept: Kept, store: Storage = localStorage): void {
  attempt(() => store.setItem(KEY, JSON.stringify(kept)));
}

export function forget(store: Storage = localStorage): void {
  attempt(() => store.removeItem(KEY));
}

/** Say whether a link's time is over, as far as the phone's clock and what the server said of it can tell. */
export function isOver({ told, offset_ms }: Pick<Kept, "told" | "offset_ms">, now: number = Date.now()): boolean {
  return told !== null && now + offset_ms >= Date.parse(told.ends_at);
}

function parsed(text: string | null | undefined): Kept | null {
  try {
    const found: unknown = JSON.parse(text ?? "null");
    return typeof found === "object" && found !== null && typeof (found as Kept).token === "string" ? { ...NEW, ...(found as Kept) } : null;
  } catch {
    return null;
  }
}

function attempt<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null; // a browser that keeps nothing, or is full
  }
}
