/** Tag codes: seven digits and the one that checks them (Damm). A package holds the seven as a number. */

const TABLE = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

/** Return the eight digits of a code from its first seven as a number. */
export function codeOf(body: number): string {
  const digits = String(body).padStart(7, "0");
  return digits + String(remainder(digits));
}

/** Return the first seven digits as a number; null for what is no valid code. Hyphens and spaces are passed over. */
export function bodyOf(code: string): number | null {
  const digits = code.replace(/[-\s]/g, "");
  return /^[0-9]{8}$/.test(digits) && remainder(digits) === 0 ? Number(digits.slice(0, 7)) : null;
}

function remainder(digits: string): number {
  let interim = 0;
  for (const digit of digits) interim = Number(TABLE[interim]![Number(digit)]);
  return interim;
}
