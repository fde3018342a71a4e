/** "This plate is damaged, missing, wrong": two touches, a photo if its person likes, and without a line too. */
import "./damage.css";
import { button, h, write } from "../hiker/dom";
import { plateOf } from "../shared/api/plates";
import { KINDS, type Kind, type PlateReport, PlateReports, Waiting } from "../shared/outbox/plate_reports";
import { open } from "../shared/outbox/store";
import { uuid7 } from "../shared/outbox/uuid";
import { askToSync } from "./install";
import type { Page } from "./page";
import { small } from "./photo";

export function mount(page: Page): void {
  const opening = open<PlateReport>("plate-reports").then((store) => {
    const outbox = new PlateReports(store);
    return { outbox, go: sending(outbox) };
  });
  const plate = plateOf(new URL(location.href));
  if (plate) offer(page, plate.code, opening);
}

/** Try whenever there may be a line: now, when it comes back, when somebody looks, and after growing waits. */
function sending(outbox: PlateReports): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = (): void => tried(outbox.send());
  const hurry = (): void => tried(outbox.hurry());
  const tried = (sending: Promise<void>): void => {
    clearTimeout(timer);
    sending.catch((error: unknown) => {
      clearTimeout(timer);
      if (error instanceof Waiting) timer = setTimeout(go, error.wait_ms);
      else console.warn(error);
    });
  };
  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => document.hidden || hurry());
  go();
  return go;
}

function offer(page: Page, tag: string, opening: Promise<Sending>): void {
  const room = h("section", { class: "damage" });
  const begin = button(page.say("damage_open"), () => {
    const ask = h("p", { tabindex: "-1" }, page.say("damage_ask"));
    const choices = KINDS.map((kind) => button(page.say(`damage_${kind}`), () => void tell(kind)));
    room.replaceChildren(ask, h("div", { class: "choices" }, ...choices, close()));
    ask.focus();
  });
  const close = (): HTMLElement =>
    button(page.say("damage_close"), () => {
      room.replaceChildren(begin);
      begin.focus();
    });
  const tell = async (kind: Kind): Promise<void> => {
    const box = new Told(page, await opening, { id: uuid7(), tag, kind, words: "", language: page.language, isDue: true, photo: null });
    room.replaceChildren(box.root, close());
    await box.begin();
  };
  room.append(begin);
  page.further().append(room);
  // Whoever calls for help is asked nothing else.
  page.changed((report) => (room.hidden = Boolean(report)));
  if (new URLSearchParams(location.search).has("plate")) begin.click();
}

interface Sending {
  readonly outbox: PlateReports;
  /** Try now. */
  readonly go: () => void;
}

/** One report that was told: what becomes of it, and what may be added to it. */
class Told {
  readonly root: HTMLElement;
  readonly #said = h("p", { role: "status", tabindex: "-1" });
  readonly #added = h("p", { role: "status" });
  readonly #words: HTMLTextAreaElement;

  constructor(
    private readonly page: Page,
    private readonly sending: Sending,
    private report: PlateReport,
  ) {
    const label = page.say("damage_words");
    this.#words = h("textarea", { rows: "2", maxlength: "500", "aria-label": label, placeholder: label }) as HTMLTextAreaElement;
    this.root = h("div", {}, this.#said, this.#photo(), this.#words, button(page.say("damage_words_add"), () => this.#addWords()), this.#added);
    sending.outbox.settled = (id, why) => {
      if (id === this.report.id) write(this.#said, why ? page.say("damage_refused", { why }) : page.say("damage_sent"));
    };
  }

  async begin(): Promise<void> {
    await this.#keep({});
    this.#said.focus();
  }

  #photo(): HTMLElement {
    const file = h("input", { type: "file", accept: "image/*", capture: "environment" }) as HTMLInputElement;
    file.addEventListener("change", () => {
      const [chosen] = file.files ?? [];
      if (chosen) void this.#addPhoto(chosen);
      file.value = "";
    });
    const note = h("small", {}, this.page.say("damage_photo_note"));
    return h("label", { class: "photo" }, h("span", {}, this.page.say("damage_photo")), file, note);
  }

  async #addPhoto(file: Blob): Promise<void> {
    const photo = await small(file).catch(() => null);
    if (photo) await this.#keep({ photo, isDue: false });
    write(this.#added, this.page.say(photo ? "damage_photo_added" : "damage_photo_unread"));
    this.#added.scrollIntoView({ block: "nearest" });
  }

  #addWords(): void {
    const words = this.#words.value.trim();
    if (!words) return;
    void this.#keep({ words, isDue: true }).then(() => write(this.#added, this.page.say("damage_words_added")));
  }

  /** What is due stays due until it has gone: the photo alone must not overtake the words. */
  async #keep(part: Partial<PlateReport>): Promise<void> {
    const { outbox, go } = this.sending;
    const waiting = await outbox.waiting(this.report.id);
    this.report = { ...this.report, photo: null, ...waiting, ...part, isDue: (waiting?.isDue ?? false) || (part.isDue ?? true) };
    write(this.#said, this.page.say(navigator.onLine ? "damage_sending" : "damage_kept"));
    await outbox.keep(this.report);
    go();
    if (outbox.durable) void askToSync().catch(() => undefined);
  }
}
