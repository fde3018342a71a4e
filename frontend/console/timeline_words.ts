/** How an entry of the timeline is said: what, by whom, and with which reason. */
import { phrase } from "./phrases";
import { name, say } from "./settings.svelte";
import type { Detail, Message, TimelineEntry } from "./types";

const BY_PERSON = ["report_received", "fixes_received", "message_from_person", "report_cancelled", "message_shown", "message_read"];

/** Return what happened, with the reason or the kind that goes with it. */
export function what(entry: TimelineEntry): string {
  const { centre_ko, centre_en, disposition, kind, unit } = entry.data;
  if (typeof centre_ko === "string") return `${phrase("event", entry.kind)} (${name(centre_ko, String(centre_en ?? ""))})`;
  const more =
    typeof unit === "string" ? unit : typeof disposition === "string" ? phrase("disposition", disposition) : typeof kind === "string" ? phrase("kind", kind) : "";
  return more ? `${phrase("event", entry.kind)} (${more})` : phrase("event", entry.kind);
}

/** Return when help was sent before an incident was opened again; null when it was not, or its state says so. */
export function dispatchedBefore(detail: Detail): string | null {
  if (detail.state === "dispatched" || detail.state === "closed") return null;
  return detail.timeline.filter((entry) => entry.kind === "dispatched").at(-1)?.at ?? null;
}

/** Return the kind that was tapped for a message, where its text, in the phone's language, says otherwise; else "". */
export function tapped(detail: Detail, message: Message): string {
  if (message.from_centre) return "";
  const entry = detail.timeline.find((one) => one.kind === "message_from_person" && one.at === message.at);
  const kind = entry?.data["kind"];
  const said = typeof kind === "string" ? phrase("kind", kind) : "";
  return said.toLowerCase() === message.text.toLowerCase() ? "" : said;
}

/** Return what a touched answer is called here, where its text, in the phone's language, says otherwise; else "". */
export function answered({ quick, text }: Message): string {
  const said = quick ? phrase("quick", quick) : "";
  return said.toLowerCase() === text.toLowerCase() ? "" : said;
}

/** Return how far a message of the centre has come: read, on the lit screen, or not seen yet; null for a person's words. */
export function reached({ from_centre, shown }: Message): { readonly how: "seen_not" | "seen_shown" | "seen_read"; readonly at: string | null } | null {
  if (!from_centre || !shown) return null;
  const read = shown.flatMap(({ read_at }) => read_at ?? []).sort()[0];
  if (read) return { how: "seen_read", at: read };
  const first = shown.map(({ shown_at }) => shown_at).sort()[0];
  return first ? { how: "seen_shown", at: first } : { how: "seen_not", at: null };
}

/** Return who did it: an account, the person who called, or the system. */
export function by(entry: TimelineEntry): string {
  return entry.actor_name || (BY_PERSON.includes(entry.kind) ? say("by_person") : say("by_system"));
}
