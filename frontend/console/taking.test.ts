import { describe, expect, it } from "vitest";
import { choices, placeOf, trouble, type Located, type Understood } from "./taking";

const here = { longitude: 126.94491, latitude: 37.6824675, uncertainty_m: 30, problem: null };
const code: Understood = { kind: "code", text: "48279154", ...here };
const wrong: Understood = { kind: "code", text: "48279155", problem: "One of the digits is wrong." };

describe("what was read out", () => {
  it("is offered as it was understood, then what lies one slip away", () => {
    const located: Located = { query: "", results: [code, wrong], meant: [{ ...code, text: "48279153" }] };
    expect(choices(located).map(({ key, slip, read }) => [key, slip, read.text])).toEqual([
      ["read0", false, "48279154"], ["meant0", true, "48279153"],
    ]);
    expect(trouble(located)).toBe("");
  });

  it("says why nothing was understood", () => {
    expect(trouble({ query: "", results: [wrong] })).toBe("One of the digits is wrong.");
    expect(trouble(null)).toBe("");
    expect(choices(null)).toEqual([]);
  });

  it("is sent as a code, or as a position with its radius", () => {
    expect(placeOf({ key: "read0", slip: false, read: code }, "x")).toEqual({ code: "48279154" });
    const npn: Understood = { kind: "npn", text: "다사 5105 6491", ...here, uncertainty_m: 7.1 };
    expect(placeOf({ key: "read0", slip: false, read: npn }, "x")).toEqual({
      text: "다사 5105 6491", longitude: 126.94491, latitude: 37.6824675, uncertainty_m: 7.1,
    });
  });

  it("is kept as words where nothing was chosen", () => {
    expect(placeOf(null, "  by the old well ")).toEqual({ text: "by the old well" });
    expect(placeOf(null, " ")).toBeNull();
  });
});
