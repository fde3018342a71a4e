/** Two-way without typing or reading: what the centre says is read aloud on request, and answered by one touch. */
import "./voice.css";
import { button, h, write } from "../hiker/dom";
import type { Said } from "../shared/api/reports";
import type { Page } from "./page";
import { answers } from "./quick";
import { isSilent } from "./silent";
import { tongueOf, voiceFor } from "./tongue";

export function mount(page: Page): void {
  const aloud = reader(page);
  const quick = h("section", { class: "quick" }, h("h2", {}, page.say("quick_title")), h("div", { class: "answers" }, ...answers(page)));
  page.beside().prepend(...(aloud ? [aloud.root] : []), quick);
  page.changed((report) => {
    quick.hidden = !report || report.status?.state === "closed" || Boolean(report.kept.refused);
    aloud?.heard(report?.status?.messages.filter(({ from_centre }) => from_centre) ?? []);
  });
}

interface Reader {
  readonly root: HTMLElement;
  /** What the centre has said by now. */
  heard(messages: readonly Said[]): void;
}

/** Return what reads aloud; null where the phone cannot. */
function reader(page: Page): Reader | null {
  const speech = window.speechSynthesis as SpeechSynthesis | undefined;
  if (!speech || typeof SpeechSynthesisUtterance === "undefined") return null;
  let [messages, always] = [[] as readonly Said[], false];
  let spoken = "";
  const none = h("p", { role: "status" });
  const read = ({ id, text }: Said): void => {
    spoken = id;
    const tongue = tongueOf(text, page.language);
    const voices = speech.getVoices();
    const voice = voiceFor(voices, tongue);
    // Some phones name their voices late, or never: they may still have one.
    const isMute = voices.length > 0 && !voice;
    write(none, isMute ? page.say("voice_none") : "");
    if (isMute) return;
    speech.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = tongue;
    words.voice = voice;
    words.onstart = words.onend = words.onerror = draw;
    speech.speak(words);
    draw();
  };
  const draw = (): void => write(now, page.say(speech.speaking ? "voice_stop" : "voice_read"));
  const now = button(page.say("voice_read"), () => {
    const last = messages.at(-1);
    if (speech.speaking) speech.cancel();
    else if (last) read(last);
    draw();
  });
  const each = button(page.say("voice_always"), () => {
    always = !always;
    each.ariaPressed = String(always);
  });
  each.ariaPressed = "false";
  const root = h("div", { class: "aloud", hidden: true }, now, each, none);
  return {
    root,
    heard(said) {
      messages = said;
      root.hidden = said.length === 0;
      const last = said.at(-1);
      if (!last || last.id === spoken) return;
      if (always && spoken && !isSilent()) read(last);
      // What stood there before is not read by surprise, nor is what came in silence afterwards.
      else spoken = last.id;
    },
  };
}
