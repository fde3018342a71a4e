/**
 * Who has seen what: the centre is told which of its words stood on the lit screen and which were read, and the
 * person sees when a dispatcher had theirs on the screen.
 */
import "./seen.css";
import { button, h, write } from "../hiker/dom";
import { NoAnswer } from "../shared/api/http";
import type { Said } from "../shared/api/reports";
import { seen } from "../shared/api/rights";
import type { Page } from "./page";

const AGAIN_MS = 10_000;

export function mount(page: Page): void {
  const got = h("p", { class: "got", hidden: true }, button(page.say("seen_got"), () => void tell(true)));
  const yours = h("p", { class: "quiet", hidden: true });
  page.beside().append(yours);
  let [busy, attempted, again_ms] = [false, "", 0];

  const tell = async (pressed = false): Promise<void> => {
    const report = page.report();
    // What stands on a dark screen, or behind another page, was not shown.
    if (!report || busy || document.hidden) return;
    const wanted = due(report.status?.messages ?? [], pressed);
    const attempt = JSON.stringify(wanted);
    if (wanted.shown.length + wanted.read.length === 0 || (attempt === attempted && Date.now() < again_ms)) return;
    busy = true;
    [attempted, again_ms] = [attempt, Date.now() + AGAIN_MS];
    await seen(report.kept, wanted).catch((error: unknown) => {
      if (!(error instanceof NoAnswer)) throw error;
    });
    busy = false;
  };
  page.changed((report) => {
    const messages = report?.status?.messages ?? [];
    const newest = messages.filter(({ from_centre }) => from_centre).at(-1);
    document.querySelector(".newest")?.after(got);
    got.hidden = newest?.read_at !== null || report?.status?.state === "closed" || due(messages).read.includes(newest.id);
    const mine = messages.filter((said) => !said.from_centre && said.seen_at).at(-1);
    yours.hidden = !mine;
    if (mine?.seen_at) write(yours, page.say("seen_yours", { centre: page.centre, time: new Date(mine.seen_at).toLocaleTimeString("en-GB") }));
    void tell();
  });
}

/** Return which messages are to be told as shown, and as read: whoever has answered has read what came before. */
export function due(messages: readonly Said[], pressed = false): { shown: string[]; read: string[] } {
  // A centre that is older than this page does not count them.
  const told = messages.filter((said) => said.from_centre && said.seen_at !== undefined);
  const answer = messages.map(({ from_centre }) => from_centre).lastIndexOf(false);
  return {
    shown: told.filter(({ seen_at }) => seen_at === null).map(({ id }) => id),
    read: told.filter((said) => !said.read_at && (pressed || messages.indexOf(said) < answer)).map(({ id }) => id),
  };
}
