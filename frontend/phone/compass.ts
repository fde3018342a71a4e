/** Which way the phone's upper edge points, in degrees clockwise from north, where the phone can tell. */

interface Turned extends DeviceOrientationEvent {
  /** iPhones count clockwise from north by themselves. */
  readonly webkitCompassHeading?: number;
}

type Asked = typeof DeviceOrientationEvent & { requestPermission?: () => Promise<"granted" | "denied"> };

/** Whether this phone wants to be asked by a touch before it tells. */
export const mustAsk = (): boolean =>
  typeof DeviceOrientationEvent !== "undefined" && Boolean((DeviceOrientationEvent as Asked).requestPermission);

/** Ask, within a touch. Returns whether the phone will tell. */
export async function ask(): Promise<boolean> {
  const answer = await (DeviceOrientationEvent as Asked).requestPermission?.().catch(() => "denied");
  return answer !== "denied";
}

/** Follow the heading until stopped; never called on a phone without a compass. Returns what stops it. */
export function follow(turned: (heading_deg: number) => void): () => void {
  const heard = (event: Event): void => {
    const heading = headingOf(event as Turned, screen.orientation?.angle ?? 0);
    if (heading !== null) turned(heading);
  };
  // Androids tell the true one under a name of its own; iPhones tell it under the usual one.
  const names = ["deviceorientationabsolute", "deviceorientation"];
  for (const name of names) addEventListener(name, heard);
  return () => names.forEach((name) => removeEventListener(name, heard));
}

/** Return the heading, null when the event tells none; `angle` is how far the screen's picture is turned. */
export function headingOf({ webkitCompassHeading, absolute, alpha }: Turned, angle: number): number | null {
  if (typeof webkitCompassHeading === "number" && webkitCompassHeading >= 0) return turn(webkitCompassHeading + angle);
  // Without "absolute" the angle counts from wherever the phone lay when the page was opened.
  return absolute && alpha !== null ? turn(360 - alpha + angle) : null;
}

export const turn = (degrees: number): number => ((degrees % 360) + 360) % 360;
