const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const valueOf = new Map(Array.from(alphabet).map((character, index) => [character, index]));

/** Decodes base64 (or its URL form) to text: UTF-8 where the bytes are that, one character per byte otherwise. */
export function decodeBase64(encoded: string): string {
  const bytes = decodeBytes(encoded);
  return decodeUtf8(bytes) ?? bytes.map((byte) => String.fromCharCode(byte)).join("");
}

function decodeBytes(encoded: string): readonly number[] {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of encoded) {
    const value = valueOf.get(character === "-" ? "+" : character === "_" ? "/" : character);
    if (value === undefined) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return bytes;
}

function decodeUtf8(bytes: readonly number[]): string | undefined {
  let escaped = "";
  for (const byte of bytes) escaped += byte < 0x80 && byte !== 0x25 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, "0")}`;
  try {
    return decodeURIComponent(escaped);
  } catch {
    return undefined;
  }
}
