import { beforeAll, describe, expect, test } from "vitest";
import { type Pod, Pods } from "../api/core/pod.ts";
import { Services } from "../api/core/service.ts";
import { startCluster, type TestCluster } from "../testing/cluster.ts";
import { openStream, type OpenStream } from "../testing/streams.ts";
import { admin, createOutsideTransport } from "./outside-transport.ts";

const base = "/api/v1/namespaces/default";
const counter = "i=0; while [ $i -lt 5 ]; do echo line $i; i=$((i+1)); sleep 2; done; sleep 100000";

let world: TestCluster;
const podNamed = (name: string) => world.all(Pods).find(({ metadata }) => metadata.namespace === "default" && metadata.name === name);
const isReady = (pod: Pod | undefined) => (pod?.status.conditions ?? []).some(({ type, status }) => type === "Ready" && status === "True");

beforeAll(async () => {
  world = await startCluster({ nodes: 2 });
  const { ask, client } = world;
  const labels = { app: "web" };
  await ask(() => client.create(Pods, { metadata: { name: "web", namespace: "default", labels }, spec: { nodeName: "node-1", containers: [{ name: "web", image: "nginx:1.27", ports: [{ containerPort: 80 }] }] } }));
  await ask(() => client.create(Pods, { metadata: { name: "talker", namespace: "default" }, spec: { nodeName: "node-1", containers: [{ name: "sh", image: "busybox", command: ["sh", "-c", counter] }] } }));
  await ask(() => client.create(Pods, { metadata: { name: "far", namespace: "default" }, spec: { nodeName: "node-2", containers: [{ name: "sh", image: "busybox", command: ["sh", "-c", "while true; do echo tick; sleep 5; done"] }] } }));
  await ask(() => client.create(Services, { metadata: { name: "web", namespace: "default" }, spec: { selector: labels, ports: [{ name: "http", port: 8080, targetPort: 80 }] } }));
  await ask(() => client.create(Services, { metadata: { name: "nobody", namespace: "default" }, spec: { selector: { app: "nobody" }, ports: [{ port: 80 }] } }));
  await world.until("the pods are ready", () => ["web", "talker", "far"].every((name) => isReady(podNamed(name))));
  await world.run(15);
});

async function logs(query: Record<string, string>, pod = "talker"): Promise<OpenStream> {
  const stream = await openStream(world, `${base}/pods/${pod}/log`, query);
  await world.run(1);
  return stream;
}

describe("logs", () => {
  test.each([
    { query: {}, text: "line 0\nline 1\nline 2\nline 3\nline 4\n" },
    { query: { tailLines: "2" }, text: "line 3\nline 4\n" },
    { query: { tailLines: "0" }, text: "" },
    { query: { limitBytes: "10" }, text: "line 0\nlin" },
    { query: { sinceTime: "2100-01-01T00:00:00Z" }, text: "" },
    { query: { sinceSeconds: "3600" }, text: "line 0\nline 1\nline 2\nline 3\nline 4\n" },
    { query: { container: "sh", tailLines: "1" }, text: "line 4\n" },
  ])("$query", async ({ query, text }) => {
    const stream = await logs(query as Record<string, string>);
    expect(stream.status()).toBe(200);
    expect(stream.chunks.join("")).toBe(text);
    expect(stream.closed()).toBe(true);
  });

  test("with timestamps each line begins with its instant", async () => {
    const stream = await logs({ timestamps: "true", tailLines: "1" });
    expect(stream.chunks.join("")).toMatch(/^2026-04-22T10:\d\d:\d\d\.\d+Z line 4\n$/);
  });

  test("followed, lines come as they are written, until the stream is closed", async () => {
    const stream = await logs({ follow: "true", tailLines: "1" }, "far");
    const heard = () => stream.chunks.join("").split("\n").length - 1;
    expect(heard()).toBe(1);
    await world.run(20);
    expect(heard()).toBe(5);
    expect(stream.closed()).toBe(false);
    stream.close();
    await world.run(20);
    expect(heard()).toBe(5);
  });

  test.each([
    { pod: "talker", query: { previous: "true" }, refusal: 'previous terminated container "sh" in pod "talker" not found' },
    { pod: "talker", query: { container: "nope" }, refusal: "container nope is not valid for pod talker" },
    { pod: "ghost", query: {}, refusal: 'pods "ghost" not found' },
  ])("of $pod with $query is refused", async ({ pod, query, refusal }) => {
    const stream = await logs(query as Record<string, string>, pod);
    expect(stream.status()).toBeGreaterThanOrEqual(400);
    expect(stream.refusal()).toBe(refusal);
    expect(stream.chunks).toEqual([]);
  });
});

interface Frame {
  readonly channel: number;
  readonly data: string;
}

async function exec(command: readonly string[], query: Record<string, string> = {}, pod = "talker"): Promise<OpenStream> {
  const stream = await openStream(world, `${base}/pods/${pod}/exec`, { command: command.join("\u0000"), stdout: "true", stderr: "true", ...query });
  await world.run(2);
  return stream;
}

const said = ({ chunks }: OpenStream, channel: number) => (chunks as readonly Frame[]).filter((frame) => frame.channel === channel).map(({ data }) => data).join("");
const outcome = (stream: OpenStream) => JSON.parse(said(stream, 3)) as { readonly status: string; readonly reason?: string; readonly message?: string; readonly details?: { readonly causes: readonly unknown[] } };

describe("exec", () => {
  test("tells output and success", async () => {
    const stream = await exec(["sh", "-c", "echo out; echo err >&2"]);
    expect(stream.status()).toBe(101);
    expect([said(stream, 1), said(stream, 2)]).toEqual(["out\n", "err\n"]);
    expect(outcome(stream)).toEqual({ metadata: {}, status: "Success" });
    expect(stream.closed()).toBe(true);
  });

  test.each([1, 3, 127])("tells exit code %i as a cause", async (code) => {
    const stream = await exec(["sh", "-c", `exit ${code}`]);
    expect(outcome(stream)).toMatchObject({ status: "Failure", reason: "NonZeroExitCode", message: `command terminated with non-zero exit code: exit status ${code}`, details: { causes: [{ reason: "ExitCode", message: String(code) }] } });
  });

  test("passes standard input on, until its end", async () => {
    const stream = await exec(["cat"], { stdin: "true" });
    stream.send({ channel: 0, data: "one\n" });
    stream.send({ channel: 0, data: "two\n" });
    await world.run(1);
    expect(stream.closed()).toBe(false);
    stream.send({ channel: 255, data: "" });
    await world.run(1);
    expect(said(stream, 1)).toBe("one\ntwo\n");
    expect(outcome(stream).status).toBe("Success");
  });

  test("is refused for a container that there is not", async () => {
    const stream = await exec(["true"], { container: "nope" });
    expect(stream.status()).toBeGreaterThanOrEqual(400);
    expect(stream.refusal()).toContain("container nope is not valid for pod talker");
  });
});

const get = (path: string, query: Record<string, string> = {}) => world.ask(() => createOutsideTransport(world.cluster.endpoints, admin).handle({ method: "GET", path, query }));

async function answer(path: string) {
  let body: { readonly status: number; readonly body: unknown } | undefined;
  void get(path).then((response) => (body = response));
  await world.until("the proxy answers", () => body !== undefined);
  return body!;
}

describe("proxy", () => {
  test.each([
    ["a pod", `${base}/pods/web/proxy/`],
    ["a pod's port", `${base}/pods/web:80/proxy/`],
    ["a Service", `${base}/services/web/proxy/`],
    ["a Service's port by name", `${base}/services/web:http/proxy/`],
    ["a Service's port by number", `${base}/services/web:8080/proxy/`],
  ])("reaches %s", async (_, path) => {
    const { status, body } = await answer(path);
    expect(status).toBe(200);
    expect(body).toContain("Welcome to nginx!");
  });

  test("hands the program's own refusal on", async () => {
    expect((await answer(`${base}/pods/web/proxy/nothing-here`)).status).toBe(404);
  });

  test.each([
    ["a Service without endpoints", `${base}/services/nobody/proxy/`, 'no endpoints available for service "nobody"'],
    ["a port that nobody listens on", `${base}/pods/web:81/proxy/`, "connection refused"],
  ])("says 503 for %s", async (_, path, message) => {
    const { status, body } = await answer(path);
    expect(status).toBe(503);
    expect((body as { readonly message: string }).message).toContain(message);
  });
});

describe("without power", () => {
  test("the kubelet cannot be dialed, and the proxy finds nobody", async () => {
    world.cluster.powerOff("node-2");
    const stream = await logs({}, "far");
    expect(stream.status()).toBe(500);
    expect(stream.refusal()).toContain("error dialing backend: dial tcp 172.18.0.4:10250");
  });

  test("with power again and the kubelet up, logs come", async () => {
    world.cluster.powerOn("node-2");
    await world.until("the pod runs again", () => isReady(podNamed("far")) && (podNamed("far")?.status.containerStatuses?.[0]?.restartCount ?? 0) > 0);
    const stream = await logs({}, "far");
    expect(stream.status()).toBe(200);
  });
});
