import { Leases } from "../../api/coordination/lease.ts";
import { Nodes } from "../../api/core/node.ts";
import { Pods } from "../../api/core/pod.ts";
import type { Controller } from "../framework/controller.ts";
import { indexByNode } from "../framework/indexes.ts";
import { trackedInformers } from "../framework/tracked-informers.ts";
import { NodeLifecycle } from "./node-lifecycle.ts";

/**
 * Watches over the nodes' signs of life: declares silent nodes Unknown, taints them so that pods leave, and
 * translates conditions into taints. The old labels beta.kubernetes.io/os and arch are not reconciled.
 */
export const nodeLifecycleController: Controller = {
  name: "node-lifecycle-controller",
  component: "node-controller",
  start(environment) {
    const { informers, synced } = trackedInformers(environment.informers);
    const sources = {
      nodes: informers.for(Nodes),
      pods: indexByNode(informers.for(Pods)),
      leases: informers.for(Leases, { namespace: "kube-node-lease" }),
    };
    environment.clock.spawn(async () => {
      await synced();
      new NodeLifecycle(environment, sources).start();
    });
  },
};
