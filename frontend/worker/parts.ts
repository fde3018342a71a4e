/**
 * The parts of the second stage, each held once: those of this build since the worker was installed, those of
 * earlier builds as long as kept pages may still load them, and what else a page asks its worker to keep.
 */
import { isKept } from "../shared/api/plates";
import { fetched } from "./pages";

export const PARTS = "parts";
/** Those of some builds; what is older belongs to pages that have been renewed since. */
const MOST_PARTS = 100;
/** Where earlier builds held the same parts a second time. */
const HELD_TWICE = "workbox-precache";

export interface Preparation {
  readonly language: string;
  /** The page that asks; it came before its worker. */
  readonly page: URL;
  /** The addresses of what it has loaded. */
  readonly parts: readonly URL[];
}

/** Return what a message asks for; null for any other message. */
export function preparation(message: unknown): Preparation | null {
  const { type, language, page, parts } = (message ?? {}) as Record<string, unknown>;
  if (type !== "prepare" || typeof language !== "string" || !/^[a-z]{2}$/.test(language)) return null;
  const urls = [page, ...(Array.isArray(parts) ? parts : [])].map(address);
  const [first, ...rest] = urls;
  if (!first) return null;
  return { language, page: first, parts: rest.filter((url): url is URL => Boolean(url && isPart(url))) };
}

/** Keep all of it. Rejects when something could not be had; the next visit asks again. */
export async function prepare({ language, page, parts }: Preparation): Promise<void> {
  const shells = ["/shell", "/"].flatMap((path) =>
    ["", "&exercise"].map((more) => new URL(`${path}?lang=${language}${more}`, page)),
  );
  await Promise.all([
    keep(parts.map(({ href }) => href)),
    ...[...shells, ...(isKept(page) ? [page] : [])].map(fetched),
  ]);
}

/** Whether a page asks for the map, because it keeps surroundings. */
export const wantsMap = (message: unknown): boolean => (message as { type?: unknown } | null)?.type === "keep-map";

/** Keep parts that are not here yet. Rejects when one could not be had; the next visit asks again. */
export async function keep(parts: readonly string[]): Promise<void> {
  const cache = await caches.open(PARTS);
  await Promise.all(parts.map(async (href) => (await cache.match(href)) ?? cache.add(href)));
}

/** Let the eldest parts go that are not of this build, beyond those of some builds. */
export async function letGo(current: readonly string[]): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(HELD_TWICE)) await caches.delete(name);
  const cache = await caches.open(PARTS);
  const elder = (await cache.keys()).filter(({ url }) => !current.includes(new URL(url).pathname));
  for (const eldest of elder.slice(0, Math.max(0, elder.length - MOST_PARTS))) await cache.delete(eldest);
}

export const isPart = ({ pathname }: URL): boolean => pathname.startsWith("/static/phone/");

function address(text: unknown): URL | null {
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : null;
  return url?.origin === location.origin ? url : null;
}
