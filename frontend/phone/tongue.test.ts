import { describe, expect, test } from "vitest";
import { tongueOf, voiceFor } from "./tongue";

describe("in which language the centre wrote", () => {
  test.each([
    ["움직이지 말고 기다리세요.", "en", "ko-KR"],
    ["Stay where you are.", "ko", "en-US"],
    ["動かないで待ってください。", "en", "ja-JP"],
    ["请不要动，原地等待。", "ko", "zh-CN"],
    ["119 救助隊", "ja", "ja-JP"],
    ["Hãy ở yên đó, đừng di chuyển.", "ko", "vi-VN"],
    ["Co dau khong?", "vi", "vi-VN"],
    ["119에 전화하세요 OK?", "en", "ko-KR"],
  ])("%s", (text, otherwise, tongue) => {
    expect(tongueOf(text, otherwise)).toBe(tongue);
  });
});

test("a voice is of the language, of its own country when there is one", () => {
  const voices = ["en-GB", "zh-TW", "zh-CN", "ko_KR"].map((lang) => ({ lang }));
  expect(voiceFor(voices, "zh-CN")?.lang).toBe("zh-CN");
  expect(voiceFor(voices, "en-US")?.lang).toBe("en-GB");
  expect(voiceFor(voices, "ko-KR")?.lang).toBe("ko_KR");
  expect(voiceFor(voices, "vi-VN")).toBeNull();
});
