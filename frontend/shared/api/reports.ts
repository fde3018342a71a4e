/** The report on the wire, as the door takes and gives it (docs/architecture.md). */
import { type Answer, call } from "./http";

export interface Consent {
  readonly version: string;
  readonly language: string;
  readonly purposes: readonly string[];
  readonly text_sha256: string;
}

/** One measured position: degrees in EPSG:4326, radius in metres at 95 %, the phone's time. */
export interface Fix {
  readonly sequence: number;
  readonly longitude: number;
  readonly latitude: number;
  readonly uncertainty_m: number;
  readonly altitude_m: number | null;
  readonly fixed_at: string;
}

export interface ReportBody {
  readonly tag: string;
  readonly seal: string;
  readonly language: string;
  readonly consent: Consent;
  readonly sent_at: string;
  readonly exercise: boolean;
  readonly battery_pct: number | null;
  readonly fix: null;
}

export interface Centre {
  readonly name_ko: string;
  readonly name_en: string;
  readonly fire_number: string;
  readonly police_number: string;
}

export interface Receipt {
  readonly report: string;
  readonly received_at: string;
  readonly centre: Centre;
}

/** What the person says; `kind` is one of the report's kinds, when the words say what happened. */
export interface Message {
  readonly id: string;
  readonly text: string;
  readonly kind?: string;
  /** The answer that was touched: a key that the centre reads in its own language. */
  readonly quick?: string;
}

export interface Said {
  readonly id: string;
  readonly from_centre: boolean;
  readonly text: string;
  readonly at: string;
  /** Of the person's words: when a dispatcher had them on the screen. Of the centre's: when this phone had. */
  readonly seen_at?: string | null;
  readonly read_at?: string | null;
}

/** A unit that comes to this person. */
export interface Coming {
  readonly kind: string;
  readonly state: "assigned" | "en_route" | "on_scene";
  readonly expected_at: string | null;
}

export interface Status extends Receipt {
  /** Not said by a centre that is older than this page. */
  readonly units?: readonly Coming[];
  readonly state: "received" | "opened" | "acknowledged" | "dispatched" | "closed";
  readonly opened_at: string | null;
  readonly acknowledged_at: string | null;
  /** The last time; what was dispatched before counts no longer. */
  readonly reopened_at: string | null;
  readonly dispatched_at: string | null;
  /** When the centre last asked for a fresh position; not said by one that is older than this page. */
  readonly position_asked_at?: string | null;
  readonly closed_at: string | null;
  readonly cancelled_at: string | null;
  readonly cancel_reason: "safe" | "mistake" | "";
  readonly messages: readonly Said[];
  readonly best_uncertainty_m: number | null;
  readonly fixes: number;
}

export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
}

/** Who may read and amend a report: whoever has its id and the secret that was made with it. */
export interface Key {
  readonly id: string;
  readonly secret: string;
}

export const headers = ({ secret }: Key): Record<string, string> => ({ Authorization: `Report ${secret}` });
export const path = ({ id }: Key, more = ""): string => `/api/v1/reports/${id}${more}`;

export const put = (key: Key, body: ReportBody): Promise<Answer> =>
  call(path(key), { method: "PUT", json: body, headers: headers(key) });

export const read = (key: Key): Promise<Answer> => call(path(key), { headers: headers(key) });

export const post = (key: Key, what: "fixes" | "messages" | "cancel", json: unknown): Promise<Answer> =>
  call(path(key, `/${what}`), { method: "POST", json, headers: headers(key) });
