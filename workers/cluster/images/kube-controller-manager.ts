import { startControllers } from "../../controllers/framework/start-controllers.ts";
import type { ImageProgram } from "../../cri/image-program.ts";
import { controllers } from "../controllers.ts";
import { component, type ControlPlane, exitOnTerm, processLog } from "../control-plane.ts";
import { kubernetesVersion, podRange } from "../static-pods.ts";
import { rootCertificate } from "../root-certificate.ts";

/** Runs every controller of the cluster in one process, while it holds the lease. */
export const kubeControllerManager = ({ connect }: ControlPlane): ImageProgram => ({
  image: "registry.k8s.io/kube-controller-manager",
  tags: [kubernetesVersion],
  sizeMiB: 26,
  executable: "/usr/local/bin/kube-controller-manager",
  memoryMiB: 45,

  async run(process) {
    exitOnTerm(process);
    const log = processLog(process);
    process.listenHttp(10257, () => ({ status: 200, body: "ok" }), { tls: true });
    await process.startUp(300);
    startControllers({
      controllers: controllers({ podNetwork: { clusterCIDR: podRange, nodeMaskSize: 24 }, rootCertificate }),
      transport: connect(process, component("kube-controller-manager")),
      clock: process.clock,
      random: process.random,
      lifetime: process.lifetime,
      log,
      leaderElection: {
        identity: `${process.hostname}_${process.random.uuid()}`,
        lost: () => {
          log.error("leaderelection lost");
          process.exit(1);
        },
      },
    });
    return process.forever();
  },
});
