/** What the board's question is answered with, as written in docs/architecture.md. */
export type State = "new" | "opened" | "acknowledged" | "dispatched";

export type Incident = {
  readonly kind: string;
  readonly state: State;
  readonly exercise: boolean;
  readonly place_ko: string;
  readonly place_en: string;
  readonly tag: string;
  readonly received_at: string;
  readonly plate: { readonly longitude: number; readonly latitude: number } | null;
};

export type Counts = {
  readonly total: number;
  readonly unopened: number;
  readonly overdue: number;
  readonly states: Readonly<Record<string, number>>;
  readonly kinds: Readonly<Record<string, number>>;
};

export type Day = { readonly received: number; readonly closed: number; readonly median_to_open_s: number | null };

export type Plates = {
  readonly installed: number;
  readonly lost: number;
  readonly unchecked: number;
  readonly damaged: number;
  readonly missing: number;
  readonly wrong: number;
};

export type Centre = {
  readonly slug: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly centre_name_ko: string;
  readonly centre_name_en: string;
};

export type Shown = {
  readonly version: string;
  readonly build: string;
  readonly demonstration: boolean;
  readonly jurisdiction: Centre;
  readonly overdue_after_s: number;
  readonly real: Counts;
  readonly exercises: Counts;
  readonly incidents: readonly Incident[];
  readonly left_out: number;
  readonly today: { readonly since: string; readonly real: Day; readonly exercises: Day };
  readonly plates: Plates;
};
