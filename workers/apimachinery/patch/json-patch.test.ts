import { describe, expect, test } from "vitest";
import { deepFreeze } from "../../base/freeze.ts";
import { applyJsonPatch } from "./json-patch.ts";
import { PatchError } from "./patch-error.ts";

const apply = (document: unknown, ...patch: readonly unknown[]) => applyJsonPatch(deepFreeze(document), deepFreeze(patch));

test.each<readonly [unknown, readonly unknown[], unknown]>([
  [{ foo: "bar" }, [{ op: "add", path: "/baz", value: "qux" }], { foo: "bar", baz: "qux" }],
  [{ foo: "bar" }, [{ op: "add", path: "/foo", value: 1 }], { foo: 1 }],
  [{ foo: ["bar", "baz"] }, [{ op: "add", path: "/foo/1", value: "qux" }], { foo: ["bar", "qux", "baz"] }],
  [{ foo: ["bar", "baz"] }, [{ op: "add", path: "/foo/2", value: "qux" }], { foo: ["bar", "baz", "qux"] }],
  [{ foo: ["bar", "baz"] }, [{ op: "add", path: "/foo/-1", value: "qux" }], { foo: ["bar", "baz", "qux"] }],
  [{ foo: ["bar", "baz"] }, [{ op: "add", path: "/foo/-2", value: "qux" }], { foo: ["bar", "qux", "baz"] }],
  [{ foo: [] }, [{ op: "add", path: "/foo/-", value: "qux" }], { foo: ["qux"] }],
  [{ foo: ["bar"] }, [{ op: "add", path: "/foo/-", value: ["a", "b"] }], { foo: ["bar", ["a", "b"]] }],
  [{ foo: "bar" }, [{ op: "add", path: "/child", value: { grandchild: {} } }], { foo: "bar", child: { grandchild: {} } }],
  [{ foo: "bar" }, [{ op: "add", path: "/baz", value: null }], { foo: "bar", baz: null }],
  [{ foo: "bar" }, [{ op: "add", path: "/baz" }], { foo: "bar", baz: null }],
  [{ baz: "qux", foo: "bar" }, [{ op: "remove", path: "/baz" }], { foo: "bar" }],
  [{ foo: ["bar", "qux", "baz"] }, [{ op: "remove", path: "/foo/1" }], { foo: ["bar", "baz"] }],
  [{ foo: ["bar", "qux", "baz"] }, [{ op: "remove", path: "/foo/-2" }], { foo: ["bar", "baz"] }],
  [{ qux: { baz: 1, bar: null } }, [{ op: "remove", path: "/qux/bar" }], { qux: { baz: 1 } }],
  [{ baz: "qux", foo: "bar" }, [{ op: "replace", path: "/baz", value: "boo" }], { baz: "boo", foo: "bar" }],
  [{ foo: ["bar", "baz"] }, [{ op: "replace", path: "/foo/0", value: "bum" }], { foo: ["bum", "baz"] }],
  [{ foo: ["bar", "baz"] }, [{ op: "replace", path: "/foo/-1", value: "bum" }], { foo: ["bar", "bum"] }],
  [[{ foo: ["bar", "baz"] }], [{ op: "replace", path: "/0/foo/0", value: "bum" }], [{ foo: ["bum", "baz"] }]],
  [{ bar: [{ baz: null }] }, [{ op: "replace", path: "/bar/0/baz", value: 1 }], { bar: [{ baz: 1 }] }],
  [{ bar: [null] }, [{ op: "replace", path: "/bar/0", value: 1 }], { bar: [1] }],
  [{ a: {} }, [{ op: "replace", path: "/a/b", value: 1 }], { a: { b: 1 } }],
  [{ a: 1 }, [{ op: "replace", path: "", value: { b: 2 } }], { b: 2 }],
  [{ foo: { bar: "baz", waldo: "fred" }, qux: { corge: "grault" } }, [{ op: "move", from: "/foo/waldo", path: "/qux/thud" }], { foo: { bar: "baz" }, qux: { corge: "grault", thud: "fred" } }],
  [{ foo: ["all", "grass", "cows", "eat"] }, [{ op: "move", from: "/foo/1", path: "/foo/3" }], { foo: ["all", "cows", "eat", "grass"] }],
  [{ foo: ["all", "grass", "cows", "eat"] }, [{ op: "move", from: "/foo/1", path: "/foo/2" }], { foo: ["all", "cows", "grass", "eat"] }],
  [[{ foo: ["bar", "qux"], bar: ["a"] }], [{ op: "copy", from: "/0/foo/0", path: "/0/bar/0" }], [{ foo: ["bar", "qux"], bar: ["bar", "a"] }]],
  [[{ foo: ["bar", "qux"], bar: ["a"] }], [{ op: "copy", from: "/0/foo/0", path: "/0/bar" }], [{ foo: ["bar", "qux"], bar: "bar" }]],
  [{ foo: ["bar"] }, [{ op: "copy", path: "/foo/0", from: "/foo" }], { foo: [["bar"], "bar"] }],
  [{ baz: "qux", foo: ["a", 2, "c"] }, [{ op: "test", path: "/baz", value: "qux" }, { op: "test", path: "/foo/1", value: 2 }], { baz: "qux", foo: ["a", 2, "c"] }],
  [{ a: { c: 1, b: [2] } }, [{ op: "test", path: "/a", value: { b: [2], c: 1 } }], { a: { c: 1, b: [2] } }],
  [{ a: 1 }, [{ op: "test", path: "", value: { a: 1 } }], { a: 1 }],
  [{ a: null }, [{ op: "test", path: "/a", value: null }], { a: null }],
  [{}, [{ op: "test", path: "/missing", value: null }], {}],
  [{}, [{ op: "test", path: "/missing" }], {}],
  [{ "a/b": 1, "m~n": 2, "~1": 3 }, [{ op: "remove", path: "/a~1b" }, { op: "replace", path: "/m~0n", value: 4 }, { op: "remove", path: "/~01" }], { "m~n": 4 }],
  [{ metadata: { annotations: { "example.com/x": "1" } } }, [{ op: "replace", path: "/metadata/annotations/example.com~1x", value: "2" }], { metadata: { annotations: { "example.com/x": "2" } } }],
  [{ "": 1 }, [{ op: "remove", path: "/" }], {}],
  [{ a: [{ b: 1 }, { b: 2 }] }, [{ op: "add", path: "/a/-1/c", value: 3 }], { a: [{ b: 1 }, { b: 2, c: 3 }] }],
  [{ a: 1 }, [], { a: 1 }],
])("%# %j with %j", (document, patch, expected) => {
  expect(apply(document, ...patch)).toEqual(expected);
});

describe("what does not apply", () => {
  test.each<readonly [unknown, unknown, string]>([
    [{ foo: "bar" }, { op: "add", path: "/baz/bat", value: "qux" }, `add operation does not apply: doc is missing path: "/baz/bat": missing value`],
    [{ foo: "bar" }, { op: "add", path: "/foo/bat", value: "qux" }, `add operation does not apply: doc is missing path: "/foo/bat": missing value`],
    [{ foo: "bar" }, { op: "add", path: "", value: "qux" }, `add operation does not apply: doc is missing path: "": missing value`],
    [{ foo: "bar" }, { op: "add", path: "foo", value: "qux" }, `add operation does not apply: doc is missing path: "foo": missing value`],
    [{ foo: ["bar"] }, { op: "add", path: "/foo/2", value: "bum" }, "error in add for path: '/foo/2': Unable to access invalid index: 2: invalid index referenced"],
    [{ foo: ["bar", "baz"] }, { op: "add", path: "/foo/-4", value: "bum" }, "error in add for path: '/foo/-4': Unable to access invalid index: -4: invalid index referenced"],
    [{ foo: ["bar"] }, { op: "add", path: "/foo/x", value: "bum" }, `error in add for path: '/foo/x': value was not a proper array index: 'x': strconv.Atoi: parsing "x": invalid syntax`],
    [{ a: { b: { d: 1 } } }, { op: "remove", path: "/a/b/c" }, "error in remove for path: '/a/b/c': Unable to remove nonexistent key: c: missing value"],
    [{ a: {} }, { op: "remove", path: "/a/b/c" }, `remove operation does not apply: doc is missing path: "/a/b/c": missing value`],
    [{ a: { b: [1] } }, { op: "remove", path: "/a/b/1" }, "error in remove for path: '/a/b/1': Unable to access invalid index: 1: invalid index referenced"],
    [{ foo: [] }, { op: "remove", path: "/foo/-" }, `error in remove for path: '/foo/-': strconv.Atoi: parsing "-": invalid syntax`],
    [{ foo: ["bar", "baz"] }, { op: "replace", path: "/foo/2", value: "bum" }, "replace operation does not apply: doc is missing key: /foo/2: missing value"],
    [{ name: {} }, { op: "replace", path: "/foo/bar", value: "baz" }, "replace operation does not apply: doc is missing path: /foo/bar: missing value"],
    [{ a: { b: { d: 1 } } }, { op: "move", from: "/a/b/c", path: "/a/b/e" }, "error in move for path: 'c': Unable to remove nonexistent key: c: missing value"],
    [{ a: 1 }, { op: "move", from: "/x/y", path: "/b" }, "move operation does not apply: doc is missing from path: /x/y: missing value"],
    [{ a: 1 }, { op: "move", from: "/a", path: "/x/y" }, "move operation does not apply: doc is missing destination path: /x/y: missing value"],
    [{ a: 1 }, { op: "copy", from: "/x/y", path: "/b" }, "copy operation does not apply: doc is missing from path: /x/y: missing value"],
    [{ a: [1] }, { op: "copy", from: "/a/3", path: "/b" }, "error in copy for from: '/a/3': Unable to access invalid index: 3: invalid index referenced"],
    [{ a: 1 }, { op: "copy", from: "/a", path: "/x/y" }, "copy operation does not apply: doc is missing destination path: /x/y: missing value"],
    [{ a: 1 }, { op: "test", path: "/a", value: 2 }, "testing value /a failed: test failed"],
    [{ a: 1 }, { op: "test", path: "/a", value: "1" }, "testing value /a failed: test failed"],
    [{ a: [1, 2] }, { op: "test", path: "/a", value: [2, 1] }, "testing value /a failed: test failed"],
    [{ a: 1 }, { op: "test", path: "", value: { a: 2 } }, "testing value  failed: test failed"],
    [{ a: 1 }, { op: "test", path: "/b/c", value: 1 }, "test operation does not apply: is missing path: /b/c: missing value"],
    [{ a: [1] }, { op: "test", path: "/a/7", value: 1 }, "error in test for path: '/a/7': Unable to access invalid index: 7: invalid index referenced"],
    [{ a: 1 }, { op: "add", pathz: "/b", value: 1 }, "add operation failed to decode path: missing value"],
    [{ a: 1 }, { op: "replace", value: 1 }, "replace operation failed to decode path: operation missing path field: missing value"],
    [{ a: 1 }, { op: "move", path: "/b" }, "move operation failed to decode from: operation, missing from field: missing value"],
    [{ a: 1 }, { op: "bogus", path: "/b" }, "Unexpected kind: bogus"],
    [{ a: 1 }, { path: "/b" }, "Unexpected kind: unknown"],
    [{ a: 1 }, { op: "replace", path: "", value: "text" }, "replace operation value must be object or array"],
  ])("%# %j with %j", (document, operation, message) => {
    const attempt = () => apply(document, operation);
    expect(attempt).toThrow(PatchError);
    expect(attempt).toThrow(message);
  });

  test("is answered 422, with the reason as a cause", () => {
    try {
      apply({ a: 1 }, { op: "test", path: "/a", value: 2 });
      expect.unreachable();
    } catch (error) {
      const { status } = (error as PatchError).toApiError();
      expect(status).toMatchObject({
        code: 422,
        reason: "Invalid",
        message: "the server rejected our request due to an error in our request",
        details: { causes: [{ reason: "UnexpectedServerResponse", message: "testing value /a failed: test failed" }] },
      });
    }
  });

  test("what is no list of operations is answered 400", () => {
    for (const patch of [{ op: "add" }, "add", 1, ["add"]]) {
      try {
        applyJsonPatch({}, patch);
        expect.unreachable();
      } catch (error) {
        expect((error as PatchError).toApiError().status).toMatchObject({ code: 400, reason: "BadRequest" });
      }
    }
  });

  test("too many operations are refused before any is tried", () => {
    const patch = Array.from({ length: 10_001 }, () => ({ op: "test", path: "/a", value: 2 }));
    expect(() => applyJsonPatch({ a: 1 }, patch)).toThrow("The allowed maximum operations in a JSON patch is 10000, got 10001");
  });
});

test("what a patch does not touch is shared", () => {
  const document = deepFreeze({ spec: { replicas: 1, template: { a: 1 } }, status: { b: 2 } });
  const patched = apply(document, { op: "replace", path: "/spec/replicas", value: 2 }) as typeof document;
  expect(patched.status).toBe(document.status);
  expect(patched.spec.template).toBe(document.spec.template);
  expect(document.spec.replicas).toBe(1);
});
