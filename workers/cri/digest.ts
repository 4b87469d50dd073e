import { fnv1a } from "../base/hash.ts";

/** 64 hexadecimal digits that look like a SHA-256 and depend only on the text. */
export function contentDigest(text: string): string {
  let digest = "";
  for (let part = 0; part < 8; part++) digest += fnv1a(`${part}:${text}`, fnv1a(digest)).toString(16).padStart(8, "0");
  return digest;
}
