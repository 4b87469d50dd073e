import { FormatError } from "../../../apimachinery/format-error.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The text that base64 of UTF-8 stands for; throws a FormatError when it is none. */
export function decodeBase64(encoded: string): string {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const [index, sign] of Array.from(encoded.replace(/=+$/, "")).entries()) {
    const digit = alphabet.indexOf(sign);
    if (digit < 0) throw new FormatError(`base64 decode: illegal base64 data at input byte ${index}`);
    bits = ((bits << 6) | digit) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push((bits >> held) & 0xff);
  }
  return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""));
}
