/** The page came from the phone's memory and the server has a newer one: offered, never changed under a finger. */
import { button, h } from "../hiker/dom";
import type { Page } from "./page";

export function mount(page: Page): void {
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    const { type, key } = (data ?? {}) as { type?: string; key?: string };
    if (type !== "renewed" || !key || new URL(key).pathname !== location.pathname) return;
    const id = "renewed";
    if (document.getElementById(id) || page.report()) return;
    const line = h("p", { id, class: "notice", role: "status" }, page.say("renewed"), " ");
    line.append(button(page.say("renewed_show"), () => location.reload()));
    page.further().prepend(line);
  });
}
