import { describe, expect, test } from "vitest";
import type { Container, Probe } from "../../api/generated/core/v1.ts";
import { type ExecResult, type Runtime, RuntimeError } from "../../cri/runtime.ts";
import type { HttpCall } from "../../network/http.ts";
import { NetworkError, type NetworkErrorCode } from "../../network/network-error.ts";
import { appPod, type KubeletWorld, startKubeletWorld } from "../../testing/kubelet-world.ts";
import { httpTarget, portNumber } from "./action-target.ts";
import type { NetworkProber } from "./network-prober.ts";
import { ProbeResults } from "./probe-results.ts";
import { runProbe } from "./run-probe.ts";

const container: Container = { name: "web", ports: [{ name: "http", containerPort: 8080 }] };
const target = { container, containerId: "id", podIp: "10.0.0.7" };

interface Given {
  readonly status?: number;
  readonly body?: string;
  readonly fails?: NetworkErrorCode;
  readonly exec?: ExecResult | RuntimeError;
}

function tools({ status = 200, body = "", fails, exec }: Given, calls: HttpCall[] = []) {
  const network: NetworkProber = {
    http(call) {
      calls.push(call);
      return fails === undefined ? Promise.resolve({ status, body }) : Promise.reject(new NetworkError(fails));
    },
    connect: ({ ip, port }) =>
      fails === undefined
        ? Promise.resolve({ local: { ip, port }, remote: { ip, port }, write: () => Promise.resolve(), read: () => Promise.resolve(undefined), end() {}, reset() {} })
        : Promise.reject(new NetworkError(fails)),
  };
  const runtime = { execSync: () => (exec instanceof RuntimeError ? Promise.reject(exec) : Promise.resolve(exec)) } as unknown as Runtime;
  return { network, runtime };
}

describe("one probe", () => {
  const http: Probe = { httpGet: { port: 8080, path: "/health" }, timeoutSeconds: 2 };
  const tcp: Probe = { tcpSocket: { port: "http" } };
  const exec: Probe = { exec: { command: ["cat", "/tmp/x"] } };
  const grpc: Probe = { grpc: { port: 9090 } };

  test.each<[string, Probe, Given, string, string]>([
    ["http 200", http, { status: 200, body: "fine" }, "success", "fine"],
    ["http 302", http, { status: 302 }, "success", ""],
    ["http 404", http, { status: 404 }, "failure", "HTTP probe failed with statuscode: 404"],
    ["http 503", http, { status: 503 }, "failure", "HTTP probe failed with statuscode: 503"],
    ["http refused", http, { fails: "ECONNREFUSED" }, "failure", 'Get "http://10.0.0.7:8080/health": dial tcp 10.0.0.7:8080: connect: connection refused'],
    ["http unreachable", http, { fails: "EHOSTUNREACH" }, "failure", 'Get "http://10.0.0.7:8080/health": dial tcp 10.0.0.7:8080: connect: no route to host'],
    ["http too slow", http, { fails: "TIMEOUT" }, "failure", 'Get "http://10.0.0.7:8080/health": context deadline exceeded (Client.Timeout exceeded while awaiting headers)'],
    ["http reset", http, { fails: "ECONNRESET" }, "failure", 'Get "http://10.0.0.7:8080/health": read tcp 10.0.0.7:8080: read: connection reset by peer'],
    ["http to a port that has no such name", { httpGet: { port: "nope" } }, {}, "unknown", 'strconv.Atoi: parsing "nope": invalid syntax'],
    ["tcp open", tcp, {}, "success", ""],
    ["tcp refused", tcp, { fails: "ECONNREFUSED" }, "failure", "dial tcp 10.0.0.7:8080: connect: connection refused"],
    ["tcp too slow", tcp, { fails: "TIMEOUT" }, "failure", "dial tcp 10.0.0.7:8080: i/o timeout"],
    ["exec 0", exec, { exec: { exitCode: 0, stdout: "ok\n", stderr: "" } }, "success", "ok\n"],
    ["exec 1", exec, { exec: { exitCode: 1, stdout: "", stderr: "cat: can't open '/tmp/x': No such file or directory\n" } }, "failure", "cat: can't open '/tmp/x': No such file or directory\n"],
    ["exec too slow", exec, { exec: { exitCode: 0, stdout: "", stderr: "", timedOut: true } }, "failure", 'command timed out: "cat /tmp/x" timed out after 1s'],
    ["exec impossible", exec, { exec: new RuntimeError("NotFound", "container not found") }, "unknown", "rpc error: code = NotFound desc = container not found"],
    ["grpc serving", grpc, { body: '{"status":"SERVING"}' }, "success", ""],
    ["grpc not serving", grpc, { body: '{"status":"NOT_SERVING"}' }, "failure", 'service unhealthy (responded with "NOT_SERVING")'],
    ["grpc without the protocol", grpc, { status: 404 }, "failure", "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health"],
    ["grpc refused", grpc, { fails: "ECONNREFUSED" }, "failure", 'error: timeout: failed to connect service "10.0.0.7:9090" within 1s: context deadline exceeded'],
    ["nothing to ask", {}, {}, "unknown", "missing probe handler for web"],
  ])("%s", async (_, probe, given, result, output) => {
    expect(await runProbe(probe, target, tools(given))).toEqual({ result, output });
  });

  test("headers, scheme and host are the probe's own", async () => {
    const calls: HttpCall[] = [];
    const probe: Probe = { httpGet: { port: "http", path: "ready?full=1", scheme: "HTTPS", host: "10.9.9.9", httpHeaders: [{ name: "Host", value: "example.com" }, { name: "X-Probe", value: "1" }] }, timeoutSeconds: 3 };
    await runProbe(probe, target, tools({}, calls));
    expect(calls).toEqual([{ ip: "10.9.9.9", port: 8080, method: "GET", host: "example.com", path: "/ready?full=1", tls: true, timeout: 3000, headers: { "user-agent": "kube-probe/1.36", accept: "*/*", host: "example.com", "x-probe": "1" } }]);
  });
});

describe("ports", () => {
  test.each([
    [80, 80],
    ["http", 8080],
    ["9000", 9000],
  ])("%s is %i", (port, number) => expect(portNumber(port, container)).toBe(number));

  test.each([0, 65_536, "nope", "0"])("%s is none", (port) => expect(() => portNumber(port, container)).toThrow());

  test("the address is the pod's, in a URL", () => {
    expect(httpTarget({ port: 80 }, container, "10.0.0.7", "agent").url).toBe("http://10.0.0.7:80/");
  });
});

test("results are told of only when they change", () => {
  const told: string[] = [];
  const results = new ProbeResults(({ kind, containerId, result }) => void told.push(`${kind} ${containerId} ${result}`));
  const change = (result: "success" | "failure" | "unknown") => results.set({ kind: "liveness", podUid: "uid", containerId: "c", result });
  change("success");
  change("success");
  change("failure");
  expect(told).toEqual(["liveness c success", "liveness c failure"]);
  expect(results.liveness("c")).toBe("failure");
  expect(results.startup("c")).toBeUndefined();
  results.remove("c");
  expect(results.liveness("c")).toBeUndefined();
});

describe("on a node", () => {
  async function start(): Promise<KubeletWorld> {
    const world = await startKubeletWorld();
    world.runtime.images.preload("app:1.0");
    await world.run(30);
    return world;
  }

  const webOf = async (world: KubeletWorld) => (await world.pod("web")).status.containerStatuses?.[0];
  const ask = async (world: KubeletWorld, path: string) => {
    const ip = (await world.pod("web")).status.podIP ?? "";
    await world.fabric.hostNamespace("node-1").http({ ip, port: 80, path });
  };
  const told = (world: KubeletWorld) => world.events("web").map((text) => text.replace(/ \(x\d+\)$/, ""));

  test("a container is ready as soon as its readiness probe succeeds, and not before", async () => {
    const world = await start();
    await world.bind(appPod("web", ["port=80"], { container: { readinessProbe: { httpGet: { port: 80, path: "/health" }, initialDelaySeconds: 5, periodSeconds: 3 } } }));
    await world.run(4);
    expect(await webOf(world)).toMatchObject({ ready: false, started: true });
    expect((await world.pod("web")).status.conditions?.find(({ type }) => type === "Ready")?.status).toBe("False");
    await world.run(6);
    expect(await webOf(world)).toMatchObject({ ready: true });
    expect((await world.pod("web")).status.conditions?.find(({ type }) => type === "Ready")?.status).toBe("True");
  });

  test("readiness is lost after so many failures, and comes back after so many successes", async () => {
    const world = await start();
    await world.bind(appPod("web", ["port=80"], { container: { readinessProbe: { httpGet: { port: 80, path: "/health" }, periodSeconds: 10, failureThreshold: 3, successThreshold: 2 } } }));
    await world.run(25);
    expect((await webOf(world))?.ready).toBe(true);
    await ask(world, "/fail");
    await world.run(15);
    expect((await webOf(world))?.ready).toBe(true);
    await world.run(16);
    expect(await webOf(world)).toMatchObject({ ready: false, restartCount: 0 });
    expect(told(world)).toContain("Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 503");
    await ask(world, "/heal");
    await world.run(25);
    expect((await webOf(world))?.ready).toBe(true);
  });

  test("a failed liveness probe restarts the container, with the probe's own grace period", async () => {
    const world = await start();
    const livenessProbe = { httpGet: { port: 80, path: "/health" }, periodSeconds: 5, failureThreshold: 2, terminationGracePeriodSeconds: 4 };
    await world.bind(appPod("web", ["port=80", "term=ignore"], { container: { livenessProbe }, spec: { terminationGracePeriodSeconds: 600 } }));
    await world.run(12);
    await ask(world, "/fail");
    await world.run(17);
    expect(await webOf(world)).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 137 } } });
    expect(told(world)).toContain("Warning Unhealthy Liveness probe failed: HTTP probe failed with statuscode: 503");
    expect(told(world)).toContain("Normal Killing Container web failed liveness probe, will be restarted");
  });

  test("until the startup probe has succeeded the other probes wait", async () => {
    const world = await start();
    const startupProbe = { exec: { command: ["cat", "/tmp/started"] }, periodSeconds: 2, failureThreshold: 30 };
    const livenessProbe = { exec: { command: ["false"] }, periodSeconds: 1, failureThreshold: 5 };
    await world.bind(appPod("web", ["port=80"], { container: { startupProbe, livenessProbe } }));
    await world.run(20);
    expect(await webOf(world)).toMatchObject({ started: false, ready: false, restartCount: 0 });
    expect(told(world)).toContainEqual(expect.stringMatching(/^Warning Unhealthy Startup probe failed: cat: .*No such file or directory/));
    const [id = ""] = world.runtime.listContainers().map((each) => each.id);
    await Promise.all([world.runtime.execSync(id, ["touch", "/tmp/started"], 1000), world.run(2)]);
    await world.run(0.5);
    expect(await webOf(world)).toMatchObject({ started: true });
    await world.run(10);
    expect((await webOf(world))?.restartCount).toBeGreaterThan(0);
  });

  test("a startup probe that never succeeds restarts the container", async () => {
    const world = await start();
    await world.bind(appPod("web", ["port=80"], { container: { startupProbe: { tcpSocket: { port: 81 }, periodSeconds: 3, failureThreshold: 2 } } }));
    await world.run(12);
    expect((await webOf(world))?.restartCount).toBe(1);
    expect(told(world)).toContain("Normal Killing Container web failed startup probe, will be restarted");
  });

  test("probes end with their pod", async () => {
    const world = await start();
    await world.bind(appPod("web", ["port=80"], { container: { livenessProbe: { httpGet: { port: 80 }, periodSeconds: 1 } } }));
    await world.run(10);
    await world.request("DELETE", "/api/v1/namespaces/default/pods/web");
    await world.run(5);
    const before = world.fabric.traces().length;
    await world.run(60);
    expect(world.fabric.traces()).toHaveLength(before);
  });
});
