/** The service worker of the crew's page: what was opened once opens without a line. */
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst } from "workbox-strategies";

declare const self: ServiceWorkerGlobalScope;
/** Every file that the page needs, its map with it; their names carry a hash. */
declare const __FILES__: readonly string[];

const FILES = "crew-files";
const TRAILS = "crew-trails";
const PAGE = "/crew/";
const PATIENCE_S = 4;

registerRoute(({ url, sameOrigin }) => sameOrigin && __FILES__.includes(url.pathname), new CacheFirst({ cacheName: FILES }));
// The page is the same whatever stands behind the #; a new build comes with a new worker.
registerRoute(new NavigationRoute(async ({ request }) => (await caches.match(PAGE, { cacheName: FILES })) ?? fetch(request), { allowlist: [/^\/crew\/$/] }));
// The network of trails is no secret and changes seldom: what was drawn once is drawn without a line.
registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname === "/api/v1/trails", new NetworkFirst({ cacheName: TRAILS, networkTimeoutSeconds: PATIENCE_S }));

self.addEventListener("install", (event: ExtendableEvent) => {
  void self.skipWaiting();
  event.waitUntil(keep());
});
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), letGo()])));

/** Keep the page and its files: the page last, so that it never names what is not there. */
async function keep(): Promise<void> {
  const cache = await caches.open(FILES);
  const missing = await Promise.all(__FILES__.map(async (file) => ((await cache.match(file)) ? [] : [file])));
  await cache.addAll(missing.flat());
  await cache.add(new Request(PAGE, { cache: "reload" }));
}

/** Let go of the files of earlier builds. */
async function letGo(): Promise<void> {
  const cache = await caches.open(FILES);
  const wanted = new Set([PAGE, ...__FILES__]);
  const kept = await cache.keys();
  await Promise.all(kept.map((request) => (wanted.has(new URL(request.url).pathname) ? false : cache.delete(request))));
}
