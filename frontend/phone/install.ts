/** The worker that answers without a line, and the phone's own way to put this page among its apps. */
import { h } from "../hiker/dom";

/** Register the service worker and have it keep what every plate's address needs. Rejects where there is none. */
export async function install(language: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  document.head.append(h("link", { rel: "manifest", href: `/app.webmanifest?lang=${language}` }));
  document.head.append(h("link", { rel: "apple-touch-icon", href: "/icon-180.png" }));
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  // What came before the worker is kept now, so that this page opens again without a line.
  const parts = performance.getEntriesByType("resource").map(({ name }) => name);
  active?.postMessage({ type: "prepare", language, page: location.href, parts });
}

interface Syncing extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

/** Ask the browser to send what waits as soon as there is a line, even when this page is closed by then. */
export async function askToSync(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const { sync } = (await navigator.serviceWorker.ready) as Syncing;
  // Some browsers have no such thing, some do not allow it: the page sends by itself while it is open.
  await sync?.register("outbox").catch(() => undefined);
}
