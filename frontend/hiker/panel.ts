/** What stands in the button's place after the touch: certainty first, then what the person may add. */
import type { Said } from "../shared/api/reports";
import type { Kept } from "../shared/outbox/kept";
import { type Now, headline, nameOf, steps, worry } from "./chain";
import { by, h, write } from "./dom";
import type { Position } from "./position";
import { type Word, clock, say } from "./words";

const KINDS = ["fall", "illness", "lost", "fire", "water", "crime", "other"] as const;

/** What the person can do here. */
export interface Wishes {
  say(text: string): void;
  cancel(reason: "safe" | "mistake"): void;
  anew(): void;
}

export class Panel {
  private readonly headline = h("p", { class: "headline", role: "status" });
  private readonly worry = h("div", { class: "worry", role: "alert", hidden: true });
  // Not announced: it changes every five seconds, and the report matters more.
  private readonly position = h("span");
  private readonly stop: HTMLElement;
  private readonly gpsLine = h("p", { class: "gps" });
  private readonly talk = h("ul", { class: "talk", "aria-live": "polite" });
  private readonly tell = h("div", { class: "tell" });
  private readonly over = h("div", { class: "over" });
  private readonly chain = by("chain");
  private drawnTalk = "";
  private drawnChain = "";
  private heard = 0;
  private ended = false;
  private worried: Word | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly centre: string,
    private readonly gps: Position,
    private readonly isFromHere: boolean,
    private readonly wishes: Wishes,
  ) {
    this.stop = button("", () => (gps.running ? gps.stop() : gps.start()));
    this.tell.append(h("h2", {}, say("tell")), this.kinds(), this.writeBox());
    this.drawOver();
    this.gpsLine.append(this.position, this.stop);
    root.replaceChildren(this.headline, this.worry, this.talk, this.gpsLine);
    // Below the calls and the chain: what the person may add never pushes them off the screen.
    this.chain?.after(this.tell, this.over);
  }

  /** Show everything as it is now. */
  draw(now: Now, waited_ms: number): void {
    const { kept, status } = now;
    this.root.dataset["state"] = kept.refused ? "refused" : kept.body ? "kept" : (status?.state ?? "received");
    write(this.headline, headline(now, say, clock));
    write(this.position, this.gps.text);
    write(this.stop, say(this.gps.running ? "gps_stop" : "gps_again"));
    this.drawChain(now);
    this.drawWorry(worry(now, waited_ms));
    this.drawTalk(kept, status?.messages ?? []);
    const ended = status?.state === "closed" || Boolean(status?.cancelled_at) || Boolean(kept.refused);
    this.tell.hidden = this.gpsLine.hidden = ended;
    if (ended !== this.ended) this.drawOver(ended);
  }

  /** Take away what stands outside the button's place. */
  remove(): void {
    this.tell.remove();
    this.over.remove();
    this.chain?.replaceChildren();
  }

  private drawChain(now: Now): void {
    const drawn = steps(now, say, clock);
    if (!this.chain || JSON.stringify(drawn) === this.drawnChain) return;
    this.drawnChain = JSON.stringify(drawn);
    this.chain.replaceChildren(...drawn.map(({ text, done }) => h("li", { class: done ? "done" : "open" }, text)));
    this.chain.hidden = false;
  }

  private drawWorry(word: Word | null): void {
    if (word === this.worried) return;
    this.worried = word;
    this.worry.hidden = !word;
    this.worry.replaceChildren();
    if (word) this.worry.append(h("p", {}, say(word)), large("sms:"), large("tel:"));
  }

  private drawTalk(kept: Kept, messages: readonly Said[]): void {
    const unsent = kept.messages.map(({ id, text }) => ({ id, text, from_centre: false, at: "" }));
    const lines = [...messages, ...unsent.filter(({ id }) => !messages.some((said) => said.id === id))];
    const drawn = JSON.stringify(lines);
    if (drawn === this.drawnTalk) return;
    this.drawnTalk = drawn;
    const heard = messages.filter(({ from_centre }) => from_centre).length;
    if (heard > this.heard) navigator.vibrate?.(300);
    this.heard = heard;
    this.talk.replaceChildren(
      ...lines.map(({ text, from_centre, at }) =>
        h(
          "li",
          { class: from_centre ? "centre" : "you" },
          h("b", {}, from_centre ? nameOf(kept.receipt?.centre, document.documentElement.lang, this.centre) : say("you")),
          ` ${text} `,
          h("small", {}, at ? clock(at) : say("unsent")),
        ),
      ),
    );
  }

  private kinds(): HTMLElement {
    const choices = KINDS.map((kind) => {
      const label = say(`kind_${kind}`);
      const choice = button(label, () => {
        // Pressed once is said once.
        if (choice.ariaPressed) return;
        choice.ariaPressed = "true";
        this.wishes.say(label);
      });
      return choice;
    });
    return h("div", { class: "kinds" }, ...choices);
  }

  private writeBox(): HTMLElement {
    const field = h("textarea", {
      rows: "2",
      maxlength: "1000",
      "aria-label": say("write", { centre: this.centre }),
      placeholder: say("write_hint"),
    }) as HTMLTextAreaElement;
    const send = (): void => {
      const text = field.value.trim();
      if (!text) return;
      this.wishes.say(text);
      field.value = "";
      field.focus();
    };
    return h("div", { class: "write" }, field, button(say("write_send"), send));
  }

  private drawOver(ended = false): void {
    this.ended = ended;
    const ask = (reason: "safe" | "mistake"): HTMLElement => button(say(reason), () => this.askFirst(reason));
    const anew = button(say("new"), this.wishes.anew);
    this.over.replaceChildren(...(ended ? [] : [ask("safe"), ask("mistake")]), ...(ended || !this.isFromHere ? [anew] : []));
  }

  private askFirst(reason: "safe" | "mistake"): void {
    const no = button(say("no"), () => this.drawOver());
    const yes = button(say("yes"), () => {
      this.wishes.cancel(reason);
      this.over.replaceChildren();
    });
    const question = h("span", { role: "alert" }, say("sure", { what: say(reason) }));
    this.over.replaceChildren(question, yes, no);
    no.focus();
  }
}

/** The page's first link of a kind, large: the fire service's. */
function large(kind: "sms:" | "tel:"): Node {
  const link = document.querySelector(`.calls a[href^="${kind}"]`)?.cloneNode(true) as HTMLElement | undefined;
  if (link) link.className = "large";
  return link ?? h("i");
}

export const button = (text: string, click: () => void): HTMLElement => h("button", { type: "button", class: "small", click }, text);
