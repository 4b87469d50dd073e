import { beforeAll, describe, expect, test } from "vitest";
import { Deployments } from "../api/apps/deployment.ts";
import { Nodes } from "../api/core/node.ts";
import { type Pod, Pods } from "../api/core/pod.ts";
import { Services } from "../api/core/service.ts";
import type { Draft } from "../apimachinery/object.ts";
import type { Service } from "../api/core/service.ts";
import { admin, createOutsideTransport } from "../cluster/outside-transport.ts";
import { startCluster, type TestCluster } from "../testing/cluster.ts";

/** A whole cluster: Deployments, Services, kube-proxy on every node, CoreDNS, and pods that ask each other. */
let world: TestCluster;

const podsOf = (app: string) => world.all(Pods).filter(({ metadata }) => metadata.labels?.["app"] === app);
const isReady = ({ status }: Pod) => status.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") === true;

async function deploy(app: string, image: string, replicas: number): Promise<void> {
  const template = { metadata: { labels: { app } }, spec: { containers: [{ name: app, image }] } };
  await world.ask(() => world.client.create(Deployments, { metadata: { name: app, namespace: "default" }, spec: { replicas, selector: { matchLabels: { app } }, template } }));
  await world.until(`${app} is ready`, () => podsOf(app).filter(isReady).length === replicas);
}

const expose = (name: string, spec: object) => world.ask(() => world.client.create(Services, { metadata: { name, namespace: "default" }, spec } as Draft<Service>));

/** Runs a shell line in the client pod, as `kubectl exec` does, and returns what it printed. */
async function sh(line: string): Promise<string> {
  const frames: { readonly channel: number; readonly data: string }[] = [];
  let ended = false;
  const carryOut = () => {
    const query = { command: `sh\u0000-c\u0000${line}`, container: "client", stdout: "true", stderr: "true" };
    const chunk = (frame: unknown) => void frames.push(frame as (typeof frames)[number]);
    createOutsideTransport(world.cluster.endpoints, admin).stream({ method: "POST", path: "/api/v1/namespaces/default/pods/client/exec", query }, { opened() {}, chunk, closed: () => void (ended = true) });
  };
  await world.cluster.simulation.runUntil(world.cluster.simulation.input(carryOut));
  await world.until(line, () => ended);
  return frames.filter(({ channel }) => channel === 1 || channel === 2).map(({ data }) => data).join("");
}

beforeAll(async () => {
  world = await startCluster({ seed: "services" });
  await deploy("web", "gcr.io/google-samples/hello-app:1.0", 3);
  await deploy("client", "busybox:1.28", 0);
  await world.ask(() => world.client.create(Pods, { metadata: { name: "client", namespace: "default", labels: { app: "client" } }, spec: { containers: [{ name: "client", image: "busybox:1.28", command: ["sleep", "infinity"] }] } }));
  await world.until("the client runs", () => podsOf("client").filter(isReady).length === 1);
  await expose("web", { selector: { app: "web" }, type: "NodePort", ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] });
  await expose("headless", { selector: { app: "web" }, clusterIP: "None", ports: [{ port: 8080 }] });
  await expose("alias", { type: "ExternalName", externalName: "web.default.svc.cluster.local" });
  await world.run(5);
});

describe("from inside", () => {
  test("a Service is found by its name and answers from every pod", async () => {
    const output = await sh("for i in $(seq 40); do wget -qO- web; done | grep Hostname | sort -u");
    expect(output.trim().split("\n").map((line) => line.replace("Hostname: ", ""))).toEqual(podsOf("web").map(({ metadata }) => metadata.name).toSorted());
  });

  const names = ["web.default", "web.default.svc", "web.default.svc.cluster.local", "alias"];
  test.each(names)("it answers to %s", async (name) => {
    expect(await sh(`wget -qO- ${name}`)).toContain("Hello, world!");
  });

  test("a headless Service is the addresses of its pods", async () => {
    const output = await sh("nslookup headless | grep '^Address [0-9]*: 10.244' | cut -d' ' -f3 | sort");
    expect(output.trim().split("\n")).toEqual(podsOf("web").map(({ status }) => status.podIP!).toSorted());
  });

  test("the documentation's BusyBox names server and address", async () => {
    const address = world.all(Services).find(({ metadata }) => metadata.name === "web")!.spec.clusterIP!;
    expect(await sh("nslookup web.default")).toBe(`Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local\n\nName:      web.default\nAddress 1: ${address} web.default.svc.cluster.local\n`);
    expect(await sh("nslookup nosuch")).toContain("nslookup: can't resolve 'nosuch'\n");
  });

  test("the API server is a Service too", async () => {
    expect(await sh("nc -zv kubernetes.default 443")).toContain("(10.96.0.1:443) open");
  });

  test("a name that nobody has", async () => {
    expect(await sh("wget -qO- nosuch")).toBe("wget: bad address 'nosuch'\n");
  });

  test("the outside world", async () => {
    expect(await sh("wget -qO- example.com")).toContain("example.com");
  });
});

describe("from outside", () => {
  test("every node answers on the node port", async () => {
    for (const { status } of world.all(Nodes)) {
      const ip = status.addresses!.find(({ type }) => type === "InternalIP")!.address;
      let body = "";
      void world.cluster.fabric.visitor.http({ ip, port: 30080 }).then((answer) => (body = answer.body));
      await world.run(1);
      expect(body).toContain("Hello, world!");
    }
  });

  test("a request leaves its way behind", async () => {
    await sh("wget -qO- web");
    const trace = world.cluster.fabric.traces().findLast(({ to }) => to === "web:80")!;
    expect(trace).toMatchObject({ from: "default/client", ok: true, outcome: "200" });
    expect(trace.hops.some((hop) => hop.startsWith("DNS 10.96.0.10: web.default.svc.cluster.local is 10."))).toBe(true);
    expect(trace.hops.some((hop) => hop.includes("is Service default/web → 10.244."))).toBe(true);
    expect(trace.hops.at(-1)).toMatch(/^default\/web-.* answered 200$/);
  });
});

describe("when something breaks", () => {
  test("pods without power are still asked until the cluster notices; then no more", async () => {
    const lost = podsOf("web").find(({ spec }) => spec.nodeName !== podsOf("client")[0]!.spec.nodeName)!;
    world.cluster.powerOff(lost.spec.nodeName!);
    const failures = Number(await sh("n=0; for i in $(seq 30); do wget -T 1 -qO- web >/dev/null 2>&1 || n=$((n+1)); done; echo $n"));
    expect(failures).toBeGreaterThan(0);
    await world.run(90);
    expect(await sh("n=0; for i in $(seq 30); do wget -T 1 -qO- web.default.svc.cluster.local. >/dev/null 2>&1 || n=$((n+1)); done; echo $n")).toBe("0\n");
    world.cluster.powerOn(lost.spec.nodeName!);
    await world.until("all are back", () => podsOf("web").filter(isReady).length === 3);
  });

  test("without pods a Service refuses", async () => {
    await world.ask(() => world.client.patch(Deployments, { namespace: "default", name: "web" }, { type: "merge", body: { spec: { replicas: 0 } } }));
    await world.until("no pods are left", () => podsOf("web").length === 0);
    await world.run(5);
    expect(await sh("wget -qO- web")).toBe("wget: can't connect to remote host (web:80): Connection refused\n");
  });

  test("without DNS no name is found, but addresses work", async () => {
    const address = world.all(Services).find(({ metadata }) => metadata.name === "kubernetes")!.spec.clusterIP!;
    await world.ask(() => world.client.patch(Deployments, { namespace: "kube-system", name: "coredns" }, { type: "merge", body: { spec: { replicas: 0 } } }));
    await world.run(60);
    expect(await sh("wget -qO- web")).toBe("wget: bad address 'web'\n");
    expect(await sh(`nc -zv ${address} 443`)).toContain("open");
  });
});
