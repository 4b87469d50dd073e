const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Writes text as base64 of its UTF-8 bytes, as JSON carries bytes. */
export function encodeBase64(text: string): string {
  const bytes = utf8Bytes(text);
  let encoded = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const group = (bytes[index]! << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const digits = Math.min(4, bytes.length - index + 1);
    for (let digit = 0; digit < digits; digit++) encoded += alphabet[(group >> (18 - 6 * digit)) & 63];
  }
  return encoded.padEnd(Math.ceil(encoded.length / 4) * 4, "=");
}

/** How many bytes the base64 text stands for. */
export function decodedLength(encoded: string): number {
  const padding = encoded.endsWith("==") ? 2 : encoded.endsWith("=") ? 1 : 0;
  return (encoded.length / 4) * 3 - padding;
}

/** Reads base64 as UTF-8 text; undefined where it is none. */
export function decodeBase64(encoded: string): string | undefined {
  let escaped = "";
  let bits = 0;
  let held = 0;
  for (const character of encoded.replace(/=+$/, "")) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    held = (held << 6) | digit;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    escaped += `%${((held >> bits) & 255).toString(16).padStart(2, "0")}`;
    held &= (1 << bits) - 1;
  }
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function utf8Bytes(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of text) pushBytes(bytes, character.codePointAt(0) ?? 0);
  return bytes;
}

function pushBytes(bytes: number[], code: number): void {
  const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x80) bytes.push(code);
  else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(0));
  else if (code >= 0xd800 && code < 0xe000) bytes.push(0xef, 0xbf, 0xbd);
  else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(6), tail(0));
  else bytes.push(0xf0 | (code >> 18), tail(12), tail(6), tail(0));
}
