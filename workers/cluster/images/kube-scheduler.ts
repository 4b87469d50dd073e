import type { ImageProgram } from "../../cri/image-program.ts";
import { startScheduler, type StartedScheduler } from "../../scheduler/start-scheduler.ts";
import { component, type ControlPlane, exitOnTerm, processLog } from "../control-plane.ts";
import { kubernetesVersion } from "../static-pods.ts";

/** Puts pods on nodes, while it holds the lease. */
export const kubeScheduler = ({ connect, schedulers }: ControlPlane): ImageProgram => ({
  image: "registry.k8s.io/kube-scheduler",
  tags: [kubernetesVersion],
  sizeMiB: 20,
  executable: "/usr/local/bin/kube-scheduler",
  memoryMiB: 30,

  async run(process) {
    exitOnTerm(process);
    const log = processLog(process);
    process.listenHttp(10259, () => ({ status: 200, body: "ok" }), { tls: true });
    await process.startUp(300);
    const scheduler: StartedScheduler = startScheduler({
      transport: connect(process, component("kube-scheduler")),
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
    schedulers.add(scheduler);
    process.lifetime.onEnd(() => schedulers.delete(scheduler));
    return process.forever();
  },
});
