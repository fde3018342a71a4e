/** My data and rights, on the page of the report: who looked, the whole notice, and taking the consent back. */
import "./family.css";
import { button, h, write } from "../hiker/dom";
import { type Looks, readLooks, withdraw } from "../shared/api/rights";
import { lines } from "./looks";
import type { Page, Report } from "./page";

const WITHDRAWN = "#withdrawn";

export function mount(page: Page): void {
  sayWithdrawn(page);
  const looks = h("ul", { class: "looks" });
  const said = h("p", { role: "status" });
  const actions = h("div", { class: "actions" });
  const privacy = h("a", { href: `/privacy?lang=${page.language}` }, page.say("rights_privacy"));
  const title = h("h3", {}, page.say("rights_looks"));
  const panel = h("details", { class: "rights" }, h("summary", {}, page.say("rights_open")), title, looks, said, h("p", {}, privacy), actions);
  page.beside().append(panel);

  const when = (at: string): string => new Date(at).toLocaleString(page.language, { dateStyle: "short", timeStyle: "medium" });
  const read = async (): Promise<void> => {
    const report = page.report();
    if (!report || report.kept.body) return looks.replaceChildren(h("li", {}, page.say("rights_nobody")));
    try {
      const { status, body } = await readLooks(report.kept);
      if (status !== 200) throw new Error(String(status));
      show(body as Looks);
      write(said, "");
    } catch {
      write(said, page.say("rights_failed"));
    }
  };
  const show = ({ looks: seen, total }: Looks): void => {
    const told = lines(seen, page.language).map(({ who, name, times, at }) =>
      h(
        "li",
        {},
        h("b", {}, who === "link" ? page.say("rights_link") : name),
        ` ${when(at)}${times > 1 ? `, ${page.say("rights_times", { n: times })}` : ""} · ${page.say("rights_screen")}`,
      ),
    );
    looks.replaceChildren(...(told.length ? told : [h("li", {}, page.say("rights_nobody"))]));
    if (total) looks.append(h("li", { class: "quiet" }, page.say("rights_total", { n: total })));
  };
  const offer = (): void => actions.replaceChildren(button(page.say("rights_withdraw"), sure));
  const sure = (): void => {
    const yes = button(page.say("rights_yes"), () => void erase());
    const no = button(page.say("rights_no"), offer);
    actions.replaceChildren(h("p", { class: "notice caution", role: "alert" }, page.say("rights_sure")), no, yes);
    no.focus();
  };
  const erase = async (): Promise<void> => {
    const report = page.report();
    if (!report) return;
    report.gps.stop();
    for (const one of actions.querySelectorAll("button")) one.disabled = true;
    if (await gone(report)) {
      location.hash = WITHDRAWN;
      location.reload();
      return;
    }
    offer();
    write(said, page.say("rights_not_yet"));
    addEventListener("online", () => void erase(), { once: true });
  };
  offer();
  panel.addEventListener("toggle", () => (panel as HTMLDetailsElement).open && void read());
}

/** Erase a report at the centre and on this phone; false, and its key is kept, until the centre has confirmed it. */
export async function gone({ kept, outbox }: Pick<Report, "kept" | "outbox">, tell = withdraw): Promise<boolean> {
  // What travels may yet arrive: a centre that knows nothing of the report is believed only after that.
  do {
    outbox.kept = null;
    outbox.hurry();
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (outbox.phase !== "idle");
  const answer = await tell(kept).catch(() => null);
  outbox.kept = kept;
  // Without a receipt, no answer does not mean that it never arrived.
  if (answer?.status !== 200 && answer?.status !== 404) return false;
  await outbox.erase();
  return true;
}

/** The page has been loaded anew: what it showed is nowhere any more. */
function sayWithdrawn(page: Page): void {
  if (location.hash !== WITHDRAWN) return;
  history.replaceState(null, "", location.pathname + location.search);
  document.querySelector("main")?.prepend(h("p", { class: "notice", role: "status" }, page.say("rights_withdrawn")));
}
