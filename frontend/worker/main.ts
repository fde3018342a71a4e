/** The service worker: answers without a line, and sends what waits when one comes back. */
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";
import { answer } from "./pages";
import { PARTS, keep, preparation, prepare, wantsMap } from "./prepare";
import { sendLeft } from "./sending";

declare const self: ServiceWorkerGlobalScope;
declare const __PRECACHED__: readonly string[];
declare const __MAP__: readonly string[];

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

cleanupOutdatedCaches();
// Their names carry a hash: a file never changes under its name.
precacheAndRoute(__PRECACHED__.map((url) => ({ url, revision: null })));
registerRoute(({ url }) => url.pathname.startsWith("/static/phone/"), new CacheFirst({ cacheName: PARTS }));
registerRoute(
  new NavigationRoute(({ request, event }) => answer(request, (work) => event.waitUntil(work)), {
    denylist: [/^\/(api|admin|console|static|media|board|editor|field)(\/|$)/],
  }),
);

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event: ExtendableMessageEvent) => {
  const asked = preparation(event.data);
  if (asked) event.waitUntil(prepare(asked).catch(() => undefined));
  if (wantsMap(event.data)) event.waitUntil(keep(__MAP__).catch(() => undefined));
});
self.addEventListener("sync", (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === "outbox") sync.waitUntil(sendLeft());
});
