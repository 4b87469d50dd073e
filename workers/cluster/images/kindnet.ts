import { Nodes } from "../../api/core/node.ts";
import { createClient } from "../../client/create-client.ts";
import { createInformerFactory } from "../../client/informer-factory.ts";
import type { BridgeCni } from "../../cni/cni.ts";
import type { ImageProgram } from "../../cri/image-program.ts";
import { component, type ControlPlane, exitOnTerm, processLog } from "../control-plane.ts";
import { kindnetVersion } from "../static-pods.ts";

/** The network's agent on each node: waits until the node has got a range for its pods, and configures the CNI plugin with it. */
export const kindnet = ({ connect }: ControlPlane, cniOf: (node: string) => BridgeCni): ImageProgram => ({
  image: "docker.io/kindest/kindnetd",
  tags: [kindnetVersion],
  sizeMiB: 38,
  executable: "/bin/kindnetd",
  memoryMiB: 12,

  async run(process) {
    const { node } = process.network;
    exitOnTerm(process);
    const log = processLog(process);
    const { clock, random, lifetime } = process;
    const client = createClient({ transport: connect(process, component("serviceaccount:kube-system:kindnet")), clock, lifetime, userAgent: "kindnetd/v1.36.0" });
    const nodes = createInformerFactory({ client, clock, random, log }).for(Nodes, { fieldSelector: `metadata.name=${node}` });
    const configure = ({ spec: { podCIDR } }: { readonly spec: { readonly podCIDR?: string } }) => {
      if (podCIDR === undefined || cniOf(node).podCidr === podCIDR) return;
      log.info(`Handling node with IPs: ${process.network.ip}, CIDR ${podCIDR}`);
      cniOf(node).configure(podCIDR);
    };
    nodes.addHandler({ added: configure, updated: (_, next) => configure(next) });
    return process.forever();
  },
});
