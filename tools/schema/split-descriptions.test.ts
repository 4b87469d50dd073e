import { describe, expect, test } from "vitest";
import type { Definitions } from "../../workers/api/schema.ts";
import { descriptionsOf, withoutDescriptions } from "./split-descriptions.ts";

const definitions: Definitions = {
  "v1.Shelf": {
    description: "A shelf.",
    type: "object",
    required: ["boards"],
    properties: {
      boards: { description: "How many.", format: "int32", type: "integer" },
      silent: { type: "string" },
      // A field may itself be called so.
      description: { description: "What it is for.", type: "string" },
      books: { description: "By title.", items: { $ref: "#/definitions/v1.Book", description: "Of an item." }, type: "array" },
    },
  },
  "v1.Book": { description: "A book.", type: "object" },
  "v1.Silent": { properties: { silent: { type: "string" } }, type: "object" },
};

describe("definitions without descriptions", () => {
  const bare = withoutDescriptions(definitions);

  test("keep everything that a machine reads", () => {
    expect(bare).toEqual({
      "v1.Shelf": {
        type: "object",
        required: ["boards"],
        properties: {
          boards: { format: "int32", type: "integer" },
          silent: { type: "string" },
          description: { type: "string" },
          books: { items: { $ref: "#/definitions/v1.Book", description: "Of an item." }, type: "array" },
        },
      },
      "v1.Book": { type: "object" },
      "v1.Silent": { properties: { silent: { type: "string" } }, type: "object" },
    });
  });

  test("keep their order", () => {
    expect(Object.keys(bare)).toEqual(Object.keys(definitions));
    expect(Object.keys(bare["v1.Shelf"]?.properties ?? {})).toEqual(["boards", "silent", "description", "books"]);
  });

  test("leave the source as it was", () => {
    expect(definitions["v1.Book"]).toEqual({ description: "A book.", type: "object" });
  });
});

test("descriptions alone name types and those properties that have one", () => {
  expect(descriptionsOf(definitions)).toEqual({
    "v1.Shelf": { description: "A shelf.", properties: { boards: "How many.", description: "What it is for.", books: "By title." } },
    "v1.Book": { description: "A book." },
    "v1.Silent": {},
  });
});
