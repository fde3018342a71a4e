import { expect, it } from "vitest";
import { furthest, isBehind, readCursor, step, writeCursor } from "./cursor";

const at = readCursor("1.345~2.99");

it("reads and writes the cursor as the server spells it", () => {
  expect(writeCursor(at)).toBe("1.345~2.99");
  expect([...readCursor("nonsense~3.x~")]).toEqual([]);
});

it("takes the next event of one jurisdiction", () => {
  expect(step(at, readCursor("1.346~2.99"))).toBe("next");
  expect(step(at, readCursor("1.345~2.100"))).toBe("next");
});

it("passes over what it knows already, also when it is older than the other half", () => {
  expect(step(at, readCursor("1.345~2.99"))).toBe("known");
  expect(step(at, readCursor("1.340~2.99"))).toBe("known");
});

it("notices that an event was missed", () => {
  expect(step(at, readCursor("1.347~2.99"))).toBe("gap");
  expect(step(at, readCursor("1.346~2.100"))).toBe("gap");
});

it("takes the first event of a jurisdiction that was silent until now", () => {
  expect(step(at, readCursor("1.345~2.99~3.1"))).toBe("next");
  expect(step(at, readCursor("1.345~2.99~3.2"))).toBe("gap");
});

it("keeps the furthest of two and tells which one lacks something", () => {
  expect(writeCursor(furthest(at, readCursor("1.300~2.120")))).toBe("1.345~2.120");
  expect(isBehind(at, readCursor("1.345~2.99"))).toBe(false);
  expect(isBehind(at, readCursor("1.1~2.120"))).toBe(true);
});
