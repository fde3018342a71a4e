/** Let family see where I am: a link with an end, sent by the phone's own share sheet, listed with how often it was opened. */
import "./family.css";
import { button, h, write } from "../hiker/dom";
import type { Problem } from "../shared/api/reports";
import { type Share, type Shares, readShares, share, stopShare } from "../shared/api/rights";
import type { Kept } from "../shared/outbox/kept";
import { uuid7 } from "../shared/outbox/uuid";
import type { Page } from "./page";

const MINUTES = [15, 60, 180, 480] as const;
/** Its person is told of each look at once, as far as nobody is kept awake by it. */
const LOOKED_EVERY_MS = 30_000;
/** Which report has links: only then is the server asked without a touch. */
const REMEMBERED = "yeogi-family";

export function mount(page: Page): void {
  if (page.isDeviceOnly) return;
  const list = h("ul", { class: "shares" });
  const choices = h("div", { class: "choices", role: "group" });
  const agreed = h("div", { class: "agreed quiet" });
  const said = h("p", { role: "status" });
  const panel = h("details", { class: "family", hidden: true }, h("summary", {}, page.say("family_open")), list, choices, agreed, said);
  page.beside().append(panel);
  let kept: Kept | null = null;
  let now: Shares | null = null;
  let [asked_ms, busy] = [0, false];
  /** One id for each press until it is answered: pressing again makes no second link. */
  const ids = new Map<number, string>();

  const clock = (at: string): string => new Date(at).toLocaleTimeString(page.language, { hour: "2-digit", minute: "2-digit", hour12: false });
  const inTurn = async (act: (kept: Kept) => Promise<void>): Promise<void> => {
    if (busy || !kept) return;
    busy = true;
    panel.setAttribute("aria-busy", "true");
    await act(kept).catch(() => write(said, page.say("family_failed")));
    busy = false;
    panel.removeAttribute("aria-busy");
  };
  const read = async (key: Kept): Promise<void> => {
    asked_ms = Date.now();
    const { status, body } = await readShares(key, page.language);
    if (status !== 200) throw new Error(String(status));
    now = body as Shares;
    remember(now.shares.length ? key.id : "");
    draw();
  };
  const make = (minutes: number): void =>
    void inTurn(async (key) => {
      const { version, language, purposes, text_sha256 } = now!.consent;
      const id = ids.get(minutes) ?? uuid7();
      ids.set(minutes, id);
      const { status, body } = await share(key, { id, minutes, consent: { version, language, purposes, text_sha256 } });
      if ((body as Problem | null)?.type === "/problems/too-many-shares") return write(said, page.say("family_full"));
      if (status !== 200 && status !== 201) throw new Error(String(status));
      ids.delete(minutes);
      await Promise.all([send(body as Share), read(key)]);
    });
  const stop = (id: string): void =>
    void inTurn(async (key) => {
      if ((await stopShare(key, id)).status !== 200) throw new Error("not stopped");
      write(said, page.say("family_stopped"));
      await read(key);
    });
  const send = async ({ url, ends_at }: Share): Promise<void> => {
    const text = page.say("family_text", { time: clock(ends_at), url });
    const way = await handOver(text);
    said.replaceChildren(way === "shown" ? page.say("family_copy_by_hand") : way === "copied" ? page.say("family_copied") : "");
    if (way === "shown") said.append(h("textarea", { readonly: true, rows: "3" }, text));
  };
  const row = (one: Share): HTMLElement =>
    h(
      "li",
      {},
      h("b", {}, page.say("family_until", { time: clock(one.ends_at) })),
      h("span", {}, one.last_look_at ? page.say("family_seen", { n: one.looks, time: clock(one.last_look_at) }) : page.say("family_unseen")),
      button(page.say("family_send"), () => void send(one)),
      button(page.say("family_stop"), () => stop(one.id)),
    );
  const choice = (minutes: number): HTMLElement =>
    button(minutes < 60 ? page.say("family_minutes", { n: minutes }) : page.say("family_hours", { n: minutes / 60 }), () => make(minutes));
  const draw = (): void => {
    if (!now) return;
    list.replaceChildren(...now.shares.map(row));
    choices.replaceChildren(h("p", {}, page.say("family_how_long")), ...MINUTES.map(choice));
    const { sentence, notice } = now.consent;
    agreed.replaceChildren(
      h("p", {}, sentence),
      h("details", {}, h("summary", {}, page.say("family_details")), h("ul", {}, ...notice.map((line) => h("li", {}, line)))),
    );
  };
  panel.addEventListener("toggle", () => (panel as HTMLDetailsElement).open && void inTurn(read));
  page.changed((report) => {
    const here = report && !report.kept.body && !report.kept.refused ? report.kept : null;
    if (here?.id !== kept?.id) {
      now = null;
      for (const part of [list, choices, agreed, said]) part.replaceChildren();
      (panel as HTMLDetailsElement).open = false;
    }
    kept = here;
    panel.hidden = !kept;
    if (!kept || document.hidden || busy) return;
    const due = now ? now.shares.length > 0 : remembered() === kept.id;
    if (due && Date.now() - asked_ms > LOOKED_EVERY_MS) void inTurn(read);
  });
}

/** Hand a text to the phone's share sheet, else copy it, else have it shown. */
async function handOver(text: string): Promise<"shared" | "copied" | "shown"> {
  try {
    if (navigator.share) {
      await navigator.share({ text });
      return "shared";
    }
  } catch (error) {
    // Who closes the sheet has changed their mind; the link stays in the list.
    if ((error as Error).name === "AbortError") return "shared";
  }
  return navigator.clipboard?.writeText(text).then(
    () => "copied" as const,
    () => "shown" as const,
  ) ?? "shown";
}

/** Some browsers forbid a page to remember anything: then the list is read at a touch. */
function remember(id: string): void {
  try {
    localStorage.setItem(REMEMBERED, id);
  } catch {
    return;
  }
}

function remembered(): string {
  try {
    return localStorage.getItem(REMEMBERED) ?? "";
  } catch {
    return "";
  }
}
