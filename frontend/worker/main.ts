/** The service worker: answers without a line, and sends what waits when one comes back. */
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";
import { complete, isComplete } from "./complete";
import { answer } from "./pages";
import { PARTS, isPart, keep, letGo, preparation, prepare, wantsMap } from "./parts";
import { sendLeft } from "./sending";

declare const self: ServiceWorkerGlobalScope;
declare const __PARTS__: readonly string[];
declare const __MAP__: readonly string[];

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

/** What only some browsers can: answer without starting the worker (https://w3c.github.io/ServiceWorker/#static-routing-api). */
interface RoutedEvent extends ExtendableEvent {
  addRoutes?(rules: readonly object[]): Promise<void>;
}

// Their names carry a hash: a file never changes under its name.
registerRoute(({ url, sameOrigin }) => sameOrigin && isPart(url), new CacheFirst({ cacheName: PARTS }));
registerRoute(
  new NavigationRoute(
    ({ request, event }) => {
      const { resultingClientId } = event as FetchEvent;
      return answer(request, (work) => event.waitUntil(work), () => complete(resultingClientId));
    },
    { denylist: [/^\/(api|admin|console|static|media|board|crew|editor|field)(\/|$)/] },
  ),
);

self.addEventListener("install", (event: RoutedEvent) => {
  void self.skipWaiting();
  event.waitUntil(keep(__PARTS__));
  // A call for help does not wait until this has started. Pages are no route: what is not kept must come here for the shell.
  const calls = { condition: { urlPattern: { pathname: "/api/*" } }, source: "network" };
  if (event.addRoutes) event.waitUntil(event.addRoutes([calls]).catch(() => undefined));
});
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), letGo([...__PARTS__, ...__MAP__])])));
self.addEventListener("message", (event: ExtendableMessageEvent) => {
  const asked = preparation(event.data);
  if (asked) {
    isComplete((event.source as Client | null)?.id);
    event.waitUntil(prepare(asked).catch(() => undefined));
  }
  if (wantsMap(event.data)) event.waitUntil(keep(__MAP__).catch(() => undefined));
});
self.addEventListener("sync", (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === "outbox") sync.waitUntil(sendLeft());
});
