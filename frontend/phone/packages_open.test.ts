import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open, renew } from "./packages_open";
import { FORMAT } from "../shared/package/layout";
import { Packages } from "./packages_store";
import type { Page } from "./page";

/** As an earlier version of the page kept it: with the place of the search. */
const OLD = {
  area: "n376e1269", name_ko: "노고산", name_en: "Nogosan", points: 3, version: "a".repeat(32), size_bytes: 9, format: 1,
  href: `/api/v1/packages/n376e1269/${"a".repeat(32)}`, kept_at: 0, near: [126.94, 37.68],
};
let asked: string[];

/** As much of an element as a list needs. */
class Element {
  hidden = false;
  textContent = "";
  append(): void {}
  replaceChildren(): void {}
  setAttribute(): void {}
  addEventListener(): void {}
}

beforeEach(async () => {
  asked = [];
  vi.stubGlobal("fetch", async (href: string) => {
    asked.push(href);
    return Response.json({ packages: [] });
  });
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("location", { href: "https://yeogi.example/" });
  vi.stubGlobal("document", { createElement: () => new Element() });
  await (await Packages.open()).db.put("kept", OLD, OLD.area);
});
afterEach(() => vi.unstubAllGlobals());

const opened = (isDeviceOnly: boolean): Promise<void> =>
  open({ language: "en", say: (word: string) => word, tag: "", isDeviceOnly } as unknown as Page, new Element() as unknown as HTMLElement);

test("a package is renewed by its area: where somebody once searched is told to nobody", async () => {
  await opened(false);
  expect(asked).toEqual(["/api/v1/packages?area=n376e1269"]);
});

test("where the centre takes no positions nothing is asked without a touch", async () => {
  await opened(true);
  expect(asked).toEqual([]);
});

test("what was renewed today is not asked for again", async () => {
  const packages = await Packages.open();
  await packages.db.put("kept", { ...OLD, format: FORMAT, kept_at: Date.now() }, OLD.area);
  await renew(packages);
  expect(asked).toEqual([]);
});

test("what is of the format before is asked for at once: it does not say who answers", async () => {
  const packages = await Packages.open();
  await packages.db.put("kept", { ...OLD, kept_at: Date.now() }, OLD.area);
  await renew(packages);
  expect(asked).toEqual(["/api/v1/packages?area=n376e1269"]);
});
