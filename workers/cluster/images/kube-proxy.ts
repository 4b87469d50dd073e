import { createClient } from "../../client/create-client.ts";
import { createInformerFactory } from "../../client/informer-factory.ts";
import type { ImageProgram } from "../../cri/image-program.ts";
import { runKubeProxy } from "../../kube-proxy/kube-proxy.ts";
import type { FabricNode } from "../../network/fabric-node.ts";
import { component, type ControlPlane, exitOnTerm, processLog } from "../control-plane.ts";
import { kubernetesVersion } from "../static-pods.ts";

/** Keeps the packet filter of its node in step with Services and EndpointSlices. */
export const kubeProxy = ({ connect }: ControlPlane, kernelOf: (node: string) => FabricNode): ImageProgram => ({
  image: "registry.k8s.io/kube-proxy",
  tags: [kubernetesVersion],
  sizeMiB: 32,
  executable: "/usr/local/bin/kube-proxy",
  memoryMiB: 15,

  async run(process) {
    const { clock, random, lifetime } = process;
    exitOnTerm(process);
    const log = processLog(process);
    const client = createClient({ transport: connect(process, component("kube-proxy")), clock, lifetime, userAgent: `kube-proxy/${kubernetesVersion}` });
    runKubeProxy({ node: kernelOf(process.network.node), informers: createInformerFactory({ client, clock, random, log }), clock, random: random.fork("endpoints"), lifetime });
    process.listenHttp(10256, () => ({ status: 200, body: "{}" }));
    log.info('"Using iptables Proxier"');
    return process.forever();
  },
});
