import { labelMaxLength } from "./names.ts";

/** Characters of generated names: no vowels and none that look alike, so that no bad words arise. */
export const nameAlphabet = "bcdfghjklmnpqrstvwxz2456789";

/** How many random characters follow a `generateName`. */
export const suffixLength = 5;

const longestBase = labelMaxLength - suffixLength;

/** The name made of `generateName` and random characters from the alphabet; a base that is too long is cut. */
export const generatedName = (base: string, suffix: string) => base.slice(0, longestBase) + suffix;

/** A prefix that ends in a dash is checked as if a character followed, because one will. */
export const maskTrailingDash = (name: string) => (name.length > 1 && name.endsWith("-") ? `${name.slice(0, -2)}a` : name);

/** Spells any text in the alphabet of generated names; hashes in names are written this way. */
export function safeEncode(text: string): string {
  let encoded = "";
  for (let index = 0; index < text.length; index++) encoded += nameAlphabet[text.charCodeAt(index) % nameAlphabet.length];
  return encoded;
}
