import { createClient } from "../../client/create-client.ts";
import { createInformerFactory } from "../../client/informer-factory.ts";
import { runCoreDns } from "../../coredns/coredns.ts";
import type { ImageProgram } from "../../cri/image-program.ts";
import { coreDnsVersion } from "../add-ons.ts";
import { component, type ControlPlane, processLog } from "../control-plane.ts";

/** The cluster's name server: an ordinary pod that watches the API. */
export const coreDns = ({ connect }: ControlPlane): ImageProgram => ({
  image: "registry.k8s.io/coredns/coredns",
  tags: [coreDnsVersion],
  sizeMiB: 23,
  executable: "/coredns",
  memoryMiB: 14,

  async run(process) {
    const { clock, random, lifetime, network } = process;
    const log = processLog(process);
    const client = createClient({ transport: connect(process, component("serviceaccount:kube-system:coredns")), clock, lifetime, userAgent: `coredns/${coreDnsVersion}` });
    const [upstream = ""] = process.dnsServers();
    process.onSignal("TERM", () => process.exit(0));
    runCoreDns({
      network,
      lifetime,
      informers: createInformerFactory({ client, clock, random, log }),
      domain: "cluster.local",
      forward: (question) => process.askDns(upstream, question),
    });
    process.print(".:53");
    process.print(`CoreDNS-${coreDnsVersion.slice(1)}`);
    return process.forever();
  },
});
