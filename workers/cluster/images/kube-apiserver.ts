import { kinds } from "../../api/kinds.ts";
import { createApiServer } from "../../apiserver/server.ts";
import type { KubeletProxy } from "../../apiserver/subresources/kubelet-proxy.ts";
import { second } from "../../base/units.ts";
import type { ImageProgram } from "../../cri/image-program.ts";
import type { Process } from "../../cri/process.ts";
import { connectTo } from "../../etcd/process.ts";
import { type ControlPlane, exitOnTerm, processLog } from "../control-plane.ts";
import { apiServerPort, kubernetesVersion } from "../static-pods.ts";
import { serveApiOverHttp } from "../api-over-http.ts";

/** Without etcd after so many seconds the API server gives up, and its kubelet starts it again. */
const etcdPatience = 20;

/** The front end of the control plane: everything in the cluster talks to it, and it alone talks to etcd. */
export const kubeApiServer = ({ endpoints, etcd }: ControlPlane, kubeletsFrom: (node: string) => KubeletProxy): ImageProgram => ({
  image: "registry.k8s.io/kube-apiserver",
  tags: [kubernetesVersion],
  sizeMiB: 29,
  executable: "/usr/local/bin/kube-apiserver",
  memoryMiB: 220,

  async run(process) {
    const { node, ip } = process.network;
    exitOnTerm(process);
    const log = processLog(process);
    if (!(await waitForEtcd(process, () => etcd.has(node)))) {
      log.error('command failed: context deadline exceeded: connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:2379: connect: connection refused"');
      return 1;
    }
    await process.startUp(1500);
    const server = createApiServer({
      etcd: connectTo(() => etcd.get(node)),
      clock: process.clock,
      random: process.random,
      lifetime: process.lifetime,
      resources: kinds,
      kubelets: kubeletsFrom(node),
      advertise: { address: ip, port: apiServerPort },
      log,
    });
    process.listenHttp(apiServerPort, serveApiOverHttp(server), { tls: true });
    endpoints.listen({ node, address: `${ip}:${apiServerPort}`, handler: server, lifetime: process.lifetime });
    log.info(`Serving securely on [::]:${apiServerPort}`);
    return process.forever();
  },
});

async function waitForEtcd(process: Process, running: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < etcdPatience; waited++) {
    if (running()) return true;
    await process.startUp(second);
  }
  return running();
}
