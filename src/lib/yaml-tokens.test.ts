import { expect, test } from "vitest";
import { yamlTokens } from "./yaml-tokens.ts";

const kinds = (line: string) => yamlTokens(line).map(({ kind, text }) => `${kind}:${text}`);

test.each<[string, readonly string[]]>([
  ["", []],
  ["# a comment", ["comment:# a comment"]],
  ["---", ["mark:---"]],
  ["apiVersion: apps/v1", ["key:apiVersion", "mark::", "plain: apps/v1"]],
  ["  replicas: 3", ["mark:  ", "key:replicas", "mark::", "number: 3"]],
  ["  paused: true", ["mark:  ", "key:paused", "mark::", "word: true"]],
  ["  - name: web", ["mark:  - ", "key:name", "mark::", "plain: web"]],
  ['image: "nginx:1.27"', ["key:image", "mark::", 'string: "nginx:1.27"']],
  ["spec:", ["key:spec", "mark::"]],
  ["port: 80 # http", ["key:port", "mark::", "number: 80", "comment: # http"]],
  ["  - sleep", ["mark:  - ", "plain:sleep"]],
  ["text: |", ["key:text", "mark::", "mark: |"]],
  ['"app.kubernetes.io/name": web', ['key:"app.kubernetes.io/name"', "mark::", "plain: web"]],
  ["http://example", ["plain:http://example"]],
])("%s", (line, tokens) => {
  expect(kinds(line)).toEqual(tokens);
});

test("the pieces always join to the line", () => {
  for (const line of ["a: b: c", "  - - x", "key:   ", "'it''s': 1", "- {a: 1}", "\tweird : x"]) {
    expect(yamlTokens(line).map(({ text }) => text).join("")).toBe(line);
  }
});
