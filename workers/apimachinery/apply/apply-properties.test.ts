import fc from "fast-check";
import { expect, test } from "vitest";
import { typeSchema } from "../../api/type-schema.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { JsonObject } from "../json-value.ts";
import { compareObjects } from "./compare.ts";
import { difference, type FieldSet, intersection, union } from "./field-set.ts";
import { entriesOf, updateManagedFields } from "./managed-fields.ts";
import { serverSideApply } from "./server-side-apply.ts";

const schema = typeSchema("io.k8s.api.core.v1.Pod");
const runs = { numRuns: 200, seed: 20260102 };

const name = fc.constantFrom("a", "b", "c");
const text = fc.constantFrom("x", "y");
const optional = (values: Record<string, fc.Arbitrary<unknown>>) => fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
const container = fc.tuple(name, optional({ image: text, tty: fc.boolean(), env: fc.uniqueArray(fc.record({ name, value: text }), { selector: (item) => item.name, minLength: 1 }) })).map(([key, more]) => ({ name: key, ...more }));
const config = fc.record(
  {
    labels: fc.dictionary(name, text, { minKeys: 1 }),
    finalizers: fc.uniqueArray(text, { minLength: 1 }),
    spec: optional({ hostname: text, nodeSelector: fc.dictionary(name, text, { minKeys: 1 }), containers: fc.uniqueArray(container, { selector: (item) => item.name, minLength: 1 }) }),
  },
  { requiredKeys: [] },
).map(({ labels, finalizers, spec }): JsonObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p", ...(labels && { labels }), ...(finalizers && { finalizers }) },
  ...(spec !== undefined && Object.keys(spec).length > 0 && { spec }),
}));

const writer = (manager: string, second = 1) => ({ manager, apiVersion: "v1", subresource: "", time: `2026-01-01T00:00:${String(second).padStart(2, "0")}Z` });
const apply = (live: JsonObject | undefined, applied: JsonObject, manager = "me") => deepFreeze(serverSideApply({ ...writer(manager), live, applied, force: true, schema }));
const bare = ({ metadata, ...rest }: JsonObject): JsonObject => {
  const { managedFields: _managedFields, ...kept } = metadata as JsonObject;
  return { ...rest, metadata: kept };
};

test("whoever applies alone gets exactly what was applied", () => {
  fc.assert(
    fc.property(config, config, (first, second) => {
      expect(bare(apply(apply(undefined, first), second))).toEqual(second);
    }),
    runs,
  );
});

test("applying twice is applying once", () => {
  fc.assert(
    fc.property(config, config, (first, second) => {
      const once = apply(apply(undefined, first, "other"), second);
      expect(apply(once, second)).toBe(once);
    }),
    runs,
  );
});

test("a second applier who leaves again leaves no trace of fields that it had alone", () => {
  fc.assert(
    fc.property(config, config, (first, second) => {
      const before = apply(undefined, first, "one");
      const both = deepFreeze(serverSideApplyOrSame(before, second));
      if (both === before) return;
      expect(bare(apply(both, { apiVersion: "v1", kind: "Pod", metadata: { name: "p" } }, "two"))["spec"]).toEqual(before["spec"]);
    }),
    runs,
  );
});

/** Applied by a second manager, unless that conflicts or reorders what the first one applied. */
function serverSideApplyOrSame(live: JsonObject, applied: JsonObject): JsonObject {
  try {
    const both = serverSideApply({ ...writer("two"), live, applied, force: false, schema });
    const order = (object: JsonObject) => ((object["spec"] as JsonObject | undefined)?.["containers"] as readonly { readonly name: string; readonly env?: readonly { readonly name: string }[] }[] | undefined) ?? [];
    const names = (object: JsonObject) => order(object).flatMap((item) => [item.name, ...(item.env ?? []).map((each) => `${item.name}/${each.name}`)]);
    const kept = names(both).filter((each) => names(live).includes(each));
    return kept.join() === names(live).join() ? both : live;
  } catch {
    return live;
  }
}

test("after any two updates each path has at most one updater", () => {
  fc.assert(
    fc.property(config, config, config, (first, second, third) => {
      let live: JsonObject | undefined;
      for (const [index, object] of [first, second, third].entries()) {
        const before = live;
        const managedFields = updateManagedFields(before, { ...object, metadata: { ...(object["metadata"] as JsonObject), managedFields: entriesOf(before) } }, writer(`m${index}`, index), schema);
        live = deepFreeze({ ...object, metadata: { ...(object["metadata"] as JsonObject), ...(managedFields && { managedFields }) } });
      }
      const sets = entriesOf(live).map(({ fieldsV1 }) => fieldsV1 as FieldSet);
      for (const [index, set] of sets.entries()) for (const other of sets.slice(index + 1)) expect(intersection(set, other)).toBeUndefined();
    }),
    runs,
  );
});

test("sets obey the laws of sets", () => {
  fc.assert(
    fc.property(config, config, (first, second) => {
      const a = compareObjects({}, first, schema).changed;
      const b = compareObjects({}, second, schema).changed;
      expect(difference(a, a)).toBeUndefined();
      expect(union(difference(a, b), intersection(a, b))).toEqual(a);
      expect(difference(union(a, b), b)).toEqual(difference(a, b));
      expect(intersection(difference(a, b), b)).toBeUndefined();
      expect(difference(union(a, b), union(b, a))).toBeUndefined();
    }),
    runs,
  );
});
