/** The board's way to the server: one question, with the token of its link or the session of its browser. */
import { call, NoAnswer } from "../shared/api/http";
import type { Centre, Shown } from "./types";

const WITHIN_MS = 8_000;
const OK = 200;
const UNCHANGED = 304;

/** Why a board shows nothing: its link is over, nobody is signed in, or whoever is may not see it. */
export type Shut = "link_over" | "signed_out" | "not_on_duty";

export type Heard =
  | { readonly what: "new"; readonly shown: Shown; readonly clock_ms: number | null }
  | { readonly what: "same"; readonly clock_ms: number | null }
  | { readonly what: "shut"; readonly why: Shut }
  | { readonly what: "nothing" };

/** Ask for the board; `version` is what is on the screen, so that what has not changed costs nothing. */
export async function read(token: string, at: string, version: string): Promise<Heard> {
  try {
    const answer = await call(`/api/v1/board${at ? `?at=${encodeURIComponent(at)}` : ""}`, {
      headers: {
        Accept: "application/json",
        ...(token && { Authorization: `Board ${token}` }),
        ...(version && { "If-None-Match": `"${version}"` }),
      },
      timeout_ms: WITHIN_MS,
    });
    return heard(answer.status, answer.body, answer.clock_ms);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { what: "nothing" };
  }
}

/** Return what an answer means. What is no board (a proxy's own page) is no answer. */
export function heard(status: number, body: unknown, clock_ms: number | null): Heard {
  if (status === UNCHANGED) return { what: "same", clock_ms };
  if (status === OK) return isShown(body) ? { what: "new", shown: body, clock_ms } : { what: "nothing" };
  const type = isRecord(body) ? String(body["type"]) : "";
  if (type.endsWith("/board-link-over")) return { what: "shut", why: "link_over" };
  if (type.endsWith("/not-authenticated")) return { what: "shut", why: "signed_out" };
  if (/\/(permission-denied|not-found)$/.test(type)) return { what: "shut", why: "not_on_duty" };
  return { what: "nothing" };
}

/** Return the centres that a signed-in person may choose from; none for a link. */
export async function centres(): Promise<readonly (Centre & { readonly roles: readonly string[] })[]> {
  try {
    const { status, body } = await call("/api/v1/session");
    const held = status === OK && isRecord(body) ? body["jurisdictions"] : [];
    return Array.isArray(held) ? held : [];
  } catch {
    return []; // only a choice is missing: the board itself says whether there is a line
  }
}

/** Fetch what lies under the incidents on the map; null when it cannot be had now. */
export async function features(address: string): Promise<GeoJSON.FeatureCollection | null> {
  try {
    const { status, body } = await call(address);
    return status === OK ? (body as GeoJSON.FeatureCollection) : null;
  } catch {
    return null;
  }
}

/** Say whether the page itself can be had: a screen that reloads into an error shows that until somebody comes. */
export async function pageIsThere(): Promise<boolean> {
  try {
    return (await call(location.pathname, { timeout_ms: WITHIN_MS })).status === OK;
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isShown(body: unknown): body is Shown {
  return isRecord(body) && typeof body["version"] === "string" && isRecord(body["real"]) && Array.isArray(body["incidents"]);
}
