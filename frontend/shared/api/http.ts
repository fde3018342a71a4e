/** One request, with an end: what came back, or NoAnswer. */

/** The server was not reached, or did not answer in time. What was sent may have arrived all the same. */
export class NoAnswer extends Error {}

export interface Answer {
  readonly status: number;
  /** The parsed JSON, or null when there was none. */
  readonly body: unknown;
  /** What the server asked to wait before the next try, in milliseconds; null when it did not say. */
  readonly retryAfter_ms: number | null;
  /** The server's clock in milliseconds since 1970; null when it did not say. */
  readonly clock_ms: number | null;
}

export interface Call {
  readonly method?: "GET" | "PUT" | "POST" | "DELETE";
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeout_ms?: number;
}

/** Send one request and read its JSON. Rejects with NoAnswer only. */
export async function call(path: string, { method = "GET", json, headers, timeout_ms = 15_000 }: Call = {}): Promise<Answer> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeout_ms);
  try {
    const response = await fetch(path, {
      method,
      headers: { ...headers, ...(json ? { "Content-Type": "application/json" } : {}) },
      body: json ? JSON.stringify(json) : null,
      cache: "no-store",
      signal: stop.signal,
    });
    const { status, headers: heard } = response;
    const seconds = Number(heard.get("Retry-After") ?? NaN);
    return {
      status,
      body: parsed(await response.text()),
      retryAfter_ms: seconds >= 0 ? seconds * 1000 : null,
      clock_ms: Date.parse(heard.get("Date") ?? "") || null,
    };
  } catch {
    throw new NoAnswer();
  } finally {
    clearTimeout(timer);
  }
}

/** Return what JSON says, or null for what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
