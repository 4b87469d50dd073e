import { describe, expect, test } from "vitest";
import { cacheOf, info, type PodSketch } from "../../testing/scheduling-objects.ts";
import { isSkipped, verdicts } from "../../testing/scheduling-plugins.ts";
import { wakes } from "../framework/cluster-event.ts";
import { nodePorts } from "./node-ports.ts";

const refused = "unschedulable: node(s) didn't have free ports for the requested pod ports";

/** Ports as `protocol/address/port`, address may be empty. */
function wanting(...ports: readonly string[]): PodSketch {
  const list = ports.map((text) => {
    const [protocol = "", hostIP = "", hostPort = ""] = text.split("/");
    return { protocol: protocol as "TCP", hostPort: Number(hostPort), containerPort: 80, ...(hostIP !== "" && { hostIP }) };
  });
  return { spec: { containers: [{ name: "main", image: "x", ports: list }] } };
}

describe("keeps pods off nodes whose ports are taken", () => {
  test.each([
    ["skip", [], [], "fits"],
    ["other port", ["UDP/127.0.0.1/8080"], ["UDP/127.0.0.1/9090"], "fits"],
    ["same udp port", ["UDP/127.0.0.1/8080"], ["UDP/127.0.0.1/8080"], refused],
    ["same tcp port", ["TCP/127.0.0.1/8080"], ["TCP/127.0.0.1/8080"], refused],
    ["different host ip", ["TCP/127.0.0.1/8080"], ["TCP/127.0.0.2/8080"], "fits"],
    ["different protocol", ["UDP/127.0.0.1/8080"], ["TCP/127.0.0.1/8080"], "fits"],
    ["second udp port conflict", ["UDP/127.0.0.1/8000", "UDP/127.0.0.1/8080"], ["UDP/127.0.0.1/8080"], refused],
    ["first tcp port conflict, second udp port does not", ["TCP/127.0.0.1/8001", "UDP/127.0.0.1/8080"], ["TCP/127.0.0.1/8001", "UDP/127.0.0.1/8081"], refused],
    ["first tcp port conflict due to 0.0.0.0", ["TCP/0.0.0.0/8001"], ["TCP/127.0.0.1/8001"], refused],
    ["TCP hostPort conflict due to 0.0.0.0 the other way", ["TCP/10.0.10.10/8001", "TCP/0.0.0.0/8001"], ["TCP/127.0.0.1/8001"], refused],
    ["second tcp port conflict due to 0.0.0.0", ["TCP/127.0.0.1/8001"], ["TCP/0.0.0.0/8001"], refused],
    ["second different protocol", ["UDP/127.0.0.1/8001"], ["TCP/0.0.0.0/8001"], "fits"],
    ["UDP hostPort conflict due to 0.0.0.0", ["UDP/127.0.0.1/8001"], ["TCP/0.0.0.0/8001", "UDP/0.0.0.0/8001"], refused],
    ["no address means every address", ["TCP//80"], ["TCP/10.0.0.1/80"], refused],
    ["no protocol means TCP", ["/127.0.0.1/80"], ["TCP/127.0.0.1/80"], refused],
  ])("%s", (_, wanted, taken, verdict) => {
    expect(verdicts(nodePorts, wanting(...wanted), cacheOf([{ name: "n" }], [{ on: "n", ...wanting(...taken) }]))).toEqual({ n: verdict });
  });

  test("container ports without a host port do not count", () => {
    expect(isSkipped(nodePorts, wanting("TCP//0"), cacheOf([{}]))).toBe(true);
  });

  test("sidecars' ports count, those of other init containers do not", () => {
    const port = { containerPort: 80, hostPort: 80 };
    const init = (restartPolicy?: string): PodSketch => ({ spec: { containers: [{ name: "main" }], initContainers: [{ name: "init", ports: [port], ...(restartPolicy && { restartPolicy }) }] } });
    const cache = cacheOf([{ name: "n" }], [{ on: "n", ...wanting("TCP//80") }]);
    expect(verdicts(nodePorts, init("Always"), cache)).toEqual({ n: refused });
    expect(verdicts(nodePorts, init(), cache)).toEqual({ n: "fits" });
  });
});

describe("wakes a refused pod", () => {
  const pod = info(wanting("TCP//80"));
  test.each([
    ["a pod with the port leaves", { event: "AssignedPod/Delete", pod: { before: info({ name: "o", ...wanting("TCP//80") }) } }, true],
    ["a pod with another port leaves", { event: "AssignedPod/Delete", pod: { before: info({ name: "o", ...wanting("TCP//81") }) } }, false],
    ["a node comes", { event: "Node/Add" }, true],
    ["a node changes", { event: "Node/UpdateAllocatable" }, false],
  ] as const)("%s", (_, happening, expected) => {
    expect(wakes(nodePorts.wakesUpOn ?? [], pod, happening)).toBe(expected);
  });
});
