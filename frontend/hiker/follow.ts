/** Follow what the centre does with a report: its stream, and its plain address while that is silent. */
import { NoAnswer } from "../shared/api/http";
import { type Key, type Status, headers, path, read } from "../shared/api/reports";
import { follow } from "../shared/stream/follow";

export const POLL_MS = 10_000;

/** Tell every new status until stopped. */
export function followReport(key: Key, told: (status: Status) => void): () => void {
  let live = false;
  const take = (value: unknown): void => {
    const status = value as Status | null;
    if (status?.report === key.id) told(status);
  };
  const stream = follow({
    address: path(key, "/events"),
    headers: headers(key),
    cursor: () => "",
    heard: ({ event, data }) => {
      if (event === "status") take(parsed(data));
    },
    changed: (connection) => (live = connection === "live"),
  });
  const poll = setInterval(() => {
    if (live || document.hidden) return;
    read(key).then(
      ({ body }) => take(body),
      (error: unknown) => {
        if (!(error instanceof NoAnswer)) throw error;
      },
    );
  }, POLL_MS);
  return () => {
    stream.stop();
    clearInterval(poll);
  };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
