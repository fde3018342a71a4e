import { afterEach, describe, expect, test, vi } from "vitest";
import { ask, follow, headingOf, mustAsk, turn } from "./compass";
import { metres, wind } from "./nearby";

afterEach(() => vi.unstubAllGlobals());

type Event = Parameters<typeof headingOf>[0];
const event = (told: object): Event => ({ absolute: false, alpha: null, ...told }) as Event;

describe("the compass", () => {
  test("of an iPhone counts clockwise already", () => {
    expect(headingOf(event({ webkitCompassHeading: 90, alpha: 12 }), 0)).toBe(90);
  });
  test("of an Android counts the other way", () => {
    expect(headingOf(event({ absolute: true, alpha: 270 }), 0)).toBe(90);
    expect(headingOf(event({ absolute: true, alpha: 0 }), 0)).toBe(0);
  });
  test("turns with the picture when the phone lies on its side", () => {
    expect(headingOf(event({ webkitCompassHeading: 350 }), 90)).toBe(80);
    expect(headingOf(event({ absolute: true, alpha: 10 }), 270)).toBe(260);
  });
  test("says nothing where the angle counts from nowhere, or the iPhone's needle is lost", () => {
    expect(headingOf(event({ alpha: 10 }), 0)).toBeNull();
    expect(headingOf(event({ webkitCompassHeading: -1 }), 0)).toBeNull();
    expect(headingOf(event({ absolute: true, alpha: null }), 0)).toBeNull();
  });
  test("is followed until it is stopped", () => {
    const heard = new Map<string, (event: unknown) => void>();
    vi.stubGlobal("screen", {});
    vi.stubGlobal("addEventListener", (name: string, listener: (event: unknown) => void) => heard.set(name, listener));
    vi.stubGlobal("removeEventListener", (name: string) => heard.delete(name));
    const told: number[] = [];
    const stop = follow((heading) => told.push(heading));
    heard.get("deviceorientationabsolute")!({ absolute: true, alpha: 315 });
    heard.get("deviceorientation")!({ absolute: false, alpha: 20 });
    stop();
    expect(told).toEqual([45]);
    expect(heard.size).toBe(0);
  });
  test("is asked for only where a phone wants that", async () => {
    expect(mustAsk()).toBe(false);
    vi.stubGlobal("DeviceOrientationEvent", { requestPermission: () => Promise.resolve("granted") });
    expect(mustAsk()).toBe(true);
    expect(await ask()).toBe(true);
    vi.stubGlobal("DeviceOrientationEvent", { requestPermission: () => Promise.resolve("denied") });
    expect(await ask()).toBe(false);
  });
});

describe("words", () => {
  test.each([[0, "n"], [22, "n"], [23, "ne"], [90, "e"], [181, "s"], [270, "w"], [338, "n"], [359.9, "n"], [-45, "nw"]])(
    "%s degrees are %s",
    (degrees, name) => expect(wind(degrees)).toBe(name),
  );
  test.each([[3, "3 m"], [4.6, "5 m"], [14, "10 m"], [994, "990 m"], [995, "1.0 km"], [12_345, "12.3 km"]])(
    "%s metres are told as %s",
    (distance, said) => expect(metres(distance)).toBe(said),
  );
  test("turning never leaves the circle", () => {
    expect([turn(-10), turn(370), turn(720)]).toEqual([350, 10, 0]);
  });
});
