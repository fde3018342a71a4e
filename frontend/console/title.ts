/** What an incident is called: its place, or what was typed instead of a plate, or that nothing is known. */
import { code } from "../shared/i18n/format";
import { name, say } from "./settings.svelte";
import type { Row } from "./types";

/** Return the place's name; without one, what is known in its stead. */
export function title(row: Row): string {
  const place = name(row.place_ko, row.place_en);
  if (place) return place;
  if (row.flags.includes("mistyped_tag") && row.typed) return say("mistyped_code", { code: code(row.typed) });
  if (row.typed) return say("unknown_code", { code: code(row.typed) });
  return row.uncertainty_m === null ? say("unknown_place") : say("unnamed_place");
}
