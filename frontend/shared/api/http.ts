/** One request, with an end: what came back, or NoAnswer. Nothing else in the project calls fetch. */

/** The server was not reached, or did not answer in time. What was sent may have arrived all the same. */
export class NoAnswer extends Error {}

export interface Answer {
  readonly status: number;
  /** The parsed JSON, or null when there was none. */
  readonly body: unknown;
  /** What the server asked to wait before the next try, in milliseconds; null when it did not say. */
  readonly retryAfter_ms: number | null;
}

export interface Call {
  readonly method?: "GET" | "PUT" | "POST";
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
      headers: json === undefined ? { ...headers } : { ...headers, "Content-Type": "application/json" },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      cache: "no-store",
      signal: stop.signal,
    });
    return { status: response.status, body: parsed(await response.text()), retryAfter_ms: wait(response) };
  } catch {
    throw new NoAnswer();
  } finally {
    clearTimeout(timer);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function wait(response: Response): number | null {
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  return seconds >= 0 ? seconds * 1000 : null;
}
