/**
 * The phone's pages with and without a line. What was seen before is shown at once and renewed
 * behind it; what was not comes from the server, or, when that does not answer, as the shell.
 */
import { isKept, keyOf, plateOf } from "../shared/api/plates";
import { filled, withoutIds } from "./shell";

export const PAGES = "pages";
const MOST_PAGES = 60;
const DAY_MS = 86_400_000;
/** An older page asks the server first: a plate may have moved. */
const FRESH_MS = 7 * DAY_MS;
/** On a line that neither answers nor ends, a person has waited long enough. */
const PATIENCE_MS = 4_000;
const KEPT_AT = "x-kept-at";
/** Which build of the second stage a kept page loads. */
const BUILD = "x-build";

declare const __BUILD__: string;

/**
 * Answer a navigation. `wait` keeps the worker awake for what goes on behind the answer; `complete` tells when the
 * page that it shows needs neither the line nor the processor any more.
 */
export async function answer(
  request: Request,
  wait: (work: Promise<unknown>) => void,
  complete: () => Promise<void>,
): Promise<Response> {
  const url = new URL(request.url);
  if (!isKept(url)) return fetch(request).catch(() => offline(url));
  const key = keyOf(url);
  const kept = await held(key);
  if (kept && Date.now() - Number(kept.headers.get(KEPT_AT)) < FRESH_MS) {
    const renewing = complete().then(async () => renewed(new Request(key), key, await held(key)));
    wait(renewing.catch(() => undefined));
    return kept;
  }
  const renewing = renewed(request, key, kept?.clone());
  wait(renewing.catch(() => undefined));
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
  const heard = await Promise.race([renewing.catch(() => null), late]);
  // A page that was seen says more than the one for a server in trouble.
  if (heard && (heard.status < 500 || !kept)) return heard;
  return kept ?? offline(url);
}

/** A memory that is out of order must not stand between a person and the server. */
const held = (key: string): Promise<Response | undefined> => caches.match(key, { cacheName: PAGES }).catch(() => undefined);

/** Fetch a page, keep it, and tell the pages that show an older one. Rejects when our server did not answer. */
async function renewed(request: Request, key: string, before: Response | undefined): Promise<Response> {
  const response = await fetch(request);
  if (response.status >= 500 && !isOurs(response)) throw new Error("A gateway answered, and not our server.");
  if (response.status !== 200 || response.redirected || !isOurs(response)) return response;
  const [text, old] = await Promise.all([response.clone().text(), before?.text()]);
  const page = withoutIds(text);
  await keep(key, page, response.headers);
  if (old !== undefined && old !== page) await tell({ type: "renewed", key });
  return response;
}

async function keep(key: string, page: string, headers: Headers): Promise<void> {
  const kept = new Headers({ [KEPT_AT]: String(Date.now()), [BUILD]: __BUILD__ });
  for (const name of ["content-type", "content-security-policy", "referrer-policy"]) {
    const value = headers.get(name);
    if (value) kept.set(name, value);
  }
  const cache = await caches.open(PAGES);
  await cache.put(key, new Response(page, { headers: kept }));
  const all = await cache.keys();
  const places = all.filter(({ url }) => plateOf(new URL(url)));
  for (const eldest of places.slice(0, Math.max(0, places.length - MOST_PAGES))) await cache.delete(eldest);
}

/** Return the shell of the asked language, else of one the person reads, with the plate's code in it. */
async function offline(url: URL): Promise<Response> {
  const cache = await caches.open(PAGES);
  const plate = plateOf(url);
  const base = plate ? "/shell" : "/";
  // Practice never falls back to the real page, nor the other way round.
  const drill = url.searchParams.has("exercise");
  const asked = url.searchParams.get("lang");
  const wanted = [...(asked ? [asked] : []), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  for (const language of wanted) {
    const found = await cache.match(`${base}?lang=${language}${drill ? "&exercise" : ""}`);
    if (found) return told(found, url);
  }
  for (const { url: other } of await cache.keys()) {
    const { pathname, searchParams } = new URL(other);
    if (pathname === base && searchParams.has("exercise") === drill) return told((await cache.match(other))!, url);
  }
  return Response.error();
}

/** A shell is not the page that was asked for, and says so (frontend/phone/away.ts). */
async function told(shell: Response, url: URL): Promise<Response> {
  const plate = plateOf(url);
  if (!plate && url.pathname === "/") return shell;
  const text = await shell.text();
  return new Response(plate ? filled(text, plate) : text.replace("<main>", "<main data-away>"), { headers: shell.headers });
}

/** Fetch a page and keep it, unless it was kept within the day, with the parts of today. Rejects when there is no line. */
export async function fetched(url: URL): Promise<void> {
  const key = keyOf(url);
  const kept = await held(key);
  if (kept?.headers.get(BUILD) === __BUILD__ && Date.now() - Number(kept.headers.get(KEPT_AT)) < DAY_MS) return;
  await renewed(new Request(key), key, undefined);
}

/** Whether a page is our own: a hotel's or a gateway's has no such policy. */
export const isOurs = ({ headers }: Response): boolean =>
  (headers.get("content-type") ?? "").startsWith("text/html") &&
  (headers.get("content-security-policy") ?? "").includes("default-src 'none'");

async function tell(message: unknown): Promise<void> {
  const { clients } = self as unknown as ServiceWorkerGlobalScope;
  for (const client of await clients.matchAll({ type: "window" })) client.postMessage(message);
}
