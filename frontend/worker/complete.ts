/** When a page that came from the phone's memory is complete: its second stage says so, or it is taken to be. */

/** A page that was closed again, or whose second stage does not come, is renewed all the same. */
const AT_LAST_MS = 5_000;

const waiting = new Map<string, () => void>();

/** Resolve when a page has all that belongs to it; nothing else should be on the line or on the processor before. */
export async function complete(client: string): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, AT_LAST_MS);
    waiting.set(client, resolve);
  });
  waiting.delete(client);
}

/** A page says that it is complete. */
export const isComplete = (client: string | undefined): void => waiting.get(client ?? "")?.();
