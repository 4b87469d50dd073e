import { expect, test } from "vitest";
import { readManifest } from "./manifest-document.ts";

const pod = "apiVersion: v1\nkind: Pod\n";

/** What kubectl 1.33 says about each text. */
test.each([
  ["a value after a value", `${pod}metadata: name: x\n`, "line 3: mapping values are not allowed in this context", 3],
  ["a tab", `${pod}metadata:\n\tname: x\n`, "line 4: found character that cannot start any token", 4],
  ["a key that is indented too little", `${pod}metadata:\n  name: x\n labels: {}\n`, "line 4: did not find expected key", 5],
  ["an open quote", `${pod}metadata:\n  name: "x\nspec: {}\n`, "line 6: found unexpected end of stream", 6],
  ["a key without a colon", "apiVersion: v1\nkind Pod\nmetadata:\n  name: x\n", "line 3: could not find expected ':'", 3],
  ["an item that is indented too little", `${pod}spec:\n  containers:\n  - name: a\n   image: b\n`, "line 5: did not find expected key", 6],
  ["an item that is indented too much", `${pod}spec:\n  containers:\n  - name: a\n    image: b\n   - name: c\n`, "line 6: did not find expected key", 7],
  ["an open list", `${pod}spec:\n  containers: [a, b\nfoo: c\n`, "line 4: did not find expected ',' or ']'", 5],
  ["an open map", `${pod}spec: {a: b\nfoo: c\n`, "line 3: did not find expected ',' or '}'", 4],
  ["an at sign", `${pod}spec: @foo\n`, "line 3: found character that cannot start any token", 3],
  ["an unknown alias", `${pod}spec: *foo\n`, "unknown anchor 'foo' referenced", 3],
  ["an indented key behind a value", `${pod}spec:\n  a: b\n    c: d\n`, "line 5: mapping values are not allowed in this context", 5],
  ["the same at the top", `${pod}  name: d\n`, "line 3: mapping values are not allowed in this context", 3],
  ["a block that ends too early", `${pod}spec: |\n  a: b\n c: d\n`, "line 4: did not find expected key", 5],
  ["an unknown escape", `${pod}spec: "\\q"\n`, "line 3: found unknown escape character", 3],
  ["an open single quote", "a: 'x\nb: c\n", "line 3: found unexpected end of stream", 3],
  ["text behind a quoted text", `a: "x" y\n`, "did not find expected key", 1],
  ["a list in a list of keys", "a:\n- b\n  c: d\n", "line 3: mapping values are not allowed in this context", 3],
  ["an item among keys", "a: b\n- c\n", "line 1: did not find expected key", 2],
  ["an item beside its list", "a:\n  - b\n - c\n", "line 2: did not find expected key", 3],
  ["a line without a colon", "a: b\nc\nd: e\n", "line 3: could not find expected ':'", 3],
  ["a list that never ends", "a: [b\n", "line 1: did not find expected ',' or ']'", 2],
  ["an item on the line of its key", "a: - b\n", "block sequence entries are not allowed in this context", 1],
  ["a tab behind a finished line", "a: b\n\tc: d\n", "line 2: found a tab character that violates indentation", 2],
  ["a tab in a block", "a: |\n\tfoo\n", "line 2: found a tab character where an indentation space is expected", 2],
  ["a stray bracket", "a: ]\n", "did not find expected node content", 1],
  ["a key without a space behind its colon", "a:b\nc: d\n", "line 2: mapping values are not allowed in this context", 2],
  ["two colons", `${pod}spec: a: b: c\n`, "line 3: mapping values are not allowed in this context", 3],
])("%s", (_name, text, message, line) => {
  const [document] = readManifest(text, "a.yaml");
  expect({ message: document?.error?.message, line: document?.error?.line }).toEqual({ message: `error parsing a.yaml: error converting YAML to JSON: yaml: ${message}`, line });
});

test("documents stand between dashes, and know their lines", () => {
  const text = `# a comment\n---\n${pod}metadata:\n  name: a\n--- \n\n${pod}metadata:\n  labels:\n    x: y\n  name: b\n---\n# nothing\n`;
  const documents = readManifest(text, "a.yaml");
  expect(documents.map(({ line, object }) => [line, (object?.["metadata"] as { name: string } | undefined)?.name])).toEqual([[3, "a"], [9, "b"]]);
  expect(documents[1]?.lineOf(["metadata", "labels", "x"])).toBe(13);
  expect(documents[1]?.lineOf(["metadata", "missing"])).toBe(11);
});

test("the fault of a later document is counted from its own beginning, as kubectl does, and known in the whole", () => {
  const [, second] = readManifest(`${pod}metadata:\n  name: x\n---\n${pod}metadata: name: x\n`, "a.yaml");
  expect([second?.error?.message, second?.error?.line]).toEqual(["error parsing a.yaml: error converting YAML to JSON: yaml: line 3: mapping values are not allowed in this context", 8]);
});

test.each([
  ["foo\n", "string"],
  ["12\n", "number"],
])("%j is no object", (text, kind) => {
  expect(readManifest(text, "a.yaml")[0]?.error?.message).toBe(`unable to decode "a.yaml": json: cannot unmarshal ${kind} into Go value of type unstructured.detector`);
});

test("values are read as YAML 1.1", () => {
  expect(readManifest("a: yes\nb: 010\nc: 2020-01-01\nd: !!binary aGk=\ne: 22:22\n", "a.yaml")[0]?.object).toEqual({ a: true, b: 8, c: "2020-01-01", d: "hi", e: "22:22" });
});
