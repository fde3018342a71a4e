/** The camera in the page: looks for a QR code until one is followed or its person closes it. Loaded on touch. */
import "./camera.css";
import { button, h, write } from "../hiker/dom";
import { type Decode, decoder } from "./decoder";
import type { Page } from "./page";

/** Go where a text leads; returns null when it led somewhere, else the reason to show. */
export type Follow = (text: string) => string | null;

const LOOK_EVERY_MS = 150;
/** Codes are read from less than a camera gives, and much sooner. */
const LONG_EDGE_PX = 960;

/** Show the camera until `follow` takes what was read; it returns why not. Rejects when the phone gives no camera. */
export async function read(page: Page, follow: Follow): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  const video = h("video", { playsinline: true, muted: true, "aria-label": page.say("find_aim") }) as HTMLVideoElement;
  const said = h("p", { role: "status" }, page.say("find_aim"));
  const dialog = h("dialog", { class: "camera" }, said, video) as HTMLDialogElement;
  dialog.append(button(page.say("find_close"), () => dialog.close()));
  document.body.append(dialog);
  const decode = decoder();
  try {
    const closed = new Promise<void>((resolve) => dialog.addEventListener("close", () => resolve(), { once: true }));
    dialog.showModal();
    video.srcObject = stream;
    await video.play();
    const taken = (text: string): boolean => {
      const why = follow(text);
      if (why) write(said, why);
      return !why;
    };
    await Promise.race([closed, looked(video, decode, taken, () => !dialog.open)]);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    decode.stop();
    dialog.remove();
  }
}

async function looked(
  video: HTMLVideoElement,
  decode: Decode,
  taken: (text: string) => boolean,
  isOver: () => boolean,
): Promise<void> {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true })!;
  while (!isOver()) {
    const { videoWidth: width, videoHeight: height } = video;
    if (width) {
      const scale = Math.min(1, LONG_EDGE_PX / Math.max(width, height));
      [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const text = await decode.read(pen.getImageData(0, 0, canvas.width, canvas.height));
      if (text && taken(text)) return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
