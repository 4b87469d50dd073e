const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Writes text as URL-safe base64 of its UTF-8 bytes, without padding. */
export function encodeBase64Url(text: string): string {
  const bytes = utf8(text);
  let encoded = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const group = (bytes[index]! << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const digits = Math.min(4, bytes.length - index + 1);
    for (let digit = 0; digit < digits; digit++) encoded += alphabet[(group >> (18 - 6 * digit)) & 63];
  }
  return encoded;
}

/** Reads what `encodeBase64Url` wrote; undefined for anything else. */
export function decodeBase64Url(encoded: string): string | undefined {
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
  } catch {
    return undefined;
  }
}

function utf8(text: string): number[] {
  const bytes: number[] = [];
  const escaped = encodeURIComponent(text);
  for (let index = 0; index < escaped.length; index++) {
    if (escaped[index] !== "%") bytes.push(escaped.charCodeAt(index));
    else {
      bytes.push(Number.parseInt(escaped.slice(index + 1, index + 3), 16));
      index += 2;
    }
  }
  return bytes;
}
