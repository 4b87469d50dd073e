import { describe, expect, test } from "vitest";
import type { Pod } from "../../api/generated/core/v1.ts";
import { second } from "../../base/units.ts";
import type { ImageStatus } from "../../cri/runtime.ts";
import { Simulation } from "../../sim/simulation.ts";
import { turn } from "../../testing/node/turn.ts";
import { defaultConfiguration } from "../configuration.ts";
import { createDirectory } from "../host-disk.ts";
import type { Machine } from "../machine.ts";
import { containerConfig, rootComplaint } from "./container-config.ts";
import { FlowBackoff } from "./flow-backoff.ts";
import { podHostname, sandboxConfig } from "./sandbox-config.ts";
import { TerminationOrder } from "./termination-order.ts";

const simulation = () => new Simulation({ start: 1_000_000, turn });

describe("back-off", () => {
  const limits = { initial: 10 * second, most: 300 * second };

  test("doubles with each failure up to its bound", () => {
    const backoff = new FlowBackoff({ now: () => 0 }, limits);
    const delays = Array.from({ length: 8 }, () => (backoff.next("key", 0), backoff.get("key") / second));
    expect(delays).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
  });

  test("runs from the failure on", () => {
    let now = 0;
    const backoff = new FlowBackoff({ now: () => now }, limits);
    expect(backoff.isRunningSince("key", 0)).toBe(false);
    backoff.next("key", 0);
    now = 9_999;
    expect(backoff.isRunningSince("key", 0)).toBe(true);
    expect(backoff.endOfDelay("key")).toBe(10_000);
    now = 10_000;
    expect(backoff.isRunningSince("key", 0)).toBe(false);
    expect(backoff.endOfDelay("key")).toBeUndefined();
  });

  test("is forgotten after twice its bound in peace", () => {
    let now = 0;
    const backoff = new FlowBackoff({ now: () => now }, limits);
    backoff.next("key", 0);
    backoff.next("key", 0);
    expect(backoff.get("key")).toBe(20 * second);
    now = 600 * second;
    backoff.next("key", now);
    expect(backoff.get("key")).toBe(40 * second);
    now += 601 * second;
    backoff.next("key", now);
    expect(backoff.get("key")).toBe(10 * second);
    now += 601 * second;
    backoff.collectGarbage();
    expect(backoff.get("key")).toBe(0);
  });

  test("keys do not know each other, and can be reset", () => {
    const backoff = new FlowBackoff({ now: () => 0 }, limits);
    backoff.next("a", 0);
    expect(backoff.get("b")).toBe(0);
    backoff.reset("a");
    expect(backoff.get("a")).toBe(0);
  });
});

const podOf = (spec: Partial<Pod["spec"]>, name = "web"): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "team", uid: "uid", resourceVersion: "1", creationTimestamp: "", labels: { app: "web" } },
  spec: { containers: [{ name: "a" }], ...spec },
  status: {},
});

describe("the order in which containers end", () => {
  const pod = podOf({
    containers: [{ name: "a" }, { name: "b" }],
    initContainers: [{ name: "s1", restartPolicy: "Always" }, { name: "once" }, { name: "s2", restartPolicy: "Always" }],
  });

  test("regular containers first, then sidecars from the last to the first", async () => {
    const clock = simulation();
    const order = new TerminationOrder(pod, ["a", "b", "s1", "s2"], clock);
    const log: string[] = [];
    const wait = (name: string) => order.waitForTurn(name, 60 * second).then((waited) => void log.push(`${name} ${waited}`));
    const all = [wait("s1"), wait("s2"), wait("a"), wait("b")];
    await clock.settle();
    expect(log).toEqual(["a 0", "b 0"]);
    await clock.runFor(3 * second);
    order.terminated("a");
    await clock.settle();
    expect(log).toHaveLength(2);
    order.terminated("b");
    await clock.settle();
    expect(log).toEqual(["a 0", "b 0", "s2 3000"]);
    await clock.runFor(2 * second);
    order.terminated("s2");
    await Promise.all(all);
    expect(log.at(-1)).toBe("s1 5000");
  });

  test("nobody waits longer than the grace period", async () => {
    const clock = simulation();
    const order = new TerminationOrder(pod, ["a", "s1"], clock);
    let waited = -1;
    void order.waitForTurn("s1", 7 * second).then((time) => (waited = time));
    await clock.runFor(7 * second);
    expect(waited).toBe(7000);
  });

  test("containers that do not run hold nobody up", async () => {
    expect(await new TerminationOrder(pod, ["s1"], simulation()).waitForTurn("s1", 1000)).toBe(0);
  });
});

const machine: Machine = {
  hostname: "node-1",
  addresses: ["192.168.0.2"],
  cpuMillis: 4000,
  memory: 0,
  disk: 0,
  system: { machineId: "", systemUuid: "", bootId: "", kernelVersion: "", osImage: "", operatingSystem: "linux", architecture: "amd64" },
};
const configuration = { ...defaultConfiguration, nodeDns: { servers: ["8.8.8.8"], searches: ["corp.example"] } };

describe("sandboxes", () => {
  const config = (spec: Partial<Pod["spec"]>, name?: string) => sandboxConfig(podOf(spec, name), 2, { configuration, machine });

  test.each<[string, Partial<Pod["spec"]>, object]>([
    ["ClusterFirst", {}, { servers: ["10.96.0.10"], searches: ["team.svc.cluster.local", "svc.cluster.local", "cluster.local", "corp.example"], options: ["ndots:5"] }],
    ["Default", { dnsPolicy: "Default" }, { servers: ["8.8.8.8"], searches: ["corp.example"], options: [] }],
    ["ClusterFirst on the host's network", { hostNetwork: true }, { servers: ["8.8.8.8"], searches: ["corp.example"], options: [] }],
    ["ClusterFirstWithHostNet", { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" }, { servers: ["10.96.0.10"], searches: ["team.svc.cluster.local", "svc.cluster.local", "cluster.local", "corp.example"], options: ["ndots:5"] }],
    ["None", { dnsPolicy: "None", dnsConfig: { nameservers: ["1.1.1.1"], searches: ["a.b"], options: [{ name: "ndots", value: "2" }, { name: "edns0" }] } }, { servers: ["1.1.1.1"], searches: ["a.b"], options: ["ndots:2", "edns0"] }],
    [
      "more of its own",
      { dnsConfig: { nameservers: ["1.1.1.1", "10.96.0.10"], searches: ["a.b", "cluster.local"], options: [{ name: "ndots", value: "1" }] } },
      { servers: ["10.96.0.10", "1.1.1.1"], searches: ["team.svc.cluster.local", "svc.cluster.local", "cluster.local", "corp.example", "a.b"], options: ["ndots:1"] },
    ],
  ])("dns: %s", (_, spec, expected) => expect(config(spec).dns).toEqual(expected));

  test("ports of the node lead into the pod, unless it is on the node's network", () => {
    const containers = [{ name: "a", ports: [{ containerPort: 80, hostPort: 8080 }, { containerPort: 443 }, { containerPort: 53, hostPort: 53, protocol: "UDP" as const, hostIP: "127.0.0.1" }] }];
    expect(config({ containers }).portMappings).toEqual([
      { hostPort: 8080, containerPort: 80, protocol: "TCP" },
      { hostPort: 53, containerPort: 53, protocol: "UDP", hostIp: "127.0.0.1" },
    ]);
    expect(config({ containers, hostNetwork: true }).portMappings).toEqual([]);
  });

  test("names", () => {
    expect(config({})).toMatchObject({ hostname: "web", pod: { uid: "uid", name: "web", namespace: "team", attempt: 2 } });
    expect(config({ hostNetwork: true }).hostname).toBe("node-1");
    expect(config({ hostname: "db-0", subdomain: "db" })).toMatchObject({ hostname: "db-0", domain: "db.team.svc.cluster.local" });
    expect(podHostname(podOf({}, `${"a".repeat(62)}-b`))).toBe("a".repeat(62));
  });
});

describe("containers", () => {
  const image: ImageStatus = { name: "docker.io/library/app:1.0", id: "id", digest: "sha256:1", size: 1, standIn: false };
  const parts = { attempt: 1, image, variables: [{ name: "WHO", value: "me" }], mounts: [], terminationLog: createDirectory("log", () => 0) };

  test("limits and requests in the runtime's units", () => {
    const { resources } = containerConfig(podOf({}), { name: "a", resources: { limits: { cpu: "1.5", memory: "64Mi" }, requests: { cpu: "250m" } } }, parts);
    expect(resources).toEqual({ memoryLimit: 67_108_864, cpuLimitMillis: 1500, cpuRequestMillis: 250 });
  });

  test("command and arguments are expanded; empty ones keep the image's", () => {
    expect(containerConfig(podOf({}), { name: "a", command: ["hello", "$(WHO)"], args: ["$(NOBODY)"] }, parts)).toMatchObject({ command: ["hello", "me"], args: ["$(NOBODY)"] });
    const config = containerConfig(podOf({}), { name: "a", command: [], args: [] }, parts);
    expect(config).not.toHaveProperty("command");
    expect(config).not.toHaveProperty("args");
  });

  test("the container's security settings come before the pod's", () => {
    const pod = podOf({ securityContext: { runAsUser: 1000, runAsGroup: 2000 } });
    expect(containerConfig(pod, { name: "a", securityContext: { runAsUser: 3000, readOnlyRootFilesystem: true } }, parts).security).toEqual({ runAsUser: 3000, runAsGroup: 2000, readOnlyRootFilesystem: true });
    expect(containerConfig(podOf({}), { name: "a" }, parts)).not.toHaveProperty("security");
  });

  test.each([
    [undefined, undefined, undefined],
    [true, undefined, 'container has runAsNonRoot and image will run as root (pod: "web_team(uid)", container: a)'],
    [true, 0, `container's runAsUser breaks non-root policy (pod: "web_team(uid)", container: a)`],
    [true, 1000, undefined],
    [false, 0, undefined],
  ])("runAsNonRoot %s with user %s", (runAsNonRoot, runAsUser, complaint) => {
    const securityContext = { ...(runAsNonRoot !== undefined && { runAsNonRoot }), ...(runAsUser !== undefined && { runAsUser }) };
    expect(rootComplaint(podOf({}), { name: "a", securityContext }, image)).toBe(complaint);
  });

  test.each([
    ["65534", undefined],
    ["nobody", 'container has runAsNonRoot and image has non-numeric user (nobody), cannot verify user is non-root (pod: "web_team(uid)", container: a)'],
    ["root", 'container has runAsNonRoot and image will run as root (pod: "web_team(uid)", container: a)'],
  ])("an image of user %s", (user, complaint) => {
    expect(rootComplaint(podOf({ securityContext: { runAsNonRoot: true } }), { name: "a" }, { ...image, user })).toBe(complaint);
  });
});
