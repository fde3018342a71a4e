/** Which addresses are pages of the phone, and what a plate's address says. Pure: the server's rules, kept short. */

export interface Plate {
  readonly code: string;
  readonly seal: string;
}

/** Pages for one person alone, of the staff, and what is no page at all, are never kept. */
const NOT_KEPT = /^\/(r|f|l|api|admin|console|static|media|account|sign-in|sign-out|shell)(\/|$)/;

/** These ask for another page at the same address: a search, the form about the plate itself, an answer. */
const OTHER_PAGES = ["code", "plate", "answer"];

/** Whether an address may be answered from the phone: the start page, the privacy page, anything like a code. */
export function isKept({ pathname, searchParams }: URL): boolean {
  if (NOT_KEPT.test(pathname) || OTHER_PAGES.some((name) => searchParams.has(name))) return false;
  if (pathname === "/") return true;
  return pathname === "/privacy" || /^\/[^/]*\d[^/]*\/?$/.test(pathname);
}

/** Return the code and seal of a plate's address, in any letter case and with or without a hyphen; null for others. */
export function plateOf({ pathname }: URL): Plate | null {
  const typed = decoded(pathname).slice(1).replace(/\/$/, "").toUpperCase();
  const [, digits, seal = ""] = /^(\d{4}-?\d{4})(?:\.([0-9A-Z]{5}))?$/.exec(typed) ?? [];
  const code = digits?.replace("-", "");
  return code && isDamm(code) ? { code, seal } : null;
}

/** The address under which a page is kept: what only this visit added is left out. */
export function keyOf(url: URL): string {
  const key = new URL(url);
  key.hash = "";
  for (const name of [...key.searchParams.keys()]) {
    if (name !== "lang" && name !== "exercise") key.searchParams.delete(name);
  }
  return key.href;
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};

/** Damm's quasigroup of order 10: every wrong digit and every swap of neighbours leaves a remainder. */
const TABLE = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

function isDamm(digits: string): boolean {
  let interim = 0;
  for (const digit of digits) interim = Number(TABLE[interim]![Number(digit)]);
  return interim === 0;
}
