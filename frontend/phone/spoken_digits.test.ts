import { expect, test } from "vitest";
import { digitsIn } from "./spoken_digits";

test.each([
  ["ko", "4827-9154", "48279154"],
  ["ko", "사팔이칠 구일오사", "48279154"],
  ["ko", "일곱 여덟 공 영", "7800"],
  ["en", "four eight two 7 nine one five four", "48279154"],
  ["ja", "四八二七、九一五四", "48279154"],
  ["ja", "よん はち に なな きゅう いち ご よん", "48279154"],
  ["zh", "四八二七九幺五四", "48279154"],
  ["vi", "bốn tám hai bảy chín một năm tư", "48279154"],
  ["vi", "４８２７９１５４", "48279154"],
  ["en", "help me", ""],
  ["th", "4827 9154", "48279154"],
])("a number said in %s is understood: %s", (language, spoken, digits) => {
  expect(digitsIn(spoken, language)).toBe(digits);
});
