import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import example from "../../fixtures/package.json";
import { encode, versionOf } from "../shared/package/encode";
import { FORMAT } from "../shared/package/layout";
import { type Rows, type Value, chained, made, stepBetween } from "../shared/package/made";
import { Surroundings } from "../shared/package/surroundings";
import { Gone, type Offer, Packages, newest, offers } from "./packages_store";

type Bytes = Uint8Array<ArrayBuffer>;

interface Edition {
  readonly offer: Offer;
  readonly packed: Bytes;
  readonly rows: Rows;
}

/** A server with one area, on a line that breaks where the test says. */
class Server {
  readonly asked: { readonly path: string; readonly range: string | null }[] = [];
  editions: Edition[] = [];
  breaksAfter: number | null = null;
  steps: Bytes | null = null;
  /** Nothing comes any more, and nothing says so. */
  hangs: "before the answer" | "in the answer" | null = null;

  readonly fetch = async (path: string, { headers = {}, signal }: { headers?: Record<string, string>; signal?: AbortSignal } = {}): Promise<Response> => {
    const range = headers["Range"] ?? null;
    this.asked.push({ path, range });
    const { hangs } = this;
    const end = new Promise<never>((_, reject) => signal?.addEventListener("abort", () => hangs && reject(signal.reason)));
    end.catch(() => undefined);
    if (hangs === "before the answer") return end;
    if (hangs) {
      const type = path.includes("?from=") ? "application/octet-stream" : "application/json";
      return new Response(new ReadableStream({ pull: () => end }), { headers: { "Content-Type": type } });
    }
    const { pathname, searchParams } = new URL(path, "http://here");
    if (pathname === "/api/v1/packages") return Response.json({ packages: this.editions.slice(-1).map(({ offer }) => offer) });
    const edition = this.editions.find(({ offer }) => offer.href === pathname);
    if (!edition) return new Response(null, { status: 404 });
    if (searchParams.has("from") && this.steps) return this.#answer(this.steps, 200, "application/octet-stream");
    const etag = `"${edition.offer.version}"`;
    const from = range && headers["If-Range"] === etag ? Number(/bytes=(\d+)-/.exec(range)![1]) : 0;
    if (from >= edition.packed.length) return new Response(null, { status: 416 });
    return this.#answer(edition.packed.subarray(from), from ? 206 : 200, "application/gzip", { ETag: etag });
  };

  #answer(bytes: Bytes, status: number, type: string, headers: Record<string, string> = {}): Response {
    const end = this.breaksAfter;
    let sent = false;
    const body = new ReadableStream<Bytes>(
      {
        pull: (controller) => {
          const breaks = end !== null && end < bytes.length;
          if (sent && breaks) controller.error(new TypeError("network error"));
          else if (sent) controller.close();
          else controller.enqueue(breaks ? bytes.slice(0, end) : bytes);
          sent = true;
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { status, headers: { "Content-Type": type, ...headers } });
  }
}

const zipped = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer());

/** Codes and places that no compression makes small. */
const crowd = (count: number): Value[][] =>
  Array.from({ length: count }, (_, i) => [
    126_900_000 + ((i * 7_919_131) % 99_991), 37_600_000 + ((i * 15_485_863) % 99_989), `지점 ${i}`, `Point ${i}`, "peak", 50,
    [(i * 6_700_417) % 10_000_000], "", 1,
  ]);

async function edition(rows: Rows): Promise<Edition> {
  const bytes = encode(made(rows));
  const packed = await zipped(bytes);
  const version = (await versionOf(bytes))!;
  const offer: Offer = {
    area: "n376e1269", name_ko: "노고산 산길", name_en: "Nogosan trail", points: (rows.points ?? []).length, version,
    size_bytes: packed.length, format: FORMAT, href: `/api/v1/packages/n376e1269/${version}`,
  };
  return { offer, packed, rows };
}

const nogosan = (points: Value[][]): Rows => ({ ...(example.content as Rows), points });

let server: Server;
let name = 0;
const reopened = (): Promise<Packages> => Packages.open(`packages ${name}`);

beforeEach(async () => {
  name += 1;
  server = new Server();
  server.editions = [await edition(nogosan(crowd(3_000)))];
  vi.stubGlobal("fetch", server.fetch);
});
afterEach(() => vi.unstubAllGlobals());

const around = async (packages: Packages): Promise<Surroundings> => new Surroundings((await packages.read("n376e1269"))!);
const first = (): Edition => server.editions[0]!;

describe("a package", () => {
  test("is there when the page is opened again, with no line at all", async () => {
    const [offer] = await offers([126.94, 37.68]);
    await (await reopened()).load(offer!);
    server.editions = [];
    const packages = await reopened();
    expect(await packages.kept()).toMatchObject([{ area: "n376e1269", points: 3_000, version: offer!.version }]);
    const now = await around(packages);
    expect(now.size).toBe(3_000);
    expect(now.name.ko).toBe("노고산 산길");
    expect(await packages.begun()).toEqual([]);
  });

  test("that was never loaded is not here", async () => {
    expect(await (await reopened()).read("n376e1269")).toBeNull();
  });

  test("tells how much of it has come", async () => {
    const told: number[] = [];
    await (await reopened()).load(first().offer, (received, size) => told.push(received / size));
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });

  test("can be removed, with what was begun", async () => {
    const packages = await reopened();
    await packages.load(first().offer);
    await packages.remove("n376e1269");
    expect(await packages.kept()).toEqual([]);
    expect(await packages.read("n376e1269")).toBeNull();
  });

  test("is loaded once, however often it is asked for", async () => {
    const packages = await reopened();
    await packages.load(first().offer);
    await packages.load(first().offer);
    expect(server.asked).toHaveLength(1);
  });
});

describe("on a line that breaks", () => {
  test("it is taken up where it was, in a page that was opened again", async () => {
    server.breaksAfter = 9_000;
    await expect((await reopened()).load(first().offer)).rejects.toThrow("network error");
    const packages = await reopened();
    expect(await packages.begun()).toEqual([first().offer]);
    expect(await packages.kept()).toEqual([]);
    server.breaksAfter = null;
    await packages.load(first().offer);
    expect(server.asked.at(-1)!.range).toBe("bytes=9000-");
    expect((await around(packages)).size).toBe(3_000);
  });

  test("it arrives in the end, a piece at a time", async () => {
    server.breaksAfter = 4_000;
    const packages = await reopened();
    const tries = Math.ceil(first().packed.length / 4_000);
    for (let i = 1; i < tries; i += 1) await expect(packages.load(first().offer)).rejects.toThrow("network error");
    await packages.load(first().offer);
    expect((await around(packages)).place(0)).toMatchObject({ name_ko: "지점 0" });
    expect(server.asked).toHaveLength(tries);
  });

  test("parts of two versions are never put together", async () => {
    server.breaksAfter = 9_000;
    const packages = await reopened();
    await expect(packages.load(first().offer)).rejects.toThrow("network error");
    server.breaksAfter = null;
    server.editions = [await edition(nogosan(crowd(2_900)))];
    await packages.load(first().offer);
    expect(server.asked.at(-1)!.range).toBeNull();
    expect((await around(packages)).size).toBe(2_900);
  });

  test("a server that has made the same version anew sends the whole", async () => {
    server.breaksAfter = 9_000;
    const packages = await reopened();
    await expect(packages.load(first().offer)).rejects.toThrow("network error");
    server.breaksAfter = null;
    await packages.db.put("begun", { offer: first().offer, etag: '"another"' }, "n376e1269");
    await packages.load(first().offer);
    expect((await around(packages)).size).toBe(3_000);
  });

  test("a version that has been given up meanwhile is said to be gone, and what is here stays", async () => {
    const packages = await reopened();
    await packages.load(first().offer);
    const later = await edition(nogosan(crowd(10)));
    await expect(packages.load(later.offer)).rejects.toBeInstanceOf(Gone);
    expect((await around(packages)).size).toBe(3_000);
  });
});

describe("a newer version", () => {
  const later = async (): Promise<Edition> => {
    const next = await edition(nogosan([...crowd(3_000).slice(5), [126_950_000, 37_680_000, "새 지점", "New", "peak", 20, [1], ""]]));
    server.editions.push(next);
    return next;
  };

  test("comes as what has changed, and is the server's own to the last byte", async () => {
    const packages = await reopened();
    await packages.load(first().offer);
    const next = await later();
    const { version } = first().offer;
    server.steps = chained(stepBetween(first().rows, next.rows, version, next.offer.version));
    expect(server.steps.length).toBeLessThan(next.packed.length / 20);
    await packages.load(next.offer);
    expect(server.asked.slice(1).map(({ path }) => path)).toEqual([`${next.offer.href}?from=${version}`]);
    const now = await around(await reopened());
    expect(await versionOf(encode(now.content))).toBe(next.offer.version);
    expect(now.nearest([126.95, 37.68], 1)[0]!.place).toMatchObject({ name_ko: "새 지점" });
  });

  test("comes whole when the server no longer knows the older one", async () => {
    const packages = await reopened();
    await packages.load(first().offer);
    await packages.load((await later()).offer);
    expect((await around(packages)).size).toBe(2_996);
  });

  test.each([
    ["that lead elsewhere", async (next: Edition) => stepBetween(first().rows, { ...next.rows, closures: [] }, first().offer.version, next.offer.version)],
    ["from elsewhere", async (next: Edition) => stepBetween(first().rows, next.rows, "00".repeat(16), next.offer.version)],
    ["of nonsense", async () => Uint8Array.from([1, 2, 3])],
  ])("comes whole after steps %s", async (_, step) => {
    const packages = await reopened();
    await packages.load(first().offer);
    const next = await later();
    server.steps = chained(await step(next));
    await packages.load(next.offer);
    expect(await versionOf(encode((await around(packages)).content))).toBe(next.offer.version);
  });

  test("that breaks off leaves the older one in use", async () => {
    const packages = await reopened();
    await packages.load(first().offer);
    const next = await later();
    server.breaksAfter = 500;
    await expect(packages.load(next.offer)).rejects.toThrow("network error");
    expect((await around(await reopened())).size).toBe(3_000);
  });
});

describe("what cannot be read", () => {
  test("of a later format is not loaded: it is said, and what is here stays", async () => {
    const packages = await reopened();
    await packages.load(first().offer);
    await expect(packages.load({ ...first().offer, version: "11".repeat(16), format: FORMAT + 1 })).rejects.toMatchObject({ why: "newer" });
    expect(server.asked).toHaveLength(1);
    expect((await around(packages)).size).toBe(3_000);
  });

  test("that was kept by a later page says so and is not thrown away", async () => {
    const bytes = encode(made(first().rows));
    bytes[3] = FORMAT + 1;
    const packages = await reopened();
    await packages.load(first().offer);
    await packages.db.put("content", await zipped(bytes), "n376e1269");
    await expect(packages.read("n376e1269")).rejects.toMatchObject({ why: "newer" });
    expect(await packages.kept()).toHaveLength(1);
  });

  test("because it is not what its version says is never kept, and the next try begins anew", async () => {
    const { offer, packed } = first();
    const other = await edition(nogosan(crowd(2_999)));
    server.editions = [{ ...first(), packed: other.packed }];
    const packages = await reopened();
    await expect(packages.load(offer)).rejects.toMatchObject({ why: "broken" });
    expect(await packages.kept()).toEqual([]);
    server.editions = [{ ...first(), packed }];
    await packages.load(offer);
    expect((await around(packages)).size).toBe(3_000);
  });

  test("without WebCrypto the compressed bytes' own check sum is believed", async () => {
    vi.stubGlobal("crypto", {});
    const packages = await reopened();
    await packages.load(first().offer);
    expect((await around(packages)).size).toBe(3_000);
  });
});

describe.each(["before the answer", "in the answer"] as const)("on a line that hangs %s", (hangs) => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  /** Return how a thing that waits for the line ends when its patience does. */
  const ended = async (work: Promise<unknown>): Promise<unknown> => {
    let end: unknown = "waits";
    work.then(() => (end = "done"), (error: Error) => (end = error.name));
    await vi.waitUntil(() => (vi.advanceTimersByTime(20_000), end !== "waits"));
    return end;
  };

  test("a package, and a newer one, come to an end, and the next try has its turn", async () => {
    const packages = await reopened();
    server.hangs = hangs;
    expect(await ended(packages.load(first().offer))).toBe("AbortError");
    server.hangs = null;
    await packages.load(first().offer);
    const next = await edition(nogosan(crowd(2_990)));
    server.editions.push(next);
    server.hangs = hangs;
    expect(await ended(packages.load(next.offer))).toBe("AbortError");
    expect((await around(packages)).size).toBe(3_000);
    server.hangs = null;
    await packages.load(next.offer);
    expect((await around(packages)).size).toBe(2_990);
  });

  test("what there is for a place is said to be out of reach", async () => {
    server.hangs = hangs;
    expect(await ended(offers([126.94, 37.68]))).toBe("AbortError");
    expect(await ended(newest("n376e1269"))).toBe("AbortError");
  });
});

describe("two tabs", () => {
  /** A browser's locks, as far as they are used here. */
  const locks = () => {
    const held = new Set<string>();
    const request = (name: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>): Promise<void> =>
      held.has(name)
        ? new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)))
        : (held.add(name), work().finally(() => held.delete(name)));
    return { held, request };
  };

  test("one that sleeps over a download is not waited for without an end", async () => {
    const browser = locks();
    vi.stubGlobal("navigator", { locks: browser });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const packages = await reopened();
    browser.held.add("package n376e1269");
    const ended = packages.load(first().offer).catch((error: Error) => error.name);
    let end: unknown;
    void ended.then((name) => (end = name));
    await vi.waitUntil(() => (vi.advanceTimersByTime(20_000), end));
    expect(end).toBe("AbortError");
    vi.useRealTimers();
    browser.held.clear();
    await packages.load(first().offer);
    expect((await around(packages)).size).toBe(3_000);
    expect(browser.held.size).toBe(0);
  });

  test("a step that comes late does not take the place of a newer version", async () => {
    const packages = await reopened();
    await packages.load(first().offer);
    const [second, third] = [await edition(nogosan(crowd(2_990))), await edition(nogosan(crowd(2_980)))];
    server.editions.push(second, third);
    server.steps = chained(stepBetween(first().rows, second.rows, first().offer.version, second.offer.version));
    const real = server.fetch;
    vi.stubGlobal("fetch", async (...asked: Parameters<typeof real>) => {
      if (asked[0].includes("?from=")) {
        vi.stubGlobal("fetch", real);
        server.steps = null;
        await (await reopened()).load(third.offer);
        server.steps = chained(stepBetween(first().rows, second.rows, first().offer.version, second.offer.version));
      }
      return real(...asked);
    });
    await packages.load(second.offer);
    expect((await around(packages)).size).toBe(2_980);
  });
});
