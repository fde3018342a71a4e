/** What the page of a crew is told, as written in docs/architecture.md. */
import type { Known, Near, Ways } from "../shared/ways/ways";

export type Step = "en_route" | "on_scene" | "clear";
export type UnitState = "assigned" | "en_route" | "on_scene" | "cleared";

export type Told = {
  readonly server_time: string;
  readonly ends_at: string;
  readonly unit: { readonly name: string; readonly kind: string; readonly state: UnitState; readonly expected_at: string | null };
  readonly mine: (Known & { readonly fixed_at: string; readonly age_s: number; readonly minutes: number | null }) | null;
  readonly centre_ko: string;
  readonly centre_en: string;
  readonly exercise: boolean;
  readonly kind: string;
  readonly received_at: string;
  readonly place_ko: string;
  readonly place_en: string;
  readonly people: number | null;
  readonly language: string;
  readonly silent: boolean;
  readonly words: readonly { readonly text: string; readonly at: string }[];
  readonly best: (Known & { readonly source: "plate" | "device"; readonly fixed_at: string }) | null;
  readonly plate:
    | (Known & { readonly code: string; readonly name_ko: string; readonly name_en: string; readonly npn: string; readonly object_address: string })
    | null;
  readonly ways: Ways & { readonly near: readonly Near[] };
};

/** A step that a crew has noted, in the phone's time: it is sent when there is a line. */
export type Noted = { readonly step: Step; readonly at: number };
