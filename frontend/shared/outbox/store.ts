/** Where reports wait: the browser's own database, or memory where there is none (some private modes). */
import { type Sealed, canSeal, newKey, seal, unseal } from "./cipher";

export interface Store<T> {
  /** True when what is put here is on the phone's disk. */
  readonly durable: boolean;
  all(): Promise<T[]>;
  put(id: string, value: T): Promise<void>;
  remove(id: string): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly sealed?: Sealed;
  readonly plain?: string;
}

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });

const database = (name: string): Promise<IDBDatabase> => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("rows", { keyPath: "id" });
    request.result.createObjectStore("keys");
  };
  return asked(request);
};

class Disk<T> implements Store<T> {
  readonly durable = true;
  constructor(
    private readonly db: IDBDatabase,
    private readonly key: CryptoKey | null,
  ) {}

  async all(): Promise<T[]> {
    const rows = (await asked(this.db.transaction("rows").objectStore("rows").getAll())) as Row[];
    const values = await Promise.all(rows.map((row) => this.opened(row).catch(() => null)));
    return values.filter((value) => value !== null) as T[];
  }

  async put(id: string, value: T): Promise<void> {
    const row: Row = this.key ? { id, sealed: await seal(this.key, value) } : { id, plain: JSON.stringify(value) };
    await this.written((rows) => rows.put(row));
  }

  remove(id: string): Promise<void> {
    return this.written((rows) => rows.delete(id));
  }

  private async opened(row: Row): Promise<T | null> {
    if (row.sealed && this.key) return (await unseal(this.key, row.sealed)) as T;
    return row.plain ? (JSON.parse(row.plain) as T) : null;
  }

  /** Resolve when the transaction is complete, and strictly so: on the disk, not in a buffer. */
  private written(change: (rows: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction("rows", "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB"));
      change(transaction.objectStore("rows"));
    });
  }
}

class Memory<T> implements Store<T> {
  readonly durable = false;
  private readonly rows = new Map<string, T>();
  async all(): Promise<T[]> {
    return [...this.rows.values()];
  }
  async put(id: string, value: T): Promise<void> {
    this.rows.set(id, value);
  }
  async remove(id: string): Promise<void> {
    this.rows.delete(id);
  }
}

/** Two pages that open at once must agree on the key: the first one written stays. */
async function keptKey(db: IDBDatabase): Promise<CryptoKey | null> {
  if (!canSeal()) return null;
  const fresh = await newKey();
  const keys = db.transaction("keys", "readwrite").objectStore("keys");
  const there = (await asked(keys.get("key"))) as CryptoKey | undefined;
  if (there) return there;
  await asked(keys.put(fresh, "key"));
  return fresh;
}

/** Open the store of one kind of thing; memory when the browser keeps nothing or does not answer in 2 s. */
export async function open<T>(name: string): Promise<Store<T>> {
  const disk = async (): Promise<Store<T>> => {
    const db = await database(name);
    return new Disk<T>(db, await keptKey(db));
  };
  const late = new Promise<Store<T>>((resolve) => setTimeout(() => resolve(new Memory<T>()), 2000));
  return Promise.race([disk().catch(() => new Memory<T>()), late]);
}
