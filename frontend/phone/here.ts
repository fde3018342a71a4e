/** Where am I, without a plate: the phone's position, how sure it is, and the grid number that it can honestly bear. */
import "./here.css";
import { button, h, write } from "../hiker/dom";
import { fillIn } from "../hiker/message";
import { clock } from "../hiker/words";
import { type Measured, type Trouble, watch } from "../shared/geo/watch";
import { honestCell_m, npnOf } from "../shared/geo/npn";
import type { Page } from "./page";

export function mount(page: Page): void {
  if (page.tag) return;
  const place = h("div", { class: "here", hidden: true });
  const said = h("p", { role: "status" });
  let stop: (() => void) | null = null;
  const show = button(page.say("here_show"), () => {
    if (stop) {
      stop();
      stop = null;
      write(show, page.say("here_show"));
      return;
    }
    write(show, page.say("here_stop"));
    write(said, page.say("here_asking"));
    stop = watch(
      (measured) => {
        write(said, "");
        // A text message from here names this place, too.
        fillIn(measured);
        place.hidden = false;
        place.replaceChildren(...lines(page, measured));
      },
      (why) => write(said, page.say(trouble(why))),
    );
  });
  page.further().append(
    h("section", {}, h("h2", {}, page.say("here_title")), h("p", { class: "quiet" }, page.say(page.isDeviceOnly ? "here_private_local" : "here_private")), show, said, place),
  );
}

const trouble = (why: Trouble): "here_denied" | "here_insecure" | "here_over" | "here_unavailable" => `here_${why}`;

/** Return what is said of a position: its radius first, because everything else depends on it. */
export function lines(page: Page, { longitude, latitude, uncertainty_m, fixed_at }: Measured): HTMLElement[] {
  const cell_m = honestCell_m(uncertainty_m);
  const number = cell_m && npnOf([longitude, latitude], cell_m);
  return [
    h("p", {}, page.say("here_radius", { metres: Math.ceil(uncertainty_m), time: clock(fixed_at) })),
    h("p", { class: "number" }, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`),
    ...(number ? [h("p", { class: "number", lang: "ko" }, number), h("p", { class: "quiet" }, page.say("here_cell", { cell: size(cell_m) }))] : []),
  ];
}

const size = (cell_m: number): string => (cell_m < 1000 ? `${cell_m} m` : `${cell_m / 1000} km`);
