/**
 * Live sharing after the report: positions that say nothing new are left out, the screen stays on
 * while it can, and the page says honestly what the phone does when nobody looks at it.
 */
import "./sharing.css";
import { button, h, write } from "../hiker/dom";
import type { Measured } from "../shared/geo/watch";
import { isWorth } from "../shared/geo/worth";
import { FIX, type Page, type Report } from "./page";
import { type ScreenLock, screenLock } from "./screen_lock";

/** Below this the light of the screen costs more than the sharing is worth. */
const SCREEN_LEAST_PCT = 20;
const UNDO_MS = 10_000;
const HIDDEN_WORTH_TELLING_MS = 30_000;

interface Battery {
  readonly level: number;
}

export function mount(page: Page): void {
  let battery: Battery | null = null;
  const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
  void getBattery?.call(navigator).then((found) => (battery = found), () => undefined);
  const battery_pct = (): number | null => (battery ? Math.round(battery.level * 100) : null);

  thin(page, battery_pct);
  const lock = screenLock();
  const open = h("p", { class: "quiet" });
  const away = h("p", { class: "notice caution", role: "status", hidden: true });
  const undo = undoBar(page);
  page.beside().append(undo.bar, open, away);
  page.changed((report) => {
    undo.draw(report);
    const running = Boolean(report?.gps.running);
    open.hidden = !running;
    if (!running) away.hidden = true;
    if (running) write(open, sentence(page, lock, battery_pct()));
    lock.want(running && (battery_pct() ?? 100) > SCREEN_LEAST_PCT);
  });
  tellAbsence(page, away);
}

/** Leave out what says nothing new; a new report begins with a position of its own. */
function thin(page: Page, battery_pct: () => number | null): void {
  let [last, of] = [null as Measured | null, ""];
  page.changed((report) => {
    if (report && report.kept.id !== of) [last, of] = [null, report.kept.id];
  });
  addEventListener(FIX, (event) => {
    const measured = (event as CustomEvent<Measured>).detail;
    if (isWorth(measured, last, battery_pct())) last = measured;
    else event.preventDefault();
  });
}

function sentence(page: Page, lock: ScreenLock, percent: number | null): string {
  const said = page.say(lock.held ? "sharing_awake" : "sharing_open", { centre: page.centre });
  return percent !== null && percent <= 50 ? `${said} ${page.say("sharing_battery", { percent })}` : said;
}

/** Say afterwards for how long nothing was sent: the phone tells a hidden page no position. */
function tellAbsence(page: Page, line: HTMLElement): void {
  let since: number | null = null;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      since = page.report()?.gps.running ? Date.now() : null;
      return;
    }
    if (since === null || Date.now() - since < HIDDEN_WORTH_TELLING_MS) return;
    write(line, page.say("sharing_hidden", { minutes: Math.max(1, Math.round((Date.now() - since) / 60_000)) }));
    line.hidden = false;
  });
}

/** For ten seconds the touch can be taken back without a question. */
function undoBar(page: Page): { bar: HTMLElement; draw(report: Report | null): void } {
  let done = "";
  const take = button("", () => {
    const report = page.report();
    if (!report) return;
    done = report.kept.id;
    report.gps.stop();
    void report.outbox.cancel("mistake");
    bar.hidden = true;
    // What becomes of it stands there.
    document.querySelector(".headline")?.scrollIntoView({ block: "center" });
  });
  const bar = h("p", { class: "undo", hidden: true }, h("span", {}, page.say("undo")), " ", take);
  addEventListener("scroll", () => bar.hidden || place(bar), { passive: true });
  return {
    bar,
    draw(report) {
      const left_ms = report ? UNDO_MS - (Date.now() - Date.parse(report.kept.made_at)) : 0;
      const isOpen = Boolean(report) && !report!.kept.cancel && !report!.status?.cancelled_at && report!.kept.id !== done;
      bar.hidden = left_ms <= 0 || left_ms > UNDO_MS || !isOpen;
      if (bar.hidden) return;
      write(take, page.say("undo_do", { seconds: Math.ceil(left_ms / 1000) }));
      place(bar);
    },
  };
}

/** What nothing may cover: the status, the calls, and what the centre said last. */
const IN_SIGHT = "#sent, .calls, .newest:not(:empty)";

/** Put the bar where a thumb is, or at the other end of the screen, or, where both would cover something, into the page. */
function place(bar: HTMLElement): void {
  const covers = (): boolean => {
    const { top, bottom } = bar.getBoundingClientRect();
    return [...document.querySelectorAll(IN_SIGHT)].some((part) => {
      const box = part.getBoundingClientRect();
      return box.top < bottom && box.bottom > top;
    });
  };
  for (const side of ["bottom", "top"]) {
    bar.dataset["side"] = side;
    if (!covers()) return;
  }
  delete bar.dataset["side"];
}
