import { expect, test } from "vitest";
import { pod } from "../../testing/workloads.ts";
import { podsToDelete } from "./pods-to-delete.ts";

const now = 1_776_852_000_000 + 86_400_000;
const cost = (value: string) => ({ metadata: { annotations: { "controller.kubernetes.io/pod-deletion-cost": value } } });
const at = (creationTimestamp: string, uid?: string) => ({ metadata: { creationTimestamp, ...(uid !== undefined && { uid }) } });

const order = (pods: readonly ReturnType<typeof pod>[], related = pods) =>
  pods.reduce<string[]>((names, _each, index) => {
    const chosen = podsToDelete(pods, related, index + 1, now).map(({ metadata }) => metadata.name);
    return index + 1 === pods.length ? names : [...names, ...chosen.filter((name) => !names.includes(name))];
  }, []);

const sidecar = { initContainers: [{ name: "proxy", image: "x", restartPolicy: "Always" as const }] };
const restartedSidecar = (restartCount: number) => ({ initContainerStatuses: [{ name: "proxy", image: "x", imageID: "", ready: true, restartCount }] });

test.each([
  ["one without a node", pod("bound", { node: "n1" }), pod("unbound")],
  ["one that is pending", pod("running", { node: "n1" }), pod("pending", { node: "n1", phase: "Pending" })],
  ["one whose state is unknown, before one that runs", pod("running", { node: "n1" }), pod("unknown", { node: "n1", phase: "Unknown" })],
  ["one that is pending, before one whose state is unknown", pod("unknown", { node: "n1", phase: "Unknown" }), pod("pending", { node: "n1", phase: "Pending" })],
  ["one that is not ready", pod("ready", { node: "n1" }), pod("unready", { node: "n1", ready: false })],
  ["one that costs less", pod("dear", { node: "n1", ...cost("10") }), pod("cheap", { node: "n1", ...cost("5") })],
  ["one that costs less than nothing", pod("plain", { node: "n1" }), pod("cheap", { node: "n1", ...cost("-1") })],
  ["one that was ready only lately", pod("long", { node: "n1", readySince: "2026-04-22T10:00:00Z" }), pod("lately", { node: "n1", readySince: "2026-04-23T09:59:00Z" })],
  ["one that restarted more often", pod("calm", { node: "n1" }), pod("restless", { node: "n1", restarts: 3 })],
  ["one whose sidecar restarted more often", pod("calm", { node: "n1", spec: sidecar, status: restartedSidecar(1) }), pod("restless", { node: "n1", spec: sidecar, status: restartedSidecar(2) })],
  ["one that is much younger", pod("old", { node: "n1", ...at("2026-04-22T10:00:00Z") }), pod("young", { node: "n1", ...at("2026-04-23T09:58:00Z") })],
])("given up first: %s", (_name, keep, lose) => {
  expect(order([keep, lose])).toEqual([lose.metadata.name]);
  expect(order([lose, keep])).toEqual([lose.metadata.name]);
});

test("the rules apply in their order", () => {
  const pods = [
    pod("ready", { node: "n1" }),
    pod("unready", { node: "n1", ready: false, ...cost("100") }),
    pod("pending", { node: "n1", phase: "Pending" }),
    pod("unbound", { ...cost("1000") }),
    pod("cheap", { node: "n1", ...cost("-5") }),
  ];
  expect(order(pods)).toEqual(["unbound", "pending", "unready", "cheap"]);
});

test("of pods that share a node one is easier to do without", () => {
  const pods = [pod("a", { node: "n1" }), pod("b", { node: "n2" })];
  const related = [...pods, pod("c", { node: "n2" }), pod("d", { node: "n2" })];
  expect(order(pods, related)).toEqual(["b"]);
});

test("pods that have ended are no neighbours", () => {
  const pods = [pod("a", { node: "n1", restarts: 1 }), pod("b", { node: "n2" })];
  const related = [...pods, pod("c", { node: "n2", phase: "Succeeded" }), pod("d", { node: "n2", metadata: { deletionTimestamp: "2026-04-22T10:00:00Z" } })];
  expect(order(pods, related)).toEqual(["a"]);
});

test.each(["ten", "", "+5", "05", "1.5", "99999999999"])("a cost of %j is no cost", (value) => {
  const pods = [pod("odd", { node: "n1", restarts: 1, ...cost(value) }), pod("plain", { node: "n1" })];
  expect(order(pods)).toEqual(["odd"]);
});

test("ages of the same magnitude are the same age: the uid decides", () => {
  const a = pod("a", { node: "n1", ...at("2026-04-23T01:00:00Z", "2") });
  const b = pod("b", { node: "n1", ...at("2026-04-23T02:00:00Z", "1") });
  expect(order([a, b])).toEqual(["b"]);
  const c = pod("c", { node: "n1", ...at("2026-04-23T02:00:00Z", "3") });
  expect(order([a, c])).toEqual(["a"]);
});

test("no more are taken than there are", () => {
  const pods = [pod("a"), pod("b")];
  expect(podsToDelete(pods, pods, 2, now)).toBe(pods);
  expect(podsToDelete(pods, pods, 5, now)).toBe(pods);
});
