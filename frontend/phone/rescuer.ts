/** What a person who speaks no Korean may have to say to whoever comes: in their language, and beside it in Korean. */
import "./rescuer.css";
import { h } from "../hiker/dom";
import type { Page } from "./page";
import { ANSWERS } from "./quick";
import { words } from "./words";

export function mount(page: Page): void {
  if (page.language === "ko") return;
  const list = h("ul", {});
  const box = h("details", { id: "rescuer" }, h("summary", {}, page.say("rescuer_title")), list) as HTMLDetailsElement;
  box.addEventListener("toggle", () => {
    if (!box.open || list.childElementCount) return;
    // Both catalogues are on the phone since the first visit (vite.worker.config.ts).
    words("ko").then(
      (korean) => {
        const said = (["rescuer_help", "rescuer_call", ...ANSWERS.map((answer) => `quick_${answer}` as const)] as const).map((word) =>
          h("li", {}, h("span", {}, page.say(word)), h("strong", { lang: "ko" }, korean(word))),
        );
        list.replaceChildren(...said);
      },
      () => list.replaceChildren(h("li", {}, page.say("package_no_line"))),
    );
  });
  page.further().append(box);
}
