/** Whether and when the phones were asked for a fresh position, and what came of it. Pure. */
import type { Detail } from "./types";

export type Asked = { readonly at: string; readonly by: string; readonly shown_at: string | null; readonly answered_at: string | null };

/** Return the last question; null when none was asked. A position that reached the server after it answers it. */
export function lastAsked({ timeline, messages, report_list }: Pick<Detail, "timeline" | "messages" | "report_list">): Asked | null {
  const question = timeline.filter(({ kind }) => kind === "position_asked").at(-1);
  if (!question) return null;
  const since = Date.parse(question.at);
  const first = (times: readonly string[]): string | null => [...times].sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
  const message = messages.find(({ from_centre, at }) => from_centre && at === question.at);
  const fixes = report_list.flatMap((report) => report.fixes.filter((fix) => Date.parse(fix.received_at) > since));
  return {
    at: question.at,
    by: question.actor_name,
    shown_at: first(message?.shown?.map(({ shown_at }) => shown_at) ?? []),
    answered_at: first(fixes.map(({ received_at }) => received_at)),
  };
}
