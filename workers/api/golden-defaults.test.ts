import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Draft, KubernetesObject } from "../apimachinery/object.ts";
import { decode } from "../apimachinery/strict-decode.ts";
import { controllerUidLabel } from "./batch/job-selector.ts";
import { kinds } from "./kinds.ts";
import { ResourceRegistry } from "./resource-registry.ts";
import { typeSchema } from "./type-schema.ts";
import { upcomingKinds } from "./upcoming-kinds.ts";

/** Objects as a real API server returned them, each with the manifest it came from in its annotation; where they are at hand. */
const folder = fileURLToPath(new URL("../../../shared/fidelity/defaulted-v1.28.7", import.meta.url));
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

type Json = Record<string, unknown>;

const registry = new ResourceRegistry([...kinds, ...upcomingKinds]);

const files = (path: string): readonly string[] =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(path, entry.name)) : [join(path, entry.name)]));

const documents = !existsSync(folder)
  ? []
  : files(folder).flatMap((file) => {
      const content = JSON.parse(readFileSync(file, "utf8")) as KubernetesObject | readonly KubernetesObject[];
      return [content].flat().map((golden) => ({ file: file.slice(folder.length + 1), golden }));
    });

/** What admission, allocators and controllers write, and what v1.28 did not have yet. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  Pod: ["nodeName", "priority", "preemptionPolicy", "tolerations", "serviceAccount", "serviceAccountName"],
  Service: ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"],
  PersistentVolumeClaim: ["volumeName", "storageClassName"],
  PersistentVolume: ["claimRef"],
  Job: ["podReplacementPolicy"],
};

/** Objects that a LimitRange or a later version of the API changed. */
const elsewhere = /admin\/resource\/(cpu|memory)|deployment-sidecar|job-sidecar/;

function comparable(kind: string, object: Json): unknown {
  const { metadata: _, status: _status, ...rest } = object;
  const spec = Object.fromEntries(Object.entries((rest.spec as Json | undefined) ?? {}).filter(([field]) => foreign[kind]?.includes(field) !== true));
  return withoutNoise({ ...rest, ...(rest.spec !== undefined && { spec }) });
}

/** Service account tokens are mounted by admission; a false that nobody had to write means nothing. */
function withoutNoise(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isTokenMount(item)).map(withoutNoise);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, field]) => [key, withoutNoise(field)] as const);
  return Object.fromEntries(entries.filter(([key, field]) => field !== undefined && field !== null && field !== false && key !== "nodePort" && !(Array.isArray(field) && field.length === 0)));
}

const isTokenMount = (item: unknown) => typeof item === "object" && item !== null && "name" in item && String(item.name).startsWith("kube-api-access-");

const cases = documents.flatMap(({ file, golden }) => {
  const manifest = golden.metadata.annotations?.[lastApplied];
  const [version = "", group = ""] = golden.apiVersion.split("/").reverse();
  const resource = registry.resourceForKind({ group, version, kind: golden.kind });
  if (manifest === undefined || resource === undefined || elsewhere.test(file)) return [];
  return [{ name: `${file}: ${golden.kind} ${golden.metadata.name}`, golden, resource, manifest: JSON.parse(manifest) as Draft<KubernetesObject> }];
});

/** The object as it is stored; a Job's labels tell which identity it got. */
function created({ resource, manifest, golden }: (typeof cases)[number]): KubernetesObject {
  const { value } = decode(manifest, typeSchema(resource.definition));
  const draft = resource.defaults(value) as KubernetesObject;
  const spec = (golden as unknown as Json).spec as { readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> } } | undefined;
  const uid = spec?.selector?.matchLabels?.[controllerUidLabel] ?? "1";
  return resource.prepareForCreate({ ...draft, metadata: { ...draft.metadata, uid } });
}

describe.skipIf(cases.length === 0)("objects as a real API server returned them", () => {
  test.each(cases)("$name", (item) => {
    const { golden } = item;
    const object = created(item);
    expect(comparable(golden.kind, object as unknown as Json)).toEqual(comparable(golden.kind, golden as unknown as Json));
    expect(withoutNoise(object.metadata.labels)).toEqual(withoutNoise(golden.metadata.labels));
  });

  test.each(cases)("$name is valid", (item) => {
    expect(item.resource.validate(created(item))).toEqual([]);
  });

  test("most of them were compared", () => {
    expect(cases.length).toBeGreaterThan(150);
  });
});
