import { describe, expect, test } from "vitest";
import { hashValue, podTemplateHash } from "./pod-template-hash.ts";

const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "nginx:1.27" }] } };

describe("the hash of a template", () => {
  test("is written in the alphabet of generated names", () => {
    expect(podTemplateHash(template)).toMatch(/^[456789bcdf]{1,10}$/);
  });

  test("does not depend on the order of keys or on keys that are undefined", () => {
    const shuffled = { spec: { containers: [{ image: "nginx:1.27", name: "web", command: undefined }] }, metadata: { labels: { app: "web" } } };
    expect(podTemplateHash(shuffled)).toBe(podTemplateHash(template));
  });

  test("never changes from run to run", () => {
    expect(podTemplateHash(template)).toBe(podTemplateHash(structured()));
    expect(podTemplateHash(template)).toMatchInlineSnapshot(`"7b95f7f74f"`);
  });

  test.each([
    ["an image", { ...template, spec: { containers: [{ name: "web", image: "nginx:1.28" }] } }],
    ["a label", { ...template, metadata: { labels: { app: "api" } } }],
    ["another container", { ...template, spec: { containers: [...template.spec.containers, { name: "b", image: "c" }] } }],
    ["an annotation", { ...template, metadata: { ...template.metadata, annotations: { "kubectl.kubernetes.io/restartedAt": "now" } } }],
  ])("changes with %s", (_name, other) => {
    expect(podTemplateHash(other)).not.toBe(podTemplateHash(template));
  });

  test("each collision count gives another hash", () => {
    const hashes = [undefined, 0, 1, 2, 3].map((count) => podTemplateHash(template, count));
    expect(new Set(hashes).size).toBe(5);
  });
});

describe("the hash of a value", () => {
  test.each([
    [{ a: "bc" }, { ab: "c" }],
    [["a", "b"], ["ab"]],
    [[["a"], "b"], [["a", "b"]]],
    [1, "1"],
    [true, "true"],
    [null, "null"],
    [{}, []],
    [{ a: {} }, { a: [] }],
    [["a", "b"], ["b", "a"]],
    [{ a: 1, b: 2 }, { a: 2, b: 1 }],
  ])("%j and %j differ", (a, b) => {
    expect(hashValue(a)).not.toBe(hashValue(b));
  });
});

function structured() {
  return JSON.parse(JSON.stringify(template)) as unknown;
}
