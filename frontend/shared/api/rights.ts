/** What the person of a report decides afterwards: links for family, who looked, consent taken back. */
import { type Answer, call } from "./http";
import { type Consent, type Key, headers, path } from "./reports";

export interface Share {
  readonly id: string;
  readonly url: string;
  readonly ends_at: string;
  readonly stopped_at: string | null;
  readonly looks: number;
  readonly last_look_at: string | null;
}

/** The links that still show something, and what is agreed to with the next one. */
export interface Shares {
  readonly shares: readonly Share[];
  readonly consent: Consent & { readonly sentence: string; readonly notice: readonly string[] };
}

export interface Look {
  readonly who: "centre" | "link";
  readonly name_ko: string;
  readonly name_en: string;
  readonly path: string;
  readonly method: string;
  readonly at: string;
}

export interface Looks {
  readonly total: number;
  readonly looks: readonly Look[];
}

export const readShares = (key: Key, language: string): Promise<Answer> =>
  call(path(key, `/shares?lang=${language}`), { headers: headers(key) });

export const share = (key: Key, json: { id: string; minutes: number; consent: Consent }): Promise<Answer> =>
  call(path(key, "/shares"), { method: "POST", json, headers: headers(key) });

export const stopShare = (key: Key, id: string): Promise<Answer> =>
  call(path(key, `/shares/${id}`), { method: "DELETE", headers: headers(key) });

export const readLooks = (key: Key): Promise<Answer> => call(path(key, "/looks"), { headers: headers(key) });

/** Say which messages of the centre stood on the lit screen, and which were read. */
export const seen = (key: Key, json: { shown: readonly string[]; read: readonly string[] }): Promise<Answer> =>
  call(path(key, "/seen"), { method: "POST", json, headers: headers(key) });

export const withdraw = (key: Key): Promise<Answer> =>
  call(path(key, "/withdraw"), { method: "POST", json: {}, headers: headers(key) });
