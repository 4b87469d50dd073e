import { describe, expect, test } from "vitest";
import { ConfigMaps } from "../../api/core/config-map.ts";
import { Secrets } from "../../api/core/secret.ts";
import { Services } from "../../api/core/service.ts";
import type { Container, Pod, Service } from "../../api/generated/core/v1.ts";
import { appPod, type KubeletWorld, startKubeletWorld } from "../../testing/kubelet-world.ts";
import { decodeBase64 } from "./base64.ts";
import { expand } from "./expansion.ts";
import { podField } from "./pod-fields.ts";
import { resourceField } from "./resource-field.ts";
import { serviceEnvironment, visibleServices } from "./service-environment.ts";

describe("expansion of $(NAME)", () => {
  const values: Readonly<Record<string, string>> = { VAR_A: "A", VAR_B: "B", VAR_C: "C", VAR_EMPTY: "", VAR_REF: "$(VAR_A)" };

  test.each([
    ["$(VAR_A)", "A"],
    ["___$(VAR_B)___", "___B___"],
    ["___$(VAR_C)", "___C"],
    ["$(VAR_A)-$(VAR_A)", "A-A"],
    ["$(VAR_A)-1", "A-1"],
    ["$(VAR_A)_$(VAR_B)_$(VAR_C)", "A_B_C"],
    ["$$(VAR_B)_$(VAR_A)", "$(VAR_B)_A"],
    ["$$(VAR_A)_$$(VAR_B)", "$(VAR_A)_$(VAR_B)"],
    ["f000-$$VAR_A", "f000-$VAR_A"],
    ["foo\\$(VAR_C)bar", "foo\\Cbar"],
    ["foo$$$(VAR_C)bar", "foo$Cbar"],
    ["foo$$$$$(VAR_C)bar", "foo$$Cbar"],
    ["foo$$$$(VAR_C)bar", "foo$$(VAR_C)bar"],
    ["$(VAR_DNE)", "$(VAR_DNE)"],
    ["$(VAR_EMPTY)", ""],
    ["$(VAR_REF)", "$(VAR_A)"],
    ["$VAR_A", "$VAR_A"],
    ["$(VAR_A", "$(VAR_A"],
    ["$()", "$()"],
    ["$(", "$("],
    ["$", "$"],
    ["$$", "$"],
    ["$$$", "$$"],
    ["", ""],
    ["plain", "plain"],
    ["$?_boo_$!", "$?_boo_$!"],
    ["%%$(VAR_A)", "%%A"],
    ["${VAR_A}", "${VAR_A}"],
    ["$(VAR_A)) (", "A) ("],
    ["\n$(VAR_A)\n", "\nA\n"],
  ])("%j is %j", (text, expected) => expect(expand(text, (name) => values[name])).toBe(expected));
});

describe("base64", () => {
  test.each([
    ["", ""],
    ["aGVsbG8=", "hello"],
    ["aGVsbG8", "hello"],
    ["aGVs\nbG8=", "hello"],
    ["w6TDtsO8", "äöü"],
    ["8J+YgA==", "😀"],
    ["JQ==", "%"],
    ["_-7-", "ÿîþ"],
    ["/wA=", "\u00ff\u0000"],
  ])("%j is %j", (encoded, text) => expect(decodeBase64(encoded)).toBe(text));
});

const service = (name: string, clusterIP: string, ports: Service["spec"]["ports"] = [], namespace = "default"): Service => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace, uid: name, resourceVersion: "1", creationTimestamp: "" },
  spec: { clusterIP, ports },
  status: {},
});

describe("service variables", () => {
  test("every port has its variables, the first one also the short ones", () => {
    const variables = serviceEnvironment([service("my-db", "10.0.0.5", [{ port: 5432, name: "pg" }, { port: 53, name: "dns-udp", protocol: "UDP" }])]);
    expect(Object.fromEntries(variables)).toEqual({
      MY_DB_SERVICE_HOST: "10.0.0.5",
      MY_DB_SERVICE_PORT: "5432",
      MY_DB_SERVICE_PORT_PG: "5432",
      MY_DB_SERVICE_PORT_DNS_UDP: "53",
      MY_DB_PORT: "tcp://10.0.0.5:5432",
      MY_DB_PORT_5432_TCP: "tcp://10.0.0.5:5432",
      MY_DB_PORT_5432_TCP_PROTO: "tcp",
      MY_DB_PORT_5432_TCP_PORT: "5432",
      MY_DB_PORT_5432_TCP_ADDR: "10.0.0.5",
      MY_DB_PORT_53_UDP: "udp://10.0.0.5:53",
      MY_DB_PORT_53_UDP_PROTO: "udp",
      MY_DB_PORT_53_UDP_PORT: "53",
      MY_DB_PORT_53_UDP_ADDR: "10.0.0.5",
    });
  });

  test.each(["", "None"])("a service with cluster IP %j has none", (clusterIP) => {
    expect(serviceEnvironment([service("headless", clusterIP, [{ port: 80 }])]).size).toBe(0);
  });

  test("a pod learns of the services of its namespace, and of the API server", () => {
    const all = [service("kubernetes", "10.96.0.1"), service("other", "10.0.0.2"), service("own", "10.0.0.3", [], "team")];
    const names = (links: boolean, namespace: string) => visibleServices(all, namespace, links).map(({ metadata }) => metadata.name);
    expect(names(true, "team")).toEqual(["kubernetes", "own"]);
    expect(names(false, "team")).toEqual(["kubernetes"]);
    expect(names(true, "default")).toEqual(["kubernetes", "other"]);
  });
});

const pod = (spec: Partial<Pod["spec"]> = {}): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web-1", namespace: "team", uid: "u-1", resourceVersion: "1", creationTimestamp: "", labels: { app: "web", tier: "front" }, annotations: { note: 'say "hi"' } },
  spec: { nodeName: "node-1", serviceAccountName: "robot", containers: [{ name: "web" }], ...spec },
  status: {},
});

describe("fields of the pod", () => {
  const facts = { pod: pod(), podIps: ["10.0.0.7", "fd00::7"], hostIps: ["192.168.0.2"] };

  test.each([
    ["metadata.name", "web-1"],
    ["metadata.namespace", "team"],
    ["metadata.uid", "u-1"],
    ["metadata.labels", 'app="web"\ntier="front"'],
    ["metadata.annotations", 'note="say \\"hi\\""'],
    ["metadata.labels['app']", "web"],
    ["metadata.labels['none']", ""],
    ["metadata.annotations['note']", 'say "hi"'],
    ["spec.nodeName", "node-1"],
    ["spec.serviceAccountName", "robot"],
    ["status.hostIP", "192.168.0.2"],
    ["status.hostIPs", "192.168.0.2"],
    ["status.podIP", "10.0.0.7"],
    ["status.podIPs", "10.0.0.7,fd00::7"],
  ])("%s is %j", (path, expected) => expect(podField(facts, path)).toBe(expected));

  test("any other field is refused", () => expect(() => podField(facts, "spec.hostname")).toThrow("unsupported fieldPath: spec.hostname"));
});

describe("resources of a container", () => {
  const container: Container = { name: "web", resources: { limits: { cpu: "1500m", memory: "100Mi" }, requests: { cpu: "250m" } } };
  const allocatable = { cpu: "4", memory: "8Gi" };

  test.each([
    ["limits.cpu", undefined, "2"],
    ["limits.cpu", "1m", "1500"],
    ["requests.cpu", "1m", "250"],
    ["requests.cpu", undefined, "1"],
    ["limits.memory", undefined, "104857600"],
    ["limits.memory", "1Mi", "100"],
    ["limits.memory", "1Gi", "1"],
    ["requests.memory", "1Mi", "100"],
    ["limits.memory", "0", "104857600"],
    ["limits.ephemeral-storage", undefined, "0"],
  ])("%s in units of %s is %s", (resource, divisor, expected) => {
    expect(resourceField(pod(), container, { resource, ...(divisor !== undefined && { divisor }) }, allocatable)).toBe(expected);
  });

  test("without a limit it is what the node can give", () => {
    expect(resourceField(pod(), { name: "web" }, { resource: "limits.memory", divisor: "1Gi" }, allocatable)).toBe("8");
  });

  test.each(["limits.gpu", "cpu", "limits", "status.phase"])("%s is refused", (resource) => {
    expect(() => resourceField(pod(), container, { resource }, allocatable)).toThrow("unsupported container resource");
  });

  test("another container may be named", () => {
    const both = pod({ containers: [{ name: "web" }, container, { name: "big", resources: { limits: { cpu: "7" } } }] });
    expect(resourceField(both, container, { resource: "limits.cpu", containerName: "big" }, allocatable)).toBe("7");
    expect(() => resourceField(both, container, { resource: "limits.cpu", containerName: "none" }, allocatable)).toThrow("container none not found");
  });
});

describe("in a container", () => {
  async function start(): Promise<KubeletWorld> {
    const world = await startKubeletWorld();
    await world.create(ConfigMaps, { metadata: { name: "settings" }, data: { color: "blue", "odd.key": "x" } });
    await world.create(Secrets, { metadata: { name: "login" }, data: { password: "aHVudGVyMg==" } });
    await world.create(Services, { metadata: { name: "db" }, spec: { ports: [{ port: 5432 }] } });
    await world.run(5);
    return world;
  }

  function environmentOf(world: KubeletWorld, name: string): Readonly<Record<string, string>> {
    let text = "";
    world.kubelet.server.logs({ namespace: "default", pod: name }, { previous: false, follow: false, timestamps: false }, { write: (more) => (text += more), end() {} });
    return Object.fromEntries(text.trim().split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
  }

  test("variables come from everywhere, and refer to those before them", async () => {
    const world = await start();
    const env = [
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "login", key: "password" } } },
      { name: "IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
      { name: "CPU", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "1m" } } },
      { name: "MAYBE", valueFrom: { configMapKeyRef: { name: "nothing", key: "k", optional: true } } },
      { name: "URL", value: "db://$(PASSWORD)@$(DB_SERVICE_HOST):$(DB_SERVICE_PORT)/$(CM_color)/$(LATER)" },
      { name: "LATER", value: "x" },
      { name: "CM_color", value: "overridden" },
    ];
    await world.bind(appPod("web", [], { container: { env, envFrom: [{ prefix: "CM_", configMapRef: { name: "settings" } }, { configMapRef: { name: "none", optional: true } }], resources: { limits: { cpu: "500m" } } } }));
    await world.run(20);
    const found = environmentOf(world, "web");
    const host = found["DB_SERVICE_HOST"];
    expect(found).toMatchObject({ PASSWORD: "hunter2", IP: "10.244.1.2", CPU: "500", LATER: "x", CM_color: "overridden", URL: `db://hunter2@${host}:5432/blue/$(LATER)`, KUBERNETES_SERVICE_HOST: "10.96.0.1" });
    expect(found).not.toHaveProperty("MAYBE");
    expect(found).toMatchObject({ "CM_odd.key": "x" });
  });

  test.each([
    ["configmap", { valueFrom: { configMapKeyRef: { name: "absent", key: "k" } } }, 'configmap "absent" not found'],
    ["key of a configmap", { valueFrom: { configMapKeyRef: { name: "settings", key: "k" } } }, "couldn't find key k in ConfigMap default/settings"],
    ["secret", { valueFrom: { secretKeyRef: { name: "absent", key: "k" } } }, 'secret "absent" not found'],
    ["key of a secret", { valueFrom: { secretKeyRef: { name: "login", key: "k" } } }, "couldn't find key k in Secret default/login"],
  ])("a missing %s holds the container back with its reason", async (_, variable, message) => {
    const world = await start();
    await world.bind(appPod("web", [], { container: { env: [{ name: "A", ...variable }] } }));
    await world.run(10);
    expect((await world.pod("web")).status.containerStatuses?.[0]?.state?.waiting).toEqual({ reason: "CreateContainerConfigError", message });
    expect(world.events("web").map((text) => text.replace(/ \(x\d+\)$/, ""))).toContain(`Warning Failed Error: ${message}`);
  });

  test("a configmap that appears later lets the container start", async () => {
    const world = await start();
    await world.bind(appPod("web", [], { container: { envFrom: [{ configMapRef: { name: "late" } }] } }));
    await world.run(20);
    expect((await world.pod("web")).status.phase).toBe("Pending");
    await world.create(ConfigMaps, { metadata: { name: "late" }, data: { A: "1" } });
    await world.run(20);
    expect((await world.pod("web")).status.phase).toBe("Running");
    expect(environmentOf(world, "web")).toMatchObject({ A: "1" });
  });

  test("command and arguments are expanded too", async () => {
    const world = await start();
    await world.bind(appPod("web", ["message=$(WHO)", "exit=0"], { spec: { restartPolicy: "Never" }, container: { env: [{ name: "WHO", value: "me" }] } }));
    await world.run(20);
    expect((await world.pod("web")).status.containerStatuses?.[0]?.state?.terminated?.message).toBe("me");
  });
});
