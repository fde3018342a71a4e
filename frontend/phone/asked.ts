/**
 * The centre asks for a fresh position: a phone that shares measures anew and says so; otherwise its person is
 * offered a button, because nothing is sent that they have stopped or never allowed.
 */
import "./asked.css";
import { button, h, write } from "../hiker/dom";
import { fresh } from "../shared/geo/fresh";
import type { Measured } from "../shared/geo/watch";
import type { Page, Report } from "./page";

const LONGEST_MS = 60_000;

export function mount(page: Page): void {
  const words = h("span", { role: "status" });
  const send = button(page.say("asked_send"), () => void measure(page.report()));
  const box = h("div", { class: "asked", hidden: true }, words, send);
  page.beside().prepend(box);
  let [answered, measuring] = ["", false];

  const measure = async (report: Report | null): Promise<void> => {
    if (!report || measuring) return;
    measuring = true;
    answered = question(report);
    const { centre } = page;
    send.hidden = true;
    write(words, page.say("asked_measuring"));
    try {
      const measured = await measuredNow(report);
      await report.outbox.addFix(measured);
      write(words, page.say("asked_sent", { centre, m: Math.ceil(measured.uncertainty_m) }));
    } catch (error) {
      const isDenied = error instanceof Error && error.message === "denied";
      write(words, page.say(isDenied ? "asked_denied" : "asked_failed"));
      send.hidden = false;
    }
    measuring = false;
  };
  page.changed((report) => {
    const asked = report ? question(report) : "";
    box.hidden = !asked || !report || isOver(report);
    if (box.hidden || !report || measuring || asked === answered) return;
    if (report.gps.running) return void measure(report);
    write(words, page.say("asked", { centre: page.centre }));
    send.hidden = false;
  });
}

/**
 * Return where the phone is now. A receiver that is running may hold back a position that is no other than the last
 * one, or none at all: it is let go first and started again.
 */
async function measuredNow(report: Report): Promise<Measured> {
  const { gps } = report;
  const wasRunning = gps.running;
  if (wasRunning) gps.stop();
  try {
    return await fresh(LONGEST_MS);
  } finally {
    if (wasRunning && !gps.running && !isOver(report)) gps.start();
  }
}

const isOver = ({ kept, status }: Report): boolean => status?.state === "closed" || Boolean(kept.cancel);

/** Which question stands: the report and the time when it was asked; empty when none was. */
const question = ({ kept, status }: Report): string =>
  status?.position_asked_at ? `${kept.id} ${status.position_asked_at}` : "";
