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

function disk<T>(db: IDBDatabase, key: CryptoKey | null): Store<T> {
  const opened = async (row: Row): Promise<T | null> => {
    if (row.sealed && key) return (await unseal(key, row.sealed)) as T;
    return row.plain ? (JSON.parse(row.plain) as T) : null;
  };
  /** Resolve when the transaction is complete, and strictly so: on the disk, not in a buffer. */
  const written = (change: (rows: IDBObjectStore) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const transaction = db.transaction("rows", "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB"));
      change(transaction.objectStore("rows"));
    });
  return {
    durable: true,
    all: async () => {
      const rows = (await asked(db.transaction("rows").objectStore("rows").getAll())) as Row[];
      const values = await Promise.all(rows.map((row) => opened(row).catch(() => null)));
      return values.filter((value) => value !== null) as T[];
    },
    put: async (id, value) => {
      const row: Row = key ? { id, sealed: await seal(key, value) } : { id, plain: JSON.stringify(value) };
      await written((rows) => rows.put(row));
    },
    remove: (id) => written((rows) => rows.delete(id)),
  };
}

function memory<T>(): Store<T> {
  const rows = new Map<string, T>();
  return {
    durable: false,
    all: async () => [...rows.values()],
    put: async (id, value) => void rows.set(id, value),
    remove: async (id) => void rows.delete(id),
  };
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
  const lasting = async (): Promise<Store<T>> => {
    const db = await database(name);
    return disk<T>(db, await keptKey(db));
  };
  const late = new Promise<Store<T>>((resolve) => setTimeout(() => resolve(memory<T>()), 2000));
  return Promise.race([lasting().catch(memory<T>), late]);
}
