/** Live sharing goes on when its page is opened again; where the phone must be asked first, its person is told. */
import { h } from "../hiker/dom";
import { type Page, type Report, belowPosition } from "./page";

/** The report whose positions were going out when a page of this phone was last seen. */
const KEY = "yeogi-sharing";

export function mount(page: Page): void {
  const line = h("p", { class: "notice caution", role: "status", hidden: true }, page.say("sharing_paused"));
  let [wasRunning, asked] = [false, false];
  page.changed((report) => {
    if (!report) return;
    if (report.gps.running) {
      if (!wasRunning) keep(report.kept.id);
      [wasRunning, line.hidden] = [true, true];
    } else if (wasRunning) {
      // Stopped here: by its person, by the phone, or because the time is over.
      wasRunning = false;
      keep(null);
    } else if (!asked && !isOver(report) && kept() === report.kept.id) {
      asked = true;
      void goOn(report, line);
    }
  });
}

async function goOn({ gps }: Report, line: HTMLElement): Promise<void> {
  const state = await navigator.permissions?.query({ name: "geolocation" }).then((found) => found.state, () => null);
  if (state === "granted") return gps.start();
  line.hidden = false;
  belowPosition(line);
}

const isOver = ({ kept: { cancel, closed_ms }, status }: Report): boolean =>
  Boolean(cancel || closed_ms || status?.cancelled_at || status?.state === "closed");

function keep(id: string | null): void {
  try {
    if (id) localStorage.setItem(KEY, id);
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing begins anew.
  }
}

function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
