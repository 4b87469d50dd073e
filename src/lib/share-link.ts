import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";

/** Anybody can write a link, so what it unpacks to is bounded: characters in the address, bytes behind it. */
const mostPacked = 2_000_000;
const mostUnpacked = 8_000_000;

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

/** The inverse of `encodeText`. Throws for anything else, and for what would unpack to more than a page can hold. */
export function decodeText(encoded: string): string {
  if (encoded.length > mostPacked) throw new Error("The link is too long");
  const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  return strFromU8(inflated(Uint8Array.from(binary, (character) => character.charCodeAt(0))));
}

/** A few bytes can unpack to a thousand times as many, so they are fed in pieces and counted on the way. */
const feed = 1_024;

function inflated(packed: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  let [size, ended] = [0, false];
  const inflate = new Inflate((chunk, final) => {
    chunks.push(chunk);
    size += chunk.length;
    ended ||= final;
  });
  for (let at = 0; at < packed.length; at += feed) {
    inflate.push(packed.subarray(at, at + feed), at + feed >= packed.length);
    if (size > mostUnpacked) throw new Error("The link unpacks to too much");
  }
  if (!ended) throw new Error("The link is cut off");
  return joined(chunks, size);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** The part of an address that carries a whole session (seed and inputs): "s=…". */
export const sessionHash = (record: unknown) => `s=${encodeText(JSON.stringify(record))}`;

/** What an address's hash carries as a session; undefined where there is none. Whoever reads it must check it. */
export function sessionFromHash(hash: string): unknown {
  const encoded = new URLSearchParams(hash.replace(/^#/, "")).get("s");
  return encoded === null ? undefined : (JSON.parse(decodeText(encoded)) as unknown);
}
