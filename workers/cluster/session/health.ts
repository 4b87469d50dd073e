import type { Health } from "../../protocol/delta.ts";
import type { PodState } from "../../protocol/pod-summary.ts";

/** What the health of a cluster is judged by. */
export interface Vitals {
  readonly apiServerUp: boolean;
  readonly nodes: readonly { readonly name: string; readonly ready: "True" | "False" | "Unknown" }[];
  /** Pods by how they are drawn. */
  readonly pods: Readonly<Record<PodState, number>>;
  /** One pod in trouble, as an example, with its STATUS. */
  readonly troubled?: { readonly name: string; readonly status: string };
}

/** One plain sentence: is it healthy, and if not, what is wrong first of all? */
export function judge(vitals: Vitals): Health {
  return controlPlane(vitals) ?? nodes(vitals) ?? trouble(vitals) ?? waiting(vitals) ?? changing(vitals) ?? healthy(vitals);
}

function controlPlane({ apiServerUp, nodes: known }: Vitals): Health | undefined {
  if (apiServerUp) return undefined;
  if (known.length === 0) return { level: "changing", sentence: "The control plane is starting." };
  return { level: "down", sentence: "The API server does not answer. What you see is the last known state; applications keep running." };
}

function nodes({ nodes: known }: Vitals): Health | undefined {
  const silent = known.filter(({ ready }) => ready === "Unknown");
  if (silent.length > 0) return { level: "degraded", sentence: `${list(silent, "Node", "Nodes")} ${silent.length === 1 ? "does" : "do"} not answer.` };
  const notReady = known.filter(({ ready }) => ready === "False");
  return notReady.length === 0 ? undefined : { level: "changing", sentence: `${list(notReady, "Node", "Nodes")} ${notReady.length === 1 ? "is" : "are"} not ready yet.` };
}

function trouble({ pods: { backoff, failed }, troubled }: Vitals): Health | undefined {
  if (backoff + failed === 0 || troubled === undefined) return undefined;
  const others = backoff + failed - 1;
  return { level: "degraded", sentence: `Pod ${troubled.name} is in trouble: ${troubled.status}${others === 0 ? "" : `, and ${count(others, "more pod")}`}.` };
}

function waiting({ pods: { pending } }: Vitals): Health | undefined {
  return pending === 0 ? undefined : { level: "degraded", sentence: `${count(pending, "pod waits", "pods wait")} for a node.` };
}

function changing({ pods: { starting, running, terminating } }: Vitals): Health | undefined {
  const parts = [
    starting > 0 ? `${count(starting, "pod is", "pods are")} starting` : "",
    running > 0 ? `${count(running, "pod runs but is", "pods run but are")} not ready` : "",
    terminating > 0 ? `${count(terminating, "pod is", "pods are")} stopping` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? undefined : { level: "changing", sentence: `${parts.join(", ")}.` };
}

function healthy({ pods: { ready, unknown }, nodes: known }: Vitals): Health {
  if (unknown > 0) return { level: "degraded", sentence: `Nothing is known of ${count(unknown, "pod")}.` };
  return { level: "healthy", sentence: `All is well: ${count(ready, "pod")} ready on ${count(known.length, "node")}.` };
}

const list = (items: readonly { readonly name: string }[], one: string, many: string) => `${items.length === 1 ? one : many} ${items.map(({ name }) => name).join(", ")}`;

const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
