/** What a page asks its worker to keep, so that it and every plate's address open again without a line. */
import { isKept } from "../shared/api/plates";
import { fetched } from "./pages";

export const PARTS = "parts";
/** Those of some builds; what is older belongs to pages that have been renewed since. */
const MOST_PARTS = 100;

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
  const cache = await caches.open(PARTS);
  const shells = ["/shell", "/"].flatMap((path) =>
    ["", "&exercise"].map((more) => new URL(`${path}?lang=${language}${more}`, page)),
  );
  await Promise.all([
    // Into a room of their own: the precache lets go of them with the next build, and kept pages still load them.
    keep(parts.map(({ href }) => href)),
    ...[...shells, ...(isKept(page) ? [page] : [])].map(fetched),
  ]);
  const all = await cache.keys();
  for (const eldest of all.slice(0, Math.max(0, all.length - MOST_PARTS))) await cache.delete(eldest);
}

/** Whether a page asks for the map, because it keeps surroundings. */
export const wantsMap = (message: unknown): boolean => (message as { type?: unknown } | null)?.type === "keep-map";

/** Keep parts that are not here yet. Rejects when one could not be had; the next visit asks again. */
export async function keep(parts: readonly string[]): Promise<void> {
  const cache = await caches.open(PARTS);
  await Promise.all(parts.map(async (href) => (await cache.match(href)) ?? cache.add(href)));
}

export const isPart = ({ pathname }: URL): boolean => pathname.startsWith("/static/phone/");

function address(text: unknown): URL | null {
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : null;
  return url?.origin === location.origin ? url : null;
}
