import { expect, test } from "vitest";
import { kinds } from "../api/kinds.ts";
import { patchTypes } from "../apimachinery/wire.ts";
import { pathOf, startApiServer } from "../testing/api-server.ts";

const oddities: readonly unknown[] = [
  undefined, null, 5, "text", [], {}, [1], true,
  { metadata: null }, { metadata: 5 }, { metadata: [] }, { metadata: {} },
  { metadata: { name: 5 } }, { metadata: { name: "a", labels: 5 } }, { metadata: { name: "a", labels: { a: 5 } } },
  { metadata: { name: "A_B" } }, { metadata: { name: "a", ownerReferences: [{}] } }, { metadata: { name: "a", finalizers: ["x"] } },
  { metadata: { name: "a" }, spec: null }, { metadata: { name: "a" }, spec: 5 }, { metadata: { name: "a" }, spec: [] }, { metadata: { name: "a" }, spec: {} },
  { metadata: { name: "a" }, status: 5 }, { metadata: { name: "a" }, spec: {}, status: null },
  { metadata: { name: "a" }, spec: { containers: null } }, { metadata: { name: "a" }, spec: { containers: [null] } }, { metadata: { name: "a" }, spec: { containers: [{}] } },
  { metadata: { name: "a" }, spec: { template: null } }, { metadata: { name: "a" }, spec: { template: {}, selector: {} } }, { metadata: { name: "a" }, spec: { ports: [{}] } },
  { metadata: { name: "a" }, spec: { type: "Odd", ports: [null] } }, { metadata: { name: "a" }, subsets: [{}], endpoints: [{}], ports: [{}] },
  { kind: 5, apiVersion: 5 }, { kind: "List", apiVersion: "v1", items: [] },
];

const panic = /caused apiserver to panic/;

test.each(kinds.map((resource) => [`${resource.kind}.${resource.group}`, resource] as const))("%s survives odd bodies", async (_, resource) => {
  const world = await startApiServer();
  const at = pathOf(resource, resource.scope === "Namespaced" ? "default" : undefined);
  for (const body of oddities) {
    const answers = [
      await world.request("POST", at, { body }),
      await world.request("PUT", `${at}/a`, { body }),
      await world.request("DELETE", `${at}/none`, { body }),
      ...(await Promise.all(Object.values(patchTypes).map((type) => world.request("PATCH", `${at}/a`, { body, query: { fieldManager: "me" }, headers: { "content-type": type } })))),
      ...(await Promise.all(resource.subresources.map((subresource) => world.request("POST", `${at}/a/${subresource}`, { body })))),
      ...(await Promise.all(resource.subresources.map((subresource) => world.request("PUT", `${at}/a/${subresource}`, { body })))),
    ];
    const panics = answers.filter(({ body: answer }) => panic.test(JSON.stringify(answer)));
    expect(panics.map((answer) => [body, answer.body])).toEqual([]);
  }
});
