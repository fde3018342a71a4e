import { hex } from "./uuid";

/** Return 32 random bytes in hexadecimal: what lets this phone, and no other, read and amend its report. */
export const newSecret = (): string => hex(crypto.getRandomValues(new Uint8Array(32)));
