import { describe, expect, test } from "vitest";
import { Pods } from "./core/pod.ts";
import { allResources, kinds, resourceFor, resourceForKind, resourceNamed } from "./kinds.ts";
import { ResourceRegistry } from "./resource-registry.ts";
import type { AnyResource } from "./resource.ts";
import { definition } from "./schema.ts";
import { upcomingKinds } from "./upcoming-kinds.ts";

const every = [...kinds, ...upcomingKinds];
const nameOf = ({ group, version, kind }: AnyResource) => `${group === "" ? "" : `${group}/`}${version} ${kind}`;

describe.each(every.map((resource) => ({ name: nameOf(resource), resource })))("$name", ({ resource }) => {
  test("has the schema of its kind", () => {
    const { group, version, kind } = resource;
    expect(definition(resource.definition)["x-kubernetes-group-version-kind"]).toContainEqual({ group, version, kind });
  });

  test("shows a name column and takes an empty object", () => {
    expect(resource.columns.some(({ format }) => format === "name")).toBe(true);
    const draft = { apiVersion: "x", kind: resource.kind, metadata: { name: "a", uid: "1", ...(resource.scope === "Namespaced" && { namespace: "default" }) } };
    const object = resource.prepareForCreate(resource.defaults(draft) as never);
    expect(() => resource.validate(object)).not.toThrow();
    expect(() => resource.validateUpdate(object, object)).not.toThrow();
    expect(() => resource.columns.map((column) => column.cell(object, { now: 0 }))).not.toThrow();
  });

  test("has a status subresource where the kind has a status that others write", () => {
    expect(resource.singular).toBe(resource.kind.toLowerCase());
    expect(resource.plural).toMatch(/^[a-z]+$/);
  });
});

test("no two kinds share a path, and no two resources of one group a short name", () => {
  const paths = every.map(({ group, version, plural }) => `${group}/${version}/${plural}`);
  expect(new Set(paths).size).toBe(paths.length);
  const shortNames = every.flatMap(({ group, version, shortNames: names }) => names.map((name) => `${group}/${version} ${name}`));
  expect(new Set(shortNames).size).toBe(shortNames.length);
});

test("what is served is not upcoming", () => {
  expect(upcomingKinds.filter((resource) => kinds.includes(resource))).toEqual([]);
});

test.each([
  ["pods", "Pod"], ["pod", "Pod"], ["po", "Pod"], ["Pod", "Pod"], ["deploy", "Deployment"], ["deployments.apps", "Deployment"],
  ["deployments.v1.apps", "Deployment"], ["svc", "Service"], ["ep", "Endpoints"], ["events", "Event"], ["no", "Node"], ["ns", "Namespace"],
  ["pods.v1", "Pod"], ["nothing", undefined], ["pods.apps", undefined],
])("%s means %s", (name, kind) => {
  expect(resourceNamed(name)?.kind).toBe(kind);
});

test("paths and kinds lead to resources", () => {
  expect(resourceFor({ group: "", version: "v1", resource: "pods" })).toBe(Pods);
  expect(resourceForKind({ group: "", version: "v1", kind: "Pod" })).toBe(Pods);
  expect(resourceFor({ group: "apps", version: "v1", resource: "pods" })).toBeUndefined();
  expect(allResources()).toHaveLength(kinds.length);
});

test("a registry grows and shrinks, and refuses to hold a resource twice", () => {
  const registry = new ResourceRegistry([Pods]);
  const widgets: AnyResource = { ...(Pods as AnyResource), group: "example.com", kind: "Widget", plural: "widgets", singular: "widget", shortNames: ["wd"] };
  registry.add(widgets);
  expect(registry.resourceNamed("wd")).toBe(widgets);
  expect(registry.inCategory("all")).toEqual([Pods, widgets]);
  expect(() => registry.add(widgets)).toThrow("resource example.com/v1/widgets is registered twice");
  registry.remove(widgets);
  expect(registry.all()).toEqual([Pods]);
  expect(registry.resourceForKind({ group: "example.com", version: "v1", kind: "Widget" })).toBeUndefined();
});
