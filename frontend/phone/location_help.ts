/**
 * A report without a good position is a whole report: the plate's went with it. In two lines, in this
 * phone's own words, the page says how its person can switch location on. It never asks a second time.
 */
import { h, write } from "../hiker/dom";
import { type Page, belowPosition } from "./page";

export type Platform = "kakao" | "ios" | "samsung" | "android" | "desktop";
/** What a phone gives that was told to be approximate: some kilometres, where GPS gives some metres. */
export const APPROXIMATE_M = 1_000;

/** Return whose words to speak. KakaoTalk's own browser comes first: it has no switch of its own. */
export function platform(agent: string, touches = 0): Platform {
  if (/KAKAOTALK/i.test(agent)) return "kakao";
  // An iPad says that it is a Mac, and has fingers on it.
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touches > 1)) return "ios";
  if (/SamsungBrowser/.test(agent)) return "samsung";
  return /Android/.test(agent) ? "android" : "desktop";
}

export function mount(page: Page): void {
  const line = h("p", { class: "notice", role: "status", hidden: true });
  let [denied, coarse] = [false, false];
  const here = platform(navigator.userAgent, navigator.maxTouchPoints);
  const draw = (): void => {
    line.hidden = !denied && !coarse;
    belowPosition(line);
    if (denied) write(line, page.say(`denied_${here}`));
    else if (coarse) write(line, page.say(here === "ios" ? "coarse_ios" : here === "desktop" ? "coarse_desktop" : "coarse_android"));
  };
  let asked = false;
  page.changed((report) => {
    if (!report) return;
    coarse = (report.gps.last?.uncertainty_m ?? 0) >= APPROXIMATE_M;
    draw();
    if (asked) return;
    asked = true;
    navigator.permissions?.query({ name: "geolocation" }).then(
      (permission) => {
        const read = (): void => {
          denied = permission.state === "denied";
          draw();
        };
        permission.onchange = read;
        read();
      },
      () => undefined,
    );
  });
}
