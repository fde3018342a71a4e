import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { newKey, seal, unseal } from "./cipher";
import { newSecret } from "./secret";
import { open } from "./store";

afterEach(() => vi.unstubAllGlobals());

const raw = async (name: string): Promise<unknown[]> => {
  const request = indexedDB.open(name);
  await new Promise((resolve) => (request.onsuccess = resolve));
  const rows = request.result.transaction("rows").objectStore("rows").getAll();
  await new Promise((resolve) => (rows.onsuccess = resolve));
  return rows.result as unknown[];
};

test("what was put is there when the page is opened again", async () => {
  await (await open<{ words: string }>("again")).put("a", { words: "다리를 다침" });
  expect(await (await open("again")).all()).toEqual([{ words: "다리를 다침" }]);
});

test("what was removed is gone", async () => {
  const store = await open<number>("gone");
  await store.put("a", 1);
  await store.remove("a");
  expect(await store.all()).toEqual([]);
});

test("nothing on the disk can be read without the key, and the key cannot be exported", async () => {
  const store = await open<{ words: string }>("sealed");
  await store.put("a", { words: "secret words" });
  const rows = await raw("sealed");
  expect(rows).toHaveLength(1);
  expect(Object.keys(rows[0] as object).sort()).toEqual(["id", "sealed"]);
  await expect(crypto.subtle.exportKey("raw", await newKey())).rejects.toThrow();
});

test("one row that cannot be read does not hide the others", async () => {
  const store = await open<number>("broken");
  await store.put("good", 1);
  const request = indexedDB.open("broken");
  await new Promise((resolve) => (request.onsuccess = resolve));
  const sealed = await seal(await newKey(), 2);
  request.result.transaction("rows", "readwrite").objectStore("rows").put({ id: "bad", sealed });
  expect(await (await open("broken")).all()).toEqual([1]);
});

test("without WebCrypto a report is kept all the same", async () => {
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const store = await open<number>("plain");
  await store.put("a", 7);
  expect(store.durable).toBe(true);
  expect(await (await open("plain")).all()).toEqual([7]);
});

test("without a database it is held in memory and says so", async () => {
  vi.stubGlobal("indexedDB", undefined);
  const store = await open<number>("none");
  await store.put("a", 7);
  expect(store.durable).toBe(false);
  expect(await store.all()).toEqual([7]);
});

test("what was sealed with one key does not open with another", async () => {
  const sealed = await seal(await newKey(), { a: 1 });
  await expect(unseal(await newKey(), sealed)).rejects.toThrow();
});

test("a secret has 32 random bytes in base64url", () => {
  expect(newSecret()).toMatch(/^[0-9a-f]{64}$/);
  expect(newSecret()).not.toBe(newSecret());
});
