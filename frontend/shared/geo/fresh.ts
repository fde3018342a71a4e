/** One position that is measured now: what the phone still knew from before does not count. */
import { type Measured, read } from "./watch";

/** Return a new position. Rejects with the reason when the phone tells none. */
export function fresh(within_ms: number): Promise<Measured> {
  return new Promise((resolve, reject) => {
    if (!isSecureContext || !navigator.geolocation) return reject(new Error("unavailable"));
    navigator.geolocation.getCurrentPosition(
      (position) => {
        const measured = read(position);
        if (measured) resolve(measured);
        else reject(new Error("unavailable"));
      },
      (error) => reject(new Error(error.code === error.PERMISSION_DENIED ? "denied" : "unavailable")),
      { enableHighAccuracy: true, maximumAge: 0, timeout: within_ms },
    );
  });
}
