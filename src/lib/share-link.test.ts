import { describe, expect, test } from "vitest";
import { decodeText, encodeText, manifestFromHash, manifestHash, sessionFromHash, sessionHash } from "./share-link.ts";

const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: grüße-🚢\ndata: {}\n".repeat(30);

describe("manifests in addresses", () => {
  test("come back as they were", () => {
    expect(manifestFromHash(`#${manifestHash(manifest)}`)).toBe(manifest);
  });

  test("need no escaping, and are shorter than the text", () => {
    const hash = manifestHash(manifest);
    expect(hash).toMatch(/^y=[A-Za-z0-9_-]+$/);
    expect(hash.length).toBeLessThan(manifest.length / 4);
  });

  test.each(["", "#", "#s=abc", "#x"])("%s carries none", (hash) => {
    expect(manifestFromHash(hash)).toBeUndefined();
  });

  test.each(["#y=%%%", "#y=AAAA", "#y=zzzz!"])("%s is damaged, and says so", (hash) => {
    expect(() => manifestFromHash(hash)).toThrow();
  });

  test("an empty manifest is a manifest", () => {
    expect(manifestFromHash(`#${manifestHash("")}`)).toBe("");
  });
});

test("sessions come back as they were", () => {
  const record = { version: 1, settings: { seed: "x", nodes: 3 }, inputs: [], until: 4 };
  expect(sessionFromHash(`#${sessionHash(record)}`)).toEqual(record);
  expect(sessionFromHash("#y=abc")).toBeUndefined();
});

test("any text survives the packing", () => {
  for (const text of ["", "a", "\u0000\uffff", "ü".repeat(5000)]) expect(decodeText(encodeText(text))).toBe(text);
});

describe("links that somebody made to hurt", () => {
  test("that unpack to hundreds of megabytes are refused on the way", () => {
    const bomb = encodeText("0".repeat(30_000_000));
    expect(bomb.length).toBeLessThan(60_000);
    expect(() => decodeText(bomb)).toThrow("too much");
  });

  test("that are endless are not even unpacked", () => {
    expect(() => decodeText("A".repeat(2_000_001))).toThrow("too long");
  });

  test("that are cut off are refused", () => {
    const whole = encodeText(manifest);
    for (const part of [0.3, 0.6, 0.9]) expect(() => decodeText(whole.slice(0, Math.floor(whole.length * part)))).toThrow();
  });
});
