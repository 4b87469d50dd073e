import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";

/** The part of an address that carries a manifest in itself: "y=…". Nothing is uploaded anywhere. */
export const manifestHash = (manifest: string) => `y=${encodeText(manifest)}`;

/** The manifest in an address's hash; undefined where there is none, an error where it is damaged. */
export function manifestFromHash(hash: string): string | undefined {
  const encoded = new URLSearchParams(hash.replace(/^#/, "")).get("y");
  return encoded === null ? undefined : decodeText(encoded);
}

/** Text, packed so that it may stand in an address: deflate, then base64url. */
export function encodeText(text: string): string {
  const bytes = deflateSync(strToU8(text), { level: 9 });
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The inverse of `encodeText`. Throws for anything else. */
export function decodeText(encoded: string): string {
  const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  return strFromU8(inflateSync(Uint8Array.from(binary, (character) => character.charCodeAt(0))));
}

/** The part of an address that carries a whole session (seed and inputs): "s=…". */
export const sessionHash = (record: unknown) => `s=${encodeText(JSON.stringify(record))}`;

/** What an address's hash carries as a session; undefined where there is none. Whoever reads it must check it. */
export function sessionFromHash(hash: string): unknown {
  const encoded = new URLSearchParams(hash.replace(/^#/, "")).get("s");
  return encoded === null ? undefined : (JSON.parse(decodeText(encoded)) as unknown);
}
