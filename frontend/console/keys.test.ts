import { expect, it } from "vitest";
import { commandOf, type Press } from "./keys";

const press = (code: string, more: Partial<Press> = {}): Press => ({
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...more,
});

it("acknowledges with the A key, also when it types ㅁ", () => {
  expect(commandOf(press("KeyA"), false)).toBe("acknowledge");
  expect(commandOf(press("Enter"), false)).toBe("open");
});

it("lets a dispatcher type freely, and leave the field", () => {
  expect(commandOf(press("KeyA"), true)).toBeNull();
  expect(commandOf(press("Enter"), true)).toBeNull();
  expect(commandOf(press("Escape"), true)).toBe("leave");
});

it("keeps its hands off the browser's own keys and half-composed syllables", () => {
  expect(commandOf(press("KeyC", { ctrlKey: true }), false)).toBeNull();
  expect(commandOf(press("Escape", { isComposing: true }), true)).toBeNull();
  expect(commandOf(press("KeyQ"), false)).toBeNull();
});
