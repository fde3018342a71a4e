import { expect, test } from "vitest";
import { platform } from "./location_help";

const ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`${ANDROID} Chrome/120.0.0.0 Mobile Safari/537.36`, 5, "android"],
  [`${ANDROID} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36`, 5, "samsung"],
  [`${ANDROID} Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36;KAKAOTALK 2410510`, 5, "kakao"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 KAKAOTALK 10.8.1", 5, "kakao"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1", 5, "ios"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15", 5, "ios"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15", 0, "desktop"],
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36", 0, "desktop"],
] as const)("it speaks the words of this phone: %s", (agent, touches, spoken) => {
  expect(platform(agent, touches)).toBe(spoken);
});
