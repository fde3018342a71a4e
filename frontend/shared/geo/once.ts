/** One position, and then the phone's receiver is let go. */
import { type Measured, watch } from "./watch";

/** Return the first position. Rejects with the reason when the phone tells none; it measures no longer in either case. */
export async function once(): Promise<Measured> {
  let stop = (): void => undefined;
  try {
    return await new Promise<Measured>((resolve, reject) => {
      stop = watch(resolve, (why) => reject(new Error(why)));
    });
  } finally {
    stop();
  }
}
