import { expect, it } from "vitest";
import { row } from "./cast";
import { contradiction, within } from "./certainty";
import { phrase } from "./phrases";

it("gives a dispatcher one radius, the best position's, whichever source leads", () => {
  const plate = { longitude: 126.94491, latitude: 37.682467, uncertainty_m: 30 };
  expect(within(row({ source: "plate", uncertainty_m: 35, plate }))).toBe("±35 m");
  expect(within(row({ source: "device", uncertainty_m: 12.2, plate }))).toBe("±13 m");
  expect(within(row({ source: null, uncertainty_m: null }))).toBeNull();
});

it.each(["elsewhere", "fast"])("tells a dispatcher that the phone contradicts the plate: %s", (agreement_kind) => {
  const found = contradiction(row({ agreement_kind }));
  expect(found).toBe(agreement_kind);
  expect(phrase("agreement", found ?? "")).not.toBe(agreement_kind);
});

it.each(["at_plate", "near_plate", "walked", "plate_only", "coarse", "stale", "device_only", ""])(
  "raises no doubt where there is none: '%s'",
  (agreement_kind) => expect(contradiction(row({ agreement_kind }))).toBeNull(),
);
