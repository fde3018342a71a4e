/** What stands in the button's place after the touch: certainty first, then what the person may add. */
import { type Now, headline, steps, worry } from "./chain";
import { button, by, h, write } from "./dom";
import type { Position } from "./position";
import { type Kind, talk, tellBox } from "./talk";
import { type Word, clock, say } from "./words";

/** What the person can do here. */
export interface Wishes {
  say(text: string, kind?: Kind): void;
  cancel(reason: "safe" | "mistake"): void;
  anew(): void;
}

export interface Panel {
  /** Show everything as it is now. */
  draw(now: Now, waited_ms: number): void;
  /** Take away what stands outside the button's place. */
  remove(): void;
}

export function panel(root: HTMLElement, centre: string, gps: Position, isFromHere: boolean, wishes: Wishes): Panel {
  const largest = h("p", { class: "headline", role: "status" });
  const alarm = h("div", { class: "worry", role: "alert", hidden: true });
  // Not announced: it changes every five seconds, and the report matters more.
  const where = h("span");
  const stop = button("", () => (gps.running ? gps.stop() : gps.start()));
  const gpsLine = h("p", { class: "gps" }, where, stop);
  const said = talk(centre);
  const tell = tellBox(centre, wishes.say);
  const over = h("div", { class: "over" });
  const chain = by("chain");
  let [drawnChain, wasEnded, worried] = ["", false, null as Word | null];

  const drawChain = (now: Now): void => {
    const drawn = steps(now, say, clock);
    const all = JSON.stringify(drawn);
    if (!chain || all === drawnChain) return;
    drawnChain = all;
    chain.replaceChildren(...drawn.map(({ text, done }) => h("li", { class: done ? "done" : "open" }, text)));
    chain.hidden = false;
  };
  const drawWorry = (word: Word | null): void => {
    if (word === worried) return;
    worried = word;
    alarm.hidden = !word;
    alarm.replaceChildren(...(word ? [h("p", {}, say(word)), large("sms:"), large("tel:")] : []));
  };
  const drawOver = (ended = false): void => {
    wasEnded = ended;
    const ask = (reason: "safe" | "mistake"): HTMLElement =>
      button(say(reason), () => {
        const no = button(say("no"), () => drawOver());
        const yes = button(say("yes"), () => {
          wishes.cancel(reason);
          over.replaceChildren();
          // What becomes of it stands there, and the screen may be far below.
          largest.scrollIntoView({ block: "center" });
        });
        over.replaceChildren(h("span", { role: "alert" }, say("sure", { what: say(reason) })), yes, no);
        no.focus();
      });
    const anew = button(say("new"), wishes.anew);
    over.replaceChildren(...(ended ? [] : [ask("safe"), ask("mistake")]), ...(ended || !isFromHere ? [anew] : []));
  };

  drawOver();
  root.replaceChildren(largest, alarm, gpsLine);
  root.before(said.newest);
  // Below the calls and the chain: what the person may add never pushes them off the screen.
  chain?.after(said.lines, tell, over);
  return {
    draw(now, waited_ms) {
      const { kept, status } = now;
      root.dataset["state"] = kept.refused ? "refused" : kept.body ? "kept" : "";
      write(largest, headline(now, say, clock));
      write(where, gps.text);
      write(stop, say(gps.running ? "gps_stop" : "gps_again"));
      drawChain(now);
      drawWorry(worry(now, waited_ms));
      said.draw(kept, status?.messages ?? []);
      const closed = status?.state === "closed" || Boolean(kept.refused);
      const ended = closed || Boolean(status?.cancelled_at);
      // Who says that they are safe may be asked whether it is so: until the centre closes, they can answer.
      tell.hidden = closed;
      gpsLine.hidden = ended;
      if (ended !== wasEnded) drawOver(ended);
    },
    remove() {
      for (const part of [said.newest, said.lines, tell, over]) part.remove();
      chain?.replaceChildren();
    },
  };
}

/** The page's first link of a kind, large: the fire service's. */
function large(kind: "sms:" | "tel:"): Node {
  const link = document.querySelector(`.calls a[href^="${kind}"]`)?.cloneNode(true) as HTMLElement | undefined;
  if (link) link.className = "large";
  return link ?? h("i");
}
