/** The page's way to the server: with the token of its link, and no account. */
import { call, NoAnswer, type Call } from "../shared/api/http";
import type { Measured } from "../shared/geo/watch";
import type { Step, Told } from "./types";

const WITHIN_MS = 10_000;

/** `over`: the link opens nothing any more, or never did. `refused`: it will be no better the next time. */
export type Heard = { readonly what: "told"; readonly told: Told } | { readonly what: "over" | "unknown" | "refused" | "nothing" };

export const read = (token: string): Promise<Heard> => ask(token, "/api/v1/crew");
export const note = (token: string, step: Step, ago_s: number): Promise<Heard> =>
  ask(token, "/api/v1/crew/step", { method: "POST", json: { step, ago_s: Math.max(0, ago_s) } });
export const stopSharing = (token: string): Promise<Heard> => ask(token, "/api/v1/crew/position", { method: "DELETE" });

/** Say where the crew is, and how long ago that was measured: the phone's clock may be wrong. */
export function share(token: string, { longitude, latitude, uncertainty_m, fixed_at }: Measured, now: number = Date.now()): Promise<Heard> {
  const age_s = Math.max(0, (now - Date.parse(fixed_at)) / 1000);
  return ask(token, "/api/v1/crew/position", { method: "PUT", json: { longitude, latitude, uncertainty_m, age_s } });
}

async function ask(token: string, path: string, asked: Call = {}): Promise<Heard> {
  try {
    const { status, body } = await call(path, { ...asked, headers: { Accept: "application/json", Authorization: `Crew ${token}` }, timeout_ms: WITHIN_MS });
    return heard(status, body);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { what: "nothing" };
  }
}

/** Return what an answer means. What is not ours (a hotel's page, a gateway's) is no answer. */
export function heard(status: number, body: unknown): Heard {
  const type = isRecord(body) ? String(body["type"] ?? "") : "";
  if (status === 200 && isRecord(body) && isRecord(body["unit"]) && isRecord(body["ways"])) return { what: "told", told: body as unknown as Told };
  if (type.endsWith("/crew-link-over")) return { what: "over" };
  if (type.endsWith("/unknown-crew-link")) return { what: "unknown" };
  return { what: status === 400 || status === 422 ? "refused" : "nothing" };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
