import { Namespaces } from "../../api/core/namespace.ts";
import { PriorityClasses } from "../../api/scheduling/priority-class.ts";
import { ApiError } from "../../apimachinery/status.ts";
import { minute, second, type Milliseconds } from "../../base/units.ts";
import { EtcdUnavailable } from "../../etcd/errors.ts";
import type { Core } from "../core.ts";
import { ensure } from "./internal-call.ts";
import { type Address, KubernetesService } from "./kubernetes-service.ts";

const retryPeriod = second;
const reconcilePeriod = 10 * second;

/** The namespaces that every cluster has; they come back when they are deleted. */
export const systemNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"] as const;

const priorityClasses = [
  { name: "system-cluster-critical", value: 2_000_000_000, description: "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary." },
  { name: "system-node-critical", value: 2_000_001_000, description: "Used for system critical pods that must not be moved from their node." },
] as const;

/** Makes what every cluster has from its first moment, and keeps it. Returns how to take the server out of the cluster. */
export function startBootstrap(core: Core, own: Address): () => void {
  const service = new KubernetesService(core, own);
  keep(core, minute, () => ensureBasics(core));
  keep(core, reconcilePeriod, () => service.reconcile());
  return () => service.withdraw();
}

function ensureBasics(core: Core): void {
  for (const name of systemNamespaces) ensure(core, Namespaces, { metadata: { name } });
  for (const { name, value, description } of priorityClasses) ensure(core, PriorityClasses, { metadata: { name }, value, description });
}

/** Runs now and then, sooner again while etcd is away. */
function keep(core: Core, period: Milliseconds, run: () => void): void {
  const again = (delay: Milliseconds) => void core.clock.after(delay, () => keep(core, period, run), "background");
  try {
    run();
    again(period);
  } catch (error) {
    if (!(error instanceof EtcdUnavailable || error instanceof ApiError)) throw error;
    core.log.warning(`bootstrap: ${error.message}`);
    again(retryPeriod);
  }
}
