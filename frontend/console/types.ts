/** What the console's API says, as written in docs/architecture.md. */
export type State = "new" | "opened" | "acknowledged" | "dispatched" | "closed";
export type Presence = "nfc_signed" | "qr_sealed" | "typed" | "none";
export type Source = "plate" | "device";
export type Verb = "open" | "acknowledge" | "dispatch" | "message" | "close" | "reopen" | "merge" | "split" | "take-out" | "assign" | "ask-position" | "hand-over";

export type Measured = { longitude: number; latitude: number; uncertainty_m: number };

export type Row = {
  id: string;
  jurisdiction: number;
  state: State;
  version: number;
  kind: string;
  exercise: boolean;
  /** How far it has come because nobody opens it: 1 louder, 2 a second person was told, 3 everybody's. */
  escalation: 0 | 1 | 2 | 3;
  /** Other centres that see it, and why. */
  sights: { jurisdiction: number; reason: "opened" | "border" | "inside" | "offered" | "former" }[];
  /** The last time that it was offered to another centre; null when nothing is left to do about it. */
  hand_over: Offer | null;
  tag: string;
  typed: string;
  place_ko: string;
  place_en: string;
  received_at: string;
  opened_at: string | null;
  acknowledged_at: string | null;
  acknowledged_by: string;
  dispatched_at: string | null;
  closed_at: string | null;
  disposition: string;
  /** The incident that is worked on instead; null when it stands on its own. */
  merged_into: string | null;
  reports: number;
  presence: Presence | "";
  people: number | null;
  language: string;
  battery_pct: number | null;
  flags: string[];
  voice: "" | "cannot_speak" | "silent";
  cancelled_at: string | null;
  cancel_reason: string;
  uncertainty_m: number | null;
  source: Source | null;
  agreement_kind: string;
  plate: Measured | null;
};

export type Offer = {
  id: string;
  giver: number;
  taker: number;
  state: "waiting" | "accepted" | "refused" | "withdrawn" | "lapsed";
  offered_at: string;
  ends_at: string;
};

/** An offer with its reason, and what the other centre answered. */
export type HandOver = Offer & { reason: string; offered_by: string; answered_at: string | null; answered_by: string; answer: string };

/** A centre by its names; `takes`: an incident may be offered to it. */
export type Centre = { id: number; name_ko: string; name_en: string; fire_number: string; takes: boolean };

/** A link with which another agency reads the newest position, and how often it did. */
export type Reference = {
  id: string;
  recipient: string;
  made_by: string;
  made_at: string;
  ends_at: string;
  revoked_at: string | null;
  state: "running" | "ended" | "revoked";
  looks: number;
  last_look_at: string | null;
};

export type Fix = Measured & { sequence: number; fixed_at: string; received_at: string };

export type Report = {
  id: string;
  channel: string;
  kind: string;
  presence: Presence;
  seal_verdict: string;
  tag_text: string;
  words: string;
  people: number | null;
  phone: string;
  language: string;
  battery_pct: number | null;
  flags: string[];
  voice: "" | "cannot_speak" | "silent";
  sent_at: string | null;
  received_at: string;
  cancelled_at: string | null;
  cancel_reason: string;
  fixes: Fix[];
};

export type Place = {
  name_ko: string;
  name_en: string;
  facility_ko: string;
  facility_en: string;
  npn: string;
  object_address: string;
  elevation_m: number | null;
  aliases: string[];
  tag_state: string;
  responder_note: string;
  public_note_ko: string;
  public_note_en: string;
  anchor: { trail_ko: string; trail_en: string; metre: number; side: string } | null;
  uncertainty_m: number | null;
};

export type Near = {
  what: "aed" | "refuge" | "access";
  /** Empty for what is no access point. */
  access_kind: string;
  name_ko: string;
  name_en: string;
  distance_m: number;
  bearing_deg: number;
  longitude: number;
  latitude: number;
  note: string;
};

/** On which phone a message of the centre was seen, and when its person said to have read it. */
export type ShownOn = { report: string; shown_at: string; read_at: string | null };
/** Who has seen it is told with the facts, not with the stream. */
export type Message = {
  id: string;
  from_centre: boolean;
  author: string;
  text: string;
  quick: string;
  at: string;
  seen_at?: string | null;
  seen_by?: string;
  shown?: ShownOn[];
};
export type TimelineEntry = {
  /** Of all events, whoever\'s log it is in; `sequence` counts in one centre\'s log alone. */
  id: number;
  sequence: number;
  kind: string;
  at: string;
  actor_name: string;
  data: Record<string, unknown>;
};

export type Detail = Row & {
  position: (Measured & { source: Source; fixed_at: string; age_s: number }) | null;
  agreement: { kind: string; distance_m: number | null; minutes: number | null; text_ko: string; text_en: string } | null;
  place: Place | null;
  near: Near[];
  meant: { code: string; place_ko: string; place_en: string }[];
  read_out: string;
  read_out_en: string;
  report_list: Report[];
  messages: Message[];
  timeline: TimelineEntry[];
  merged: Merged[];
  hand_overs: HandOver[];
  locate_requests: LocateRequest[];
  units: AssignedUnit[];
};

/** A crew or vehicle of the centre, and the incident that it is at. */
export type Unit = { id: number; jurisdiction: number; name: string; kind: string; phone: string; incident: string | null; place_ko: string; place_en: string };

export type UnitStep = "en_route" | "on_scene" | "clear";

export type AssignedUnit = {
  id: string;
  unit: number;
  name: string;
  kind: string;
  phone: string;
  state: "assigned" | "en_route" | "on_scene" | "cleared";
  assigned_at: string;
  en_route_at: string | null;
  on_scene_at: string | null;
  cleared_at: string | null;
  expected_at: string | null;
};

/** A link for the crew of a unit that was sent, and where that crew is, if it shares that. */
export type CrewLink = {
  id: string;
  assignment: string;
  unit: string;
  made_by: string;
  made_at: string;
  ends_at: string;
  revoked_at: string | null;
  opened_at: string | null;
  state: "running" | "ended" | "revoked";
  text: "none" | "queued" | "delayed" | "logged" | "sent" | "failed";
  text_at: string | null;
  why: string;
  position: (Measured & { fixed_at: string; age_s: number; minutes: number | null }) | null;
};

/** A link that asks a caller for their position, and how far it came. */
export type LocateRequest = {
  id: string;
  phone: string;
  made_at: string;
  progress: "made" | "queued" | "logged" | "sent" | "opened" | "asked" | "position" | "failed" | "ended";
  why: string;
};

/** What was merged into an incident, and can be split off again. */
export type Merged = { id: string; kind: string; place_ko: string; place_en: string; received_at: string; merged_at: string };

/** Another incident: perhaps the same thing, the same person before, or close by. */
export type Related = {
  id: string;
  how: "same" | "earlier" | "near";
  reasons: ("plate" | "place" | "phone" | "network")[];
  distance_m: number | null;
  state: State;
  version: number;
  kind: string;
  place_ko: string;
  place_en: string;
  received_at: string;
  disposition: string;
};

export type Frame = {
  id: number;
  sequence: number;
  jurisdiction: number;
  kind: string;
  at: string;
  actor_name: string;
  data: Record<string, unknown>;
  incident: Row;
  message: Message | null;
};

export type List = { cursor: string; server_time: string; incidents: Row[] };

export type Session = {
  name: string;
  demonstration: boolean;
  jurisdictions: {
    id: number;
    slug: string;
    name_ko: string;
    name_en: string;
    centre_name_ko: string;
    centre_name_en: string;
    roles: string[];
  }[];
};

/** An RFC 9457 problem document; `current` comes with a stale version. */
export type Problem = { type: string; status: number; title: string; detail: string; current?: Detail };
