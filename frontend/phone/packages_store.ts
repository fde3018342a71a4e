/**
 * Packages on the phone's disk, compressed as they came. A download that breaks off leaves its parts and is
 * taken up where it was; a newer version replaces the older one in one step, when it is whole and is what it says.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { LonLat } from "../shared/geo/distance";
import { apply } from "../shared/package/apply";
import { decode } from "../shared/package/decode";
import { encode, versionOf } from "../shared/package/encode";
import { FORMAT, type Package, Unreadable } from "../shared/package/layout";

/** What the server offers for a place. */
export interface Offer {
  readonly area: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly points: number;
  readonly version: string;
  readonly size_bytes: number;
  readonly format: number;
  readonly href: string;
}

/** What the phone has. */
export interface Kept extends Offer {
  readonly kept_at: number;
}

type Bytes = Uint8Array<ArrayBuffer>;

interface Rooms extends DBSchema {
  kept: { key: string; value: Kept };
  content: { key: string; value: Bytes };
  begun: { key: string; value: { readonly offer: Offer; readonly etag: string } };
  parts: { key: [area: string, at: number]; value: Bytes };
}

/** The version is not to be had any more: ask for the offers again. */
export class Gone extends Error {}

/** Received bytes of all bytes. */
export type Progress = (received: number, size: number) => void;

const PART_BYTES = 32_768;
/** A line on which nothing comes for so long is broken; another tab that holds a package for so long is not waited for. */
const PATIENCE_MS = 20_000;

export class Packages {
  private constructor(readonly db: IDBPDatabase<Rooms>) {}

  /** Open the store. Rejects where the browser keeps nothing. */
  static async open(name = "packages"): Promise<Packages> {
    const db = await openDB<Rooms>(name, 1, {
      upgrade: (fresh) => {
        for (const room of ["kept", "content", "begun", "parts"] as const) fresh.createObjectStore(room);
      },
      // A later version of the page in another tab must not wait for this one.
      blocking: (_, __, { target }) => (target as IDBDatabase).close(),
    });
    return new Packages(db);
  }

  kept(): Promise<Kept[]> {
    return this.db.getAll("kept");
  }

  /** Return what was begun and not finished. */
  async begun(): Promise<Offer[]> {
    return (await this.db.getAll("begun")).map(({ offer }) => offer);
  }

  /** Load a package, by what has changed where an older one is here. Rejects with Gone, Unreadable, or what the line did. */
  load(offer: Offer, progress: Progress = () => undefined): Promise<void> {
    // Newer than this page can read: what is here stays.
    if (offer.format > FORMAT) return Promise.reject(new Unreadable("newer"));
    return this.#loaded(offer, progress);
  }

  async #loaded(offer: Offer, progress: Progress): Promise<void> {
    const before = await this.db.get("kept", offer.area);
    if (before?.version === offer.version) return;
    if (before && (await this.#updated(before, offer))) return;
    // Two tabs would mix up their parts. What has changed came before: nobody waits for that line here.
    await alone(offer.area, async () => {
      const now = await this.db.get("kept", offer.area);
      if (now?.version !== offer.version) await this.#whole(offer, progress);
    });
  }

  /** Return a package for `Surroundings`; null when it is not here. Rejects with Unreadable. */
  async read(area: string): Promise<Package | null> {
    const packed = await this.db.get("content", area);
    return packed ? decode(await unpacked(packed)) : null;
  }

  async remove(area: string): Promise<void> {
    const change = this.db.transaction(["kept", "content", "begun", "parts"], "readwrite");
    for (const room of ["kept", "content", "begun"] as const) void change.objectStore(room).delete(area);
    void change.objectStore("parts").delete(partsOf(area));
    await change.done;
  }

  /** Return whether the steps from the older version have led to the newer one. Rejects when there is no line. */
  async #updated(before: Kept, offer: Offer): Promise<boolean> {
    const packed = await this.db.get("content", before.area);
    if (!packed || before.format !== offer.format) return false;
    const stop = new AbortController();
    const answer = await asked(`${offer.href}?from=${before.version}`, stop);
    // The whole is loaded in parts that outlive a broken line.
    if (answer.headers.get("Content-Type") !== "application/octet-stream") {
      stop.abort();
      return false;
    }
    const came: Bytes[] = [];
    for await (const bytes of coming(answer, stop)) came.push(bytes);
    const steps = joined(came);
    try {
      const old = { package: decode(await unpacked(packed)), version: before.version };
      const now = apply(old, steps);
      const bytes = encode(now.package);
      if (now.version !== offer.version || (await differs(bytes, offer.version))) return false;
      const smaller = await repacked(bytes);
      // Meanwhile another tab may have kept a newer one, or its person removed it.
      if ((await this.db.get("kept", before.area))?.version === before.version) await this.#put(offer, smaller);
      return true;
    } catch (error) {
      if (error instanceof Unreadable) return false;
      throw error;
    }
  }

  async #whole(offer: Offer, progress: Progress): Promise<void> {
    let at = await this.#takenUp(offer);
    if (at < offer.size_bytes) at = await this.#received(offer, at, progress);
    const packed = joined(await this.db.getAll("parts", partsOf(offer.area)));
    try {
      const bytes = await unpacked(packed);
      if (await differs(bytes, offer.version)) throw new Unreadable("broken");
      decode(bytes);
    } catch (error) {
      await this.#forget(offer.area);
      throw error instanceof Unreadable ? error : new Unreadable("broken");
    }
    await this.#put(offer, packed);
  }

  /** Return how many bytes of this version are here; parts of another one are dropped. */
  async #takenUp(offer: Offer): Promise<number> {
    const begun = await this.db.get("begun", offer.area);
    if (begun?.offer.version !== offer.version) await this.#forget(offer.area);
    const parts = await this.db.getAll("parts", partsOf(offer.area));
    return parts.reduce((sum, part) => sum + part.length, 0);
  }

  async #received(offer: Offer, already: number, progress: Progress): Promise<number> {
    const etag = (await this.db.get("begun", offer.area))?.etag;
    const headers = already && etag ? { Range: `bytes=${already}-`, "If-Range": etag } : {};
    const stop = new AbortController();
    const answer = await asked(offer.href, stop, headers);
    let at = answer.status === 206 ? already : 0;
    if (!at) await this.#forget(offer.area);
    await this.db.put("begun", { offer, etag: answer.headers.get("ETag") ?? "" }, offer.area);
    let waiting: Bytes[] = [];
    let size = 0;
    const keep = async (): Promise<void> => {
      if (size) await this.db.put("parts", joined(waiting), [offer.area, at]);
      [at, waiting, size] = [at + size, [], 0];
      progress(at, offer.size_bytes);
    };
    try {
      for await (const bytes of coming(answer, stop)) {
        waiting.push(bytes);
        size += bytes.length;
        if (size >= PART_BYTES) await keep();
      }
    } finally {
      await keep();
    }
    return at;
  }

  async #put(offer: Offer, packed: Bytes): Promise<void> {
    const change = this.db.transaction(["kept", "content", "begun", "parts"], "readwrite", { durability: "strict" });
    void change.objectStore("kept").put({ ...offer, kept_at: Date.now() }, offer.area);
    void change.objectStore("content").put(packed, offer.area);
    void change.objectStore("begun").delete(offer.area);
    void change.objectStore("parts").delete(partsOf(offer.area));
    await change.done;
  }

  async #forget(area: string): Promise<void> {
    const change = this.db.transaction(["begun", "parts"], "readwrite");
    void change.objectStore("begun").delete(area);
    void change.objectStore("parts").delete(partsOf(area));
    await change.done;
  }
}

/** Return what the server offers for a place, the surroundings first. Rejects when there is no line. */
export async function offers([longitude, latitude]: LonLat): Promise<Offer[]> {
  return listed(`/api/v1/packages?near=${longitude},${latitude}`);
}

/** Return the newest version of an area: no place is told. Rejects when there is no line. */
export async function newest(area: string): Promise<Offer | undefined> {
  return (await listed(`/api/v1/packages?area=${encodeURIComponent(area)}`)).find((offer) => offer.area === area);
}

async function listed(href: string): Promise<Offer[]> {
  const stop = new AbortController();
  const answer = await asked(href, stop);
  const { packages } = (await patient(stop, answer.json())) as { packages: Offer[] };
  return packages;
}

async function asked(href: string, stop: AbortController, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await patient(stop, fetch(href, { headers, signal: stop.signal }));
  if (answer.status === 404) throw new Gone(href);
  if (answer.status === 416) return asked(href, stop);
  if (!answer.ok) throw new Error(`${href} answered ${answer.status}`);
  return answer;
}

/** Give what comes of an answer, piece by piece. Rejects when the line breaks or falls silent. */
async function* coming({ body }: Response, stop: AbortController): AsyncGenerator<Bytes> {
  const reader = body!.getReader();
  try {
    for (;;) {
      const { done, value } = await patient(stop, reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    stop.abort();
  }
}

/** Wait for a line, with an end to it. */
async function patient<T>(stop: AbortController, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** Do something while no other tab does it to the same area. Rejects when another one is long at it, or asleep over it. */
async function alone(area: string, work: () => Promise<void>): Promise<void> {
  const { locks } = globalThis.navigator ?? {};
  if (!locks) return work();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  await locks.request(`package ${area}`, { signal: stop.signal }, () => {
    clearTimeout(timer);
    return work();
  });
}

const partsOf = (area: string): IDBKeyRange => IDBKeyRange.bound([area, 0], [area, Number.MAX_SAFE_INTEGER]);

function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Without WebCrypto (plain HTTP) only the check sum inside the compressed bytes speaks. */
async function differs(bytes: Bytes, version: string): Promise<boolean> {
  const found = await versionOf(bytes);
  return found !== null && found !== version;
}

async function unpacked(packed: Bytes): Promise<Bytes> {
  try {
    return await through(packed, new DecompressionStream("gzip"));
  } catch {
    throw new Unreadable("broken");
  }
}

const repacked = (bytes: Bytes): Promise<Bytes> => through(bytes, new CompressionStream("gzip"));

async function through(bytes: Bytes, change: ReadableWritablePair<Bytes, BufferSource>): Promise<Bytes> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(change)).arrayBuffer());
}
