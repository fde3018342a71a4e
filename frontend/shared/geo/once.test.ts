import { afterEach, expect, test, vi } from "vitest";
import { once } from "./once";

type Found = (position: unknown) => void;
type Failed = (error: unknown) => void;

/** A phone whose person says yes or no when the test does. */
function phone() {
  const running = new Map<number, { found: Found; failed: Failed }>();
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("navigator", {
    geolocation: {
      watchPosition: (found: Found, failed: Failed) => {
        running.set(running.size + 1, { found, failed });
        return running.size;
      },
      clearWatch: (id: number) => void running.delete(id),
    },
  });
  return running;
}

const SEOUL = { coords: { longitude: 126.9, latitude: 37.6, accuracy: 12, altitude: null }, timestamp: Date.now() };
const error = (code: number) => ({ code, PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 });

afterEach(() => vi.unstubAllGlobals());

test("the first position is the answer, and the phone measures no longer", async () => {
  const running = phone();
  const asked = once();
  running.get(1)!.found(SEOUL);
  expect(await asked).toMatchObject({ longitude: 126.9, latitude: 37.6, uncertainty_m: 12 });
  expect(running.size).toBe(0);
});

test.each([
  ["its person says no", 1, "denied"],
  ["there is no sky", 2, "unavailable"],
  ["it takes too long", 3, "unavailable"],
])("when %s the phone measures no longer either", async (_, code, why) => {
  const running = phone();
  const asked = once();
  running.get(1)!.failed(error(code));
  await expect(asked).rejects.toThrow(why);
  expect(running.size).toBe(0);
});

test("over plain HTTP, and on a phone without a receiver, it is told at once that there is none", async () => {
  phone();
  vi.stubGlobal("isSecureContext", false);
  await expect(once()).rejects.toThrow("insecure");
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("navigator", {});
  await expect(once()).rejects.toThrow("unavailable");
});
