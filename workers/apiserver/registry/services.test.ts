import { describe, expect, test } from "vitest";
import type { Draft } from "../../apimachinery/object.ts";
import type { Status } from "../../apimachinery/status.ts";
import { type Service, Services, type ServiceSpec } from "../../api/core/service.ts";
import { startApiServer, type World } from "../../testing/api-server.ts";

const services = "/api/v1/namespaces/default/services";
const ports = [{ name: "http", port: 80 }];
const create = (world: World, name: string, spec: Draft<ServiceSpec>) => world.create(Services, { metadata: { name }, spec } as Draft<Service>);
const update = (world: World, service: Service, spec: Partial<ServiceSpec>) => world.client.update(Services, { ...service, spec: { ...service.spec, ...spec } });
const refused = async (world: World, spec: object) => (await world.request("POST", services, { body: { metadata: { name: "b" }, spec } })).body as Status;

describe("the address of a Service", () => {
  test("lies in the range, and is nobody else's", async () => {
    const world = await startApiServer();
    const addresses = new Set<string>();
    for (let index = 0; index < 40; index++) {
      const { spec } = await create(world, `web-${index}`, { ports });
      expect(spec).toMatchObject({ clusterIPs: [spec.clusterIP], ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" });
      expect(spec.clusterIP).toMatch(/^10\.(9[6-9]|10\d|11[01])\.\d+\.\d+$/);
      addresses.add(spec.clusterIP!);
    }
    expect(addresses.size).toBe(40);
  });

  test("can be asked for", async () => {
    const world = await startApiServer();
    expect((await create(world, "kube-dns", { clusterIP: "10.96.0.10", ports })).spec).toMatchObject({ clusterIP: "10.96.0.10", clusterIPs: ["10.96.0.10"] });
  });

  test.each([
    ["10.96.0.10", 'Service "b" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.10"]: failed to allocate IP 10.96.0.10: provided IP is already allocated'],
    ["10.96.0.1", 'Service "b" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated'],
    ["10.112.0.1", 'Service "b" is invalid: spec.clusterIPs: Invalid value: ["10.112.0.1"]: failed to allocate IP 10.112.0.1: the provided IP (10.112.0.1) is not in the valid range. The range of valid IPs is 10.96.0.0/12'],
    ["10.96.0.0", expect.stringContaining("is not in the valid range") as string],
  ])("is refused: %s", async (clusterIP, message) => {
    const world = await startApiServer();
    await create(world, "a", { clusterIP: "10.96.0.10", ports });
    expect(await refused(world, { clusterIP, ports })).toMatchObject({ code: 422, reason: "Invalid", message });
  });

  test("is free again when its Service is gone", async () => {
    const world = await startApiServer();
    await create(world, "a", { clusterIP: "10.96.0.10", type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] });
    await world.client.delete(Services, { namespace: "default", name: "a" });
    expect((await create(world, "b", { clusterIP: "10.96.0.10", type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] })).spec.clusterIP).toBe("10.96.0.10");
  });

  test.each([
    { what: "is headless", spec: { clusterIP: "None", selector: { app: "web" }, ports }, result: { clusterIP: "None", clusterIPs: ["None"], ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" } },
    { what: "is headless without a selector", spec: { clusterIP: "None", ports }, result: { clusterIP: "None", ipFamilies: ["IPv4", "IPv6"], ipFamilyPolicy: "RequireDualStack" } },
  ])("is none when the Service $what", async ({ spec, result }) => {
    const world = await startApiServer();
    expect((await create(world, "a", spec)).spec).toMatchObject(result);
  });

  test("is missing from an ExternalName", async () => {
    const world = await startApiServer();
    const { spec } = await create(world, "a", { type: "ExternalName", externalName: "example.com" });
    expect(spec).not.toHaveProperty("clusterIP");
    expect(spec).not.toHaveProperty("ipFamilies");
  });

  test("stays when an update leaves it out", async () => {
    const world = await startApiServer();
    const service = await create(world, "a", { ports });
    const { clusterIP: _ip, clusterIPs: _ips, ...spec } = service.spec;
    const updated = await world.client.update(Services, { ...service, spec: { ...spec, selector: { app: "web" } } });
    expect(updated.spec).toMatchObject({ clusterIP: service.spec.clusterIP, clusterIPs: service.spec.clusterIPs, selector: { app: "web" } });
  });

  test("is given back when the Service becomes a mere name", async () => {
    const world = await startApiServer();
    const service = await create(world, "a", { clusterIP: "10.96.0.10", ports });
    const named = await update(world, service, { type: "ExternalName", externalName: "example.com" });
    expect(named.spec).not.toHaveProperty("clusterIP");
    expect((await create(world, "b", { clusterIP: "10.96.0.10", ports })).spec.clusterIP).toBe("10.96.0.10");
  });
});

describe("node ports", () => {
  const nodePorts = ({ spec }: Service) => spec.ports?.map(({ nodePort }) => nodePort);

  test("are given to each port of a NodePort and of a LoadBalancer", async () => {
    const world = await startApiServer();
    for (const type of ["NodePort", "LoadBalancer"] as const) {
      const found = nodePorts(await create(world, type.toLowerCase(), { type, ports: [{ name: "a", port: 80 }, { name: "b", port: 81 }] }));
      expect(new Set(found).size).toBe(2);
      for (const port of found!) expect(port! >= 30_000 && port! <= 32_767).toBe(true);
    }
  });

  test("are not given to a ClusterIP, nor where they are not wanted", async () => {
    const world = await startApiServer();
    expect(nodePorts(await create(world, "a", { ports }))).toEqual([undefined]);
    expect(nodePorts(await create(world, "b", { type: "LoadBalancer", allocateLoadBalancerNodePorts: false, ports }))).toEqual([undefined]);
  });

  test("are shared by TCP and UDP of one port", async () => {
    const world = await startApiServer();
    const [tcp, udp] = nodePorts(await create(world, "dns", { type: "NodePort", ports: [{ name: "a", port: 53, protocol: "TCP" }, { name: "b", port: 53, protocol: "UDP" }] }))!;
    expect(tcp).toBe(udp);
  });

  test.each([
    [30_080, 'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated'],
    [8080, expect.stringContaining("spec.ports[0].nodePort: Invalid value: 8080: provided port is not in the valid range. The range of valid ports is 30000-32767") as string],
  ])("are refused: %d", async (nodePort, message) => {
    const world = await startApiServer();
    await create(world, "a", { type: "NodePort", ports: [{ port: 80, nodePort: 30_080 }] });
    expect(await refused(world, { type: "NodePort", ports: [{ port: 80, nodePort }] })).toMatchObject({ code: 422, message });
  });

  test("stay when an update leaves them out", async () => {
    const world = await startApiServer();
    const service = await create(world, "a", { type: "NodePort", ports });
    const updated = await update(world, service, { ports: [{ name: "http", port: 80, protocol: "TCP", targetPort: 8080 }, { name: "more", port: 81 }] });
    expect(nodePorts(updated)?.[0]).toBe(nodePorts(service)?.[0]);
    expect(nodePorts(updated)?.[1]).toBeGreaterThan(29_999);
  });

  test("go when the type no longer needs them, and can be had by others", async () => {
    const world = await startApiServer();
    const service = await create(world, "a", { type: "NodePort", ports: [{ port: 80, nodePort: 30_080 }] });
    expect(nodePorts(await update(world, service, { type: "ClusterIP" }))).toEqual([undefined]);
    expect(nodePorts(await create(world, "b", { type: "NodePort", ports: [{ port: 80, nodePort: 30_080 }] }))).toEqual([30_080]);
  });

  test("include one for the health check of a balancer that keeps to its node", async () => {
    const world = await startApiServer();
    const service = await create(world, "a", { type: "LoadBalancer", externalTrafficPolicy: "Local", ports });
    expect(service.spec.healthCheckNodePort).toBeGreaterThan(29_999);
    expect((await update(world, service, { externalTrafficPolicy: "Cluster" })).spec).not.toHaveProperty("healthCheckNodePort");
  });
});

test("a dry run reserves nothing", async () => {
  const world = await startApiServer();
  const body = { metadata: { name: "a" }, spec: { clusterIP: "10.96.0.10", ports } };
  await world.request("POST", services, { body, query: { dryRun: "All" } });
  expect((await world.request("POST", services, { body })).status).toBe(201);
});
