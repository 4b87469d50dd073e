import fc from "fast-check";
import { expect, test } from "vitest";
import { typeSchema } from "../../api/type-schema.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { JsonObject } from "../json-value.ts";
import { applyJsonMergePatch, createJsonMergePatch } from "./json-merge-patch.ts";
import { applyStrategicMergePatch, createThreeWayMergePatch, createTwoWayMergePatch } from "./strategic-merge-patch.ts";

const podSpec = typeSchema("io.k8s.api.core.v1.PodSpec");

const name = fc.constantFrom("a", "b", "c", "d");
const text = fc.constantFrom("x", "y", "z");
const optional = <T>(values: Record<string, fc.Arbitrary<T>>) => fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;

const env = fc.uniqueArray(fc.record({ name, value: text }), { selector: (item) => item.name, minLength: 1 });
const container = fc
  .tuple(name, optional<unknown>({ image: text, args: fc.array(text, { minLength: 1 }), env, tty: fc.boolean() }))
  .map(([key, more]) => ({ name: key, ...more }));
const volume = fc
  .tuple(name, fc.oneof(fc.record({ emptyDir: fc.constant({}) }), fc.record({ configMap: fc.record({ name: text }) }), fc.record({ secret: fc.record({ secretName: text }) })))
  .map(([key, source]) => ({ name: key, ...source }));

/** A piece of a pod's spec with every kind of list: merging by key, retaining keys, replaced, atomic maps. */
const spec = optional<unknown>({
  containers: fc.uniqueArray(container, { selector: (item) => item.name, minLength: 1 }),
  volumes: fc.uniqueArray(volume, { selector: (item) => item.name, minLength: 1 }),
  tolerations: fc.array(fc.record({ key: name }), { minLength: 1 }),
  nodeSelector: fc.dictionary(name, text, { minKeys: 1 }),
  securityContext: fc.record({ runAsUser: fc.nat(3) }, { requiredKeys: [] }),
  hostname: text,
});

const runs = { numRuns: 300, seed: 20260101 };

test("a two-way patch turns the one object into the other", () => {
  fc.assert(
    fc.property(spec, spec, (original, modified) => {
      deepFreeze([original, modified]);
      expect(applyStrategicMergePatch(original, createTwoWayMergePatch(original, modified, podSpec), podSpec)).toEqual(modified);
    }),
    runs,
  );
});

test("an object does not differ from itself", () => {
  fc.assert(
    fc.property(spec, (original) => {
      expect(createTwoWayMergePatch(original, copyOf(original), podSpec)).toEqual({});
    }),
    runs,
  );
});

test("applying once more what was applied changes nothing", () => {
  fc.assert(
    fc.property(spec, spec, (modified, foreign) => {
      const current = applyStrategicMergePatch(foreign, createThreeWayMergePatch({ original: {}, modified, current: foreign }, podSpec, true), podSpec);
      const again = createThreeWayMergePatch({ original: modified, modified, current }, podSpec, true);
      expect(applyStrategicMergePatch(current, again, podSpec)).toEqual(current);
    }),
    runs,
  );
});

test("the three-way patch of an author who is alone is a two-way patch in effect", () => {
  fc.assert(
    fc.property(spec, spec, (original, modified) => {
      const patch = createThreeWayMergePatch({ original, modified, current: original }, podSpec, true);
      expect(applyStrategicMergePatch(original, patch, podSpec)).toEqual(modified);
    }),
    runs,
  );
});

test("a JSON merge patch turns the one object into the other", () => {
  const value = fc.dictionary(name, fc.oneof(text, fc.dictionary(name, fc.oneof(text, fc.array(text)))));
  fc.assert(
    fc.property(value, value, (original, modified) => {
      expect(applyJsonMergePatch(original, createJsonMergePatch(original, modified))).toEqual(modified);
    }),
    runs,
  );
});

const copyOf = <T>(value: T) => JSON.parse(JSON.stringify(value)) as T;
