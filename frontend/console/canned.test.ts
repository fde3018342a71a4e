import { expect, it } from "vitest";
import { asRead, offered } from "./canned";

it("offers the same phrases in the language of the desk", () => {
  expect(offered("ko")).toContain("피가 나나요?");
  expect(offered("en")).toContain("Is there bleeding?");
  expect(offered("ko")).toHaveLength(offered("en").length);
});

it("shows the dispatcher what the person will read", () => {
  expect(asRead("피가 나나요?", "vi")).toBe("Có chảy máu không?");
  expect(asRead("피가 나나요", "zh-Hans")).toBe("在流血吗？");
  expect(asRead("김 반장이 갑니다.\n움직일 수 있나요?", "en-GB")).toBe("김 반장이 갑니다.\nCan you move?");
});

it("promises nothing for what is read as it was written", () => {
  expect(asRead("피가 나나요?", "ko")).toBeNull();
  expect(asRead("피가 많이 나나요?", "vi")).toBeNull();
  expect(asRead("피가 나나요?", "")).toBeNull();
  expect(asRead("", "vi")).toBeNull();
});
