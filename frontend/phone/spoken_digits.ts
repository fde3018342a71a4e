/** The digits in what a phone's dictation wrote down, as digits or as words of one of the page's languages. Pure. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  ko: ["공|영", "일|하나", "이|둘", "삼|셋", "사|넷", "오|다섯", "육|륙|여섯", "칠|일곱", "팔|여덟", "구|아홉"],
  en: ["zero|oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
  ja: ["零|〇|ゼロ|れい", "一|いち", "二|に", "三|さん", "四|よん|し", "五|ご", "六|ろく", "七|なな|しち", "八|はち", "九|きゅう|く"],
  zh: ["零|〇", "一|幺", "二|两", "三", "四", "五", "六", "七", "八", "九"],
  vi: ["không", "một|mốt", "hai", "ba", "bốn|tư", "năm|lăm", "sáu", "bảy|bẩy", "tám", "chín"],
};

/** Return the digits alone, in the order in which they were said, without all else. */
export function digitsIn(spoken: string, language: string): string {
  const said = (WORDS[language] ?? []).flatMap((words, digit) => words.split("|").map((word) => [word.normalize("NFC"), String(digit)] as const));
  const digitOf = new Map(said);
  // The longest first: "일곱" is 7, not the "일" that is 1.
  const words = [...digitOf.keys()].sort((one, other) => other.length - one.length);
  const found = spoken.normalize("NFKC").toLowerCase().match(new RegExp(["[0-9]", ...words].join("|"), "g")) ?? [];
  return found.map((word) => digitOf.get(word) ?? word).join("");
}
