import { controllers } from "../cluster/controllers.ts";
import { deploymentController } from "../controllers/deployment/deployment-controller.ts";
import { replicaSetController } from "../controllers/replicaset/replicaset-controller.ts";

/** Controllers that tests need together: one does little without the others. */
export const workloadControllers = [deploymentController, replicaSetController];

/** What kube-controller-manager runs in a cluster. */
export const allControllers = controllers({ podNetwork: { clusterCIDR: "10.244.0.0/16", nodeMaskSize: 24 }, rootCertificate: "-----BEGIN CERTIFICATE-----\n" });
