/**
 * Seal what waits on the phone under a key that no script can read out: whoever copies the browser's
 * files or injects a script gets the key's handle at most, never the key.
 *
 * Browsers offer this over HTTPS (and on localhost) only; elsewhere there is no cipher, and the text
 * is kept as it is: losing a call for help is worse.
 */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

export const canSeal = (): boolean => typeof crypto.subtle === "object";

export const newKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);

export async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  return { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text) };
}

/** Return what was sealed. Rejects when it was sealed with another key or was changed. */
export async function unseal(key: CryptoKey, { iv, bytes }: Sealed): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes)));
}
