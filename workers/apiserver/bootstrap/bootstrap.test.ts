import { expect, test } from "vitest";
import { kinds } from "../../api/kinds.ts";
import { Endpoints } from "../../api/core/endpoints.ts";
import { Namespaces } from "../../api/core/namespace.ts";
import { Services } from "../../api/core/service.ts";
import { EndpointSlices } from "../../api/discovery/endpoint-slice.ts";
import { PriorityClasses } from "../../api/scheduling/priority-class.ts";
import { EtcdProcess } from "../../etcd/process.ts";
import { EtcdStore } from "../../etcd/store.ts";
import { Lifetime } from "../../sim/lifetime.ts";
import { createRandom } from "../../sim/random.ts";
import { Simulation } from "../../sim/simulation.ts";
import { startApiServer, startOfTests } from "../../testing/api-server.ts";
import { turn } from "../../testing/node/turn.ts";
import { createApiServer } from "../server.ts";
import type { ServedResources } from "../registry/served.ts";

const names = (objects: readonly { readonly metadata: { readonly name: string } }[]) => objects.map(({ metadata }) => metadata.name);

test("every cluster has four namespaces, two priority classes, and the Service that leads to the API", async () => {
  const world = await startApiServer();
  expect(names(world.all(Namespaces))).toEqual(["default", "kube-node-lease", "kube-public", "kube-system"]);
  expect(world.all(PriorityClasses).map(({ metadata, value }) => [metadata.name, value])).toEqual([["system-cluster-critical", 2_000_000_000], ["system-node-critical", 2_000_001_000]]);
  expect(world.all(Services)[0]).toMatchObject({
    metadata: { name: "kubernetes", namespace: "default", labels: { component: "apiserver", provider: "kubernetes" } },
    spec: { type: "ClusterIP", clusterIP: "10.96.0.1", ports: [{ name: "https", port: 443, targetPort: 6443, protocol: "TCP" }] },
  });
});

test("a namespace of the system comes back when it is deleted", async () => {
  const world = await startApiServer();
  const terminating = (await world.client.delete(Namespaces, { name: "kube-node-lease" })) as never as { readonly metadata: object };
  await world.request("PUT", "/api/v1/namespaces/kube-node-lease/finalize", { body: { ...terminating, spec: {} } });
  expect(names(world.all(Namespaces))).not.toContain("kube-node-lease");
  await world.run(61);
  expect(names(world.all(Namespaces))).toContain("kube-node-lease");
});

test("nothing is written once everything is as it should be", async () => {
  const world = await startApiServer();
  const { revision } = world.store;
  await world.run(3600);
  expect(world.store.revision).toBe(revision);
});

test("a server waits for etcd", async () => {
  const world = await startApiServer();
  world.stopEtcd();
  const clock = world.simulation;
  const server = createApiServer({ etcd: world.etcd, clock, random: createRandom("late"), resources: kinds });
  await world.run(3);
  world.startEtcd();
  await world.run(3);
  expect((await server.handle({ method: "GET", path: "/readyz" })).body).toBe("ok");
});

function twoServers() {
  const clock = new Simulation({ start: startOfTests, turn });
  const etcd = new EtcdProcess({ store: new EtcdStore(), clock, lifetime: new Lifetime() });
  const start = (address: string) => {
    const lifetime = new Lifetime();
    return { lifetime, server: createApiServer({ etcd, clock, random: createRandom(address), lifetime, resources: kinds, advertise: { address, port: 6443 } }) };
  };
  return { clock, first: start("172.18.0.2"), second: start("172.18.0.3") };
}

const addresses = (served: ServedResources) => served.of(EndpointSlices)?.get("default", "kubernetes")?.endpoints?.flatMap((endpoint) => endpoint.addresses);

test("the Service leads to all API servers that live", async () => {
  const { clock, first, second } = twoServers();
  await clock.runFor(11_000);
  expect(addresses(first.server.resources)).toEqual(["172.18.0.2", "172.18.0.3"]);
  expect(first.server.resources.of(Endpoints)?.get("default", "kubernetes")?.subsets).toEqual([
    { addresses: [{ ip: "172.18.0.2" }, { ip: "172.18.0.3" }], ports: [{ name: "https", port: 6443, protocol: "TCP" }] },
  ]);

  second.lifetime.end();
  await clock.runFor(10_000);
  expect(addresses(first.server.resources)).toHaveLength(2);
  await clock.runFor(20_000);
  expect(addresses(first.server.resources)).toEqual(["172.18.0.2"]);
});

test("a server that shuts down in order is taken out at the next round", async () => {
  const { clock, first, second } = twoServers();
  await clock.runFor(11_000);
  second.server.close();
  await clock.runFor(10_000);
  expect(addresses(first.server.resources)).toEqual(["172.18.0.2"]);
});
