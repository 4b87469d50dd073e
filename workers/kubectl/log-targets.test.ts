import { expect, test } from "vitest";
import type { Pod } from "../api/generated/core/v1.ts";
import { pod } from "../testing/workloads.ts";
import type { CommandContext } from "./command.ts";
import { byLogging, containerNames, fieldPathOf, targetsIn } from "./log-targets.ts";

test("the most telling pod comes first", () => {
  const pods = [
    pod("unbound", { phase: "Pending", ready: false }),
    pod("pending", { node: "n", phase: "Pending", ready: false }),
    pod("unready", { node: "n", ready: false }),
    pod("young", { node: "n", readySince: "2026-04-22T11:00:00Z" }),
    pod("calm", { node: "n" }),
    pod("restarted", { node: "n", restarts: 3 }),
  ];
  expect(byLogging(pods).map(({ metadata }) => metadata.name)).toEqual(["restarted", "calm", "young", "unready", "pending", "unbound"]);
});

const many = (annotations: Readonly<Record<string, string>> = {}): Pod =>
  pod("web", { metadata: { annotations }, spec: { containers: [{ name: "web" }, { name: "log" }], initContainers: [{ name: "setup" }], ephemeralContainers: [{ name: "debug" }] } as unknown as Pod["spec"] });

function choose(of: Pod, container = "", all = false) {
  let said = "";
  const context = { printError: (text: string) => void (said += text) } as unknown as CommandContext;
  const targets = targetsIn(of, { container, all, quiet: false }, context);
  return { names: targets.map((target) => target.container), paths: targets.map(fieldPathOf), said };
}

test("of several containers the first one is taken, and that is said", () => {
  expect(containerNames(many())).toBe("web, log, debug (ephem), setup (init)");
  expect(choose(many())).toEqual({ names: ["web"], paths: ["spec.containers{web}"], said: 'Defaulted container "web" out of: web, log, debug (ephem), setup (init)\n' });
});

test("an annotation names another default", () => {
  expect(choose(many({ "kubectl.kubernetes.io/default-container": "log" }))).toMatchObject({ names: ["log"], said: "" });
  expect(choose(many({ "kubectl.kubernetes.io/default-container": "gone" })).said).toContain('Default container name "gone" not found in pod web\n');
});

test("all containers, in the order in which they run", () => {
  expect(choose(many(), "", true)).toMatchObject({ names: ["setup", "web", "log", "debug"], paths: ["spec.initContainers{setup}", "spec.containers{web}", "spec.containers{log}", "spec.ephemeralContainers{debug}"] });
});

test("a container that is not there", () => {
  expect(() => choose(many(), "gone")).toThrow("container gone is not valid for pod web out of: web, log, debug (ephem), setup (init)");
});
