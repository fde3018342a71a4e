/** The console's one way to the server: a session cookie, a CSRF header, answers as values. */
import { call, NoAnswer, parsed } from "../shared/api/http";
import type { Centre, CrewLink, Detail, List, LocateRequest, Problem, Reference, Related, Session, Unit, Verb } from "./types";
import type { Located, Place } from "./taking";
import type { Ways } from "../shared/ways/ways";

export type Answer<T> =
  | { ok: true; body: T }
  /** `signed-out`: sign in again. `stale`: somebody was faster. `refused`: the problem says why.
   *  `unreachable`: no answer, or none that we understand; nothing is known about what happened. */
  | { ok: false; why: "signed-out" | "stale" | "refused" | "unreachable"; problem: Problem | null };

export const session = (): Promise<Answer<Session>> => ask("/api/v1/session");
export const list = (state: "open" | "closed"): Promise<Answer<List>> => ask(`/api/v1/incidents?state=${state}`);
export const detail = (id: string): Promise<Answer<Detail>> => ask(`/api/v1/incidents/${id}`);
export const related = (id: string): Promise<Answer<{ related: Related[] }>> => ask(`/api/v1/incidents/${id}/related`);
export const ways = (id: string): Promise<Answer<Ways>> => ask(`/api/v1/incidents/${id}/ways`);
export const units = (): Promise<Answer<{ units: Unit[] }>> => ask("/api/v1/units");

export const centres = (): Promise<Answer<{ centres: Centre[] }>> => ask("/api/v1/centres");
export const acceptOffer = (id: string): Promise<Answer<Detail>> => ask(`/api/v1/hand-overs/${id}/accept`, {});
export const refuseOffer = (id: string, reason: string): Promise<Answer<{ state: string }>> => ask(`/api/v1/hand-overs/${id}/refuse`, { reason });
export const withdrawOffer = (id: string): Promise<Answer<Detail>> => ask(`/api/v1/hand-overs/${id}/withdraw`, {});

export const references = (id: string): Promise<Answer<{ references: Reference[] }>> => ask(`/api/v1/incidents/${id}/references`);
/** Make a link with which another agency reads the newest position; only this answer holds its address. */
export const makeReference = (id: string, wanted: { id: string; recipient: string; minutes: number }): Promise<Answer<Reference & { url: string }>> =>
  ask(`/api/v1/incidents/${id}/references`, wanted);
export const endReference = (id: string, reference: string): Promise<Answer<Reference>> =>
  ask(`/api/v1/incidents/${id}/references/${reference}`, undefined, "DELETE");

export const crewLinks = (id: string): Promise<Answer<{ links: CrewLink[] }>> => ask(`/api/v1/incidents/${id}/crews`);
/** Make a link for a crew; only this answer holds its address. */
export const makeCrewLink = (id: string, wanted: { id: string; assignment: string; sends: boolean }): Promise<Answer<CrewLink & { url: string }>> =>
  ask(`/api/v1/incidents/${id}/crews`, wanted);
export const endCrewLink = (id: string, link: string): Promise<Answer<CrewLink>> => ask(`/api/v1/incidents/${id}/crews/${link}`, undefined, "DELETE");

/** A document as another system reads it. */
export type File = { readonly name: string; readonly type: string; readonly text: string };

/** Read an incident in another system's format. */
export async function handOff(id: string, format: string): Promise<Answer<File>> {
  try {
    const response = await fetch(`/api/v1/incidents/${id}/handoff/${format}`, { cache: "no-store", signal: AbortSignal.timeout(15_000) });
    const text = await response.text();
    if (!response.ok) return refusal(response.status, parsed(text) as Problem | null);
    const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? `${id}.${format}`;
    return { ok: true, body: { name, type: response.headers.get("Content-Type") ?? "", text } };
  } catch {
    return { ok: false, why: "unreachable", problem: null };
  }
}

/** Do something with an incident; the answer is the incident as it is now. */
export function act(id: string, verb: Verb | `units/${string}`, body: Record<string, unknown> = {}): Promise<Answer<Detail>> {
  return ask(`/api/v1/incidents/${id}/${verb}`, body);
}

/** Note which of a person's words stand on this screen. */
export const seen = (id: string, messages: readonly string[]): Promise<Answer<Detail>> => ask(`/api/v1/incidents/${id}/seen`, { messages });

export type TakenDown = { id: string; phone: string; kind: string; words: string; people: number | null; exercise: boolean; place: Place | null };
export type Pasted = { id: string; text: string; phone: string; incident?: string | null };
/** What was understood of a pasted text, and the open incident that it would join. */
export type Preview = {
  typed: string;
  place_ko: string;
  place_en: string;
  position: { uncertainty_m: number } | null;
  kind: string;
  exercise: boolean;
  flags: string[];
  incident: string | null;
};

export const locate = (q: string): Promise<Answer<Located>> => ask(`/api/v1/locate?q=${encodeURIComponent(q)}`);
export const takeDown = (call: TakenDown): Promise<Answer<Detail>> => ask("/api/v1/incidents", call);
export const preview = (text: Pasted): Promise<Answer<Preview>> => ask("/api/v1/incidents/from-text?preview", text);
export const fromText = (text: Pasted): Promise<Answer<Detail>> => ask("/api/v1/incidents/from-text", text);
/** Send a caller the link that asks for their position. */
export const askWhere = (asked: { id: string; phone: string; language: string; send: boolean }): Promise<Answer<{ incident: string }>> =>
  ask("/api/v1/locate-requests", asked);
export const sendAgain = (request: string): Promise<Answer<LocateRequest>> => ask(`/api/v1/locate-requests/${request}/send`, {});

/** Fetch what the map draws; null when it cannot be had now. */
export async function features(address: string): Promise<GeoJSON.FeatureCollection | null> {
  const answer = await ask<GeoJSON.FeatureCollection>(address);
  return answer.ok ? answer.body : null;
}

/** Sign in again from where one is, so that nothing typed is lost; `second`: the password was right, and a factor is asked for. */
export async function signIn(username: string, password: string): Promise<"done" | "second" | "wrong" | "locked" | "unreachable"> {
  try {
    await fetch("/sign-in", { credentials: "same-origin" }); // sets a fresh CSRF cookie
    const response = await fetch("/sign-in", {
      method: "POST",
      body: new URLSearchParams({ username, password, next: "/account" }),
      headers: { "X-CSRFToken": csrfToken() },
      credentials: "same-origin",
      redirect: "manual",
    });
    if (response.type === "opaqueredirect") return (await session()).ok ? "done" : "second";
    return response.status === 429 ? "locked" : "wrong";
  } catch {
    return "unreachable";
  }
}

/** Return the token that Django's CSRF check wants to see in a header. */
export function csrfToken(): string {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

async function ask<T>(address: string, json?: Record<string, unknown>, method: "GET" | "POST" | "DELETE" = json ? "POST" : "GET"): Promise<Answer<T>> {
  try {
    const answer = await call(address, {
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
      method,
      ...(json && { json }),
    });
    if (answer.status < 300 && answer.body !== null) return { ok: true, body: answer.body as T };
    return refusal(answer.status, answer.body as Problem | null);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { ok: false, why: "unreachable", problem: null };
  }
}

function refusal(status: number, problem: Problem | null): Answer<never> {
  if (status === 409 && problem?.current) return { ok: false, why: "stale", problem };
  if (status === 401 || (status === 403 && endsSession(problem))) return { ok: false, why: "signed-out", problem };
  return { ok: false, why: status >= 500 ? "unreachable" : "refused", problem };
}

/** Django answers 403 both to "who are you?" and to "not you": only the first is mended by signing in. */
function endsSession(problem: Problem | null): boolean {
  if (problem === null) return true; // Django's own page about a wrong CSRF token
  return /not-authenticated|authentication-failed/.test(problem.type) || /CSRF/.test(problem.detail);
}
