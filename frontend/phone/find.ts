/** Other ways to a plate than the phone's own camera app: a camera in the page, a tag held to the phone, a spoken number. */
import "./find.css";
import { button, by, h, write } from "../hiker/dom";
import { plateOf } from "../shared/api/plates";
import type { Page } from "./page";
import { digitsIn } from "./spoken_digits";

interface Spoken {
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>>;
}
interface Recognition {
  lang: string;
  maxAlternatives: number;
  onresult: ((event: Spoken) => void) | null;
  onerror: (() => void) | null;
  start(): void;
}
interface Reading {
  readonly message: { readonly records: readonly { readonly recordType: string; readonly data?: DataView }[] };
}
interface TagReader {
  onreading: ((event: Reading) => void) | null;
  scan(): Promise<void>;
}
type Maker<T> = new () => T;
interface Able {
  readonly webkitSpeechRecognition?: Maker<Recognition>;
  readonly SpeechRecognition?: Maker<Recognition>;
  readonly NDEFReader?: Maker<TagReader>;
}

export function mount(page: Page): void {
  const { SpeechRecognition, webkitSpeechRecognition, NDEFReader } = window as unknown as Able;
  const said = h("p", { role: "status", class: "found" });
  const buttons: HTMLElement[] = [];
  // A camera, like a position, is given over HTTPS only.
  if (isSecureContext && "mediaDevices" in navigator) buttons.push(button(page.say("find_scan"), () => scan(page, said)));
  if (NDEFReader) buttons.push(button(page.say("find_nfc"), () => touch(page, said, new NDEFReader())));
  const field = by<HTMLInputElement>("code");
  // The field calls up digits; a National Point Number begins with two letters.
  if (field) buttons.push(button(page.say("find_npn"), () => ((field.inputMode = "text"), (field.placeholder = "다사 5393 6228"), field.focus())));
  const Heard = SpeechRecognition ?? webkitSpeechRecognition;
  if (Heard && field) buttons.push(button(page.say("find_speak"), () => listen(page, said, new Heard())));
  if (!buttons.length) return;
  const section = h("section", { class: "find" }, h("h2", {}, page.say("find_title")), h("div", { class: "buttons" }, ...buttons), said);
  // Never above the button: it would move under a finger.
  page.further().append(section);
}

/** Go to the plate that an address names; returns null, or why not. */
export function followed(page: Page, text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plate = url && plateOf(url);
  if (!plate) return page.say("find_none");
  // A plate of another site is not followed silently: it may be a false one.
  if (url.host !== location.host) return page.say("find_foreign", { host: url.host });
  location.assign(`/${plate.code}${plate.seal && `.${plate.seal}`}?lang=${page.language}`);
  return null;
}

function scan(page: Page, said: HTMLElement): void {
  write(said, page.say("find_opening"));
  import("./camera").then(
    ({ read }) =>
      read(page, (text) => followed(page, text)).then(
        () => write(said, ""),
        () => write(said, page.say("find_no_camera")),
      ),
    () => write(said, page.say("find_no_part")),
  );
}

function touch(page: Page, said: HTMLElement, reader: TagReader): void {
  write(said, page.say("find_hold"));
  reader.onreading = ({ message }) => {
    const record = message.records.find(({ recordType }) => recordType === "url");
    write(said, followed(page, record?.data ? new TextDecoder().decode(record.data) : "") ?? "");
  };
  reader.scan().catch(() => write(said, page.say("find_no_nfc")));
}

function listen(page: Page, said: HTMLElement, recognition: Recognition): void {
  recognition.lang = { ko: "ko-KR", en: "en-US", ja: "ja-JP", zh: "zh-CN", vi: "vi-VN" }[page.language] ?? "ko-KR";
  recognition.maxAlternatives = 5;
  recognition.onresult = ({ results }) => {
    const heard = Array.from(results[0] ?? [], ({ transcript }) => transcript);
    const field = by<HTMLInputElement>("code");
    const whole = heard.map((transcript) => digitsIn(transcript, page.language)).find((digits) => digits.length === 8);
    // Shown before it is followed: a recogniser mishears, and its person can see it.
    if (field) field.value = whole ?? heard[0] ?? "";
    field?.focus();
    write(said, page.say(whole ? "find_heard" : "find_unheard"));
  };
  recognition.onerror = () => write(said, page.say("find_unheard"));
  write(said, page.say("find_listening"));
  recognition.start();
}
