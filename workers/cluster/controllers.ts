import { allResources } from "../api/kinds.ts";
import { deploymentController } from "../controllers/deployment/deployment-controller.ts";
import { endpointsController } from "../controllers/endpoints/endpoints-controller.ts";
import { endpointSliceController } from "../controllers/endpointslice/endpointslice-controller.ts";
import type { Controller } from "../controllers/framework/controller.ts";
import { garbageCollector } from "../controllers/garbage-collector/garbage-collector.ts";
import { namespaceController } from "../controllers/namespace/namespace-controller.ts";
import { nodeIpamController, type PodNetwork } from "../controllers/node-ipam/node-ipam-controller.ts";
import { nodeLifecycleController } from "../controllers/node-lifecycle/node-lifecycle-controller.ts";
import { podGarbageCollector } from "../controllers/pod-garbage-collector/pod-garbage-collector.ts";
import { replicaSetController } from "../controllers/replicaset/replicaset-controller.ts";
import { rootCaCertPublisher } from "../controllers/root-ca-cert-publisher/root-ca-cert-publisher.ts";
import { serviceAccountController } from "../controllers/serviceaccount/serviceaccount-controller.ts";
import { taintEvictionController } from "../controllers/taint-eviction/taint-eviction-controller.ts";

export interface ControllerSettings {
  readonly podNetwork: PodNetwork;
  /** The certificate of the cluster's authority, in PEM. */
  readonly rootCertificate: string;
}

/** All controllers that kube-controller-manager runs. */
export function controllers({ podNetwork, rootCertificate }: ControllerSettings): readonly Controller[] {
  return [
    serviceAccountController,
    rootCaCertPublisher(rootCertificate),
    namespaceController(allResources),
    garbageCollector(allResources),
    deploymentController,
    replicaSetController,
    endpointsController,
    endpointSliceController,
    nodeIpamController(podNetwork),
    nodeLifecycleController,
    taintEvictionController,
    podGarbageCollector(),
  ];
}
