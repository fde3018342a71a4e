/** Follow what the centre does with a report: its stream, and its plain address while that is silent. */
import { NoAnswer, parsed } from "../shared/api/http";
import { type Key, type Status, headers, path, read } from "../shared/api/reports";
import { follow } from "../shared/stream/follow";

export const POLL_MS = 10_000;
const CLOSED_POLL_MS = 30_000;

/** Tell every new status until stopped. A closed one is asked for now, then slowly: it may be reopened. */
export function followReport(key: Key, told: (status: Status) => void, closed = false): () => void {
  let live = false;
  const take = (value: unknown): void => {
    const status = value as Status | null;
    if (status?.report === key.id) told(status);
  };
  const stream = closed ? null : follow({
    address: path(key, "/events"),
    headers: headers(key),
    cursor: () => "",
    heard: ({ event, data }) => {
      if (event === "status") take(parsed(data));
    },
    changed: (connection) => (live = connection === "live"),
  });
  const ask = (): void => {
    if (live || document.hidden) return;
    read(key).then(
      ({ body }) => take(body),
      (error: unknown) => {
        if (!(error instanceof NoAnswer)) throw error;
      },
    );
  };
  if (closed) ask();
  const poll = setInterval(ask, closed ? CLOSED_POLL_MS : POLL_MS);
  return () => {
    stream?.stop();
    clearInterval(poll);
  };
}
