import type { ObjectKey } from "../../apimachinery/object.ts";
import { type Node, Nodes } from "../../api/core/node.ts";
import type { Informer } from "../../client/informer.ts";
import type { Controller, ControllerEnvironment } from "../framework/controller.ts";
import { type ReconcileContext, reconciler, RetryLater } from "../framework/reconciler.ts";
import { CidrSet } from "./cidr-set.ts";

/** The addresses of all pods, and how many bits of the address each node's share fixes. */
export interface PodNetwork {
  /** Such as 10.244.0.0/16. */
  readonly clusterCIDR: string;
  readonly nodeMaskSize: number;
}

interface State {
  readonly nodes: Informer<Node>;
  readonly cidrs: CidrSet;
}

/** Gives each node a range of pod addresses of its own. */
export function nodeIpamController({ clusterCIDR, nodeMaskSize }: PodNetwork): Controller {
  return reconciler<Node, State>({
    name: "node-ipam-controller",
    component: "cidrAllocator",
    reconciles: Nodes,
    workers: 30,
    state: ({ informers }) => ({ nodes: informers.for(Nodes), cidrs: new CidrSet(clusterCIDR, nodeMaskSize) }),
    listen: occupyKnown,
    reconcile,
  });
}

/** What nodes have already is never given away again, and comes free with the node. */
function occupyKnown({ log }: ControllerEnvironment, { nodes, cidrs }: State): void {
  const occupy = ({ metadata: { name }, spec: { podCIDR } }: Node) => {
    if (podCIDR !== undefined && podCIDR !== "" && !cidrs.occupy(podCIDR)) log.warning(`node ${name} has CIDR ${podCIDR}, which is outside of the cluster's range`);
  };
  nodes.addHandler({
    added: occupy,
    updated: (_previous, node) => occupy(node),
    deleted: ({ spec: { podCIDR } }) => (podCIDR === undefined ? undefined : cidrs.release(podCIDR)),
  });
}

async function reconcile(name: ObjectKey, { client, recorder, state: { nodes, cidrs } }: ReconcileContext<State>): Promise<void> {
  const node = nodes.get(name);
  if (node === undefined || (node.spec.podCIDR ?? "") !== "") return;
  const podCIDR = cidrs.allocate();
  if (podCIDR === undefined) {
    recorder.normal({ kind: "Node", name, uid: node.metadata.uid }, "CIDRNotAvailable", `Node ${name} status is now: CIDRNotAvailable`);
    throw new RetryLater("CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range");
  }
  try {
    await client.patch(Nodes, { name }, { type: "strategic", body: { metadata: { uid: node.metadata.uid }, spec: { podCIDR, podCIDRs: [podCIDR] } } });
  } catch (error) {
    cidrs.release(podCIDR);
    throw error;
  }
}
